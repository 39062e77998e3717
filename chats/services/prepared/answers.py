"""Prepared answers: shared ones and an agent's own, for one seller or for all, found by a few letters."""

import unicodedata
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left

from chats.models import Chat, PreparedAnswer, Seller
from chats.services import people
from chats.services.prepared.placeholders import Filled, fill, values_of

MOST_OWN = 200  # of one agent
MOST_READ = 500  # compared one by one
BEGINNING_OF_TEXT = Left("text", 200)  # shown in lists, and searched
LONGEST_SEARCH = 100
NOT_FOUND = 4  # after every rank
LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
WITH_SHIFT = ('~{}:"<>', "ёхъжэбю")
AS_RUSSIAN = str.maketrans(LATIN + WITH_SHIFT[0], RUSSIAN + WITH_SHIFT[1])
AS_LATIN = str.maketrans(RUSSIAN, LATIN)


class TooManyAnswers(Exception):
    """The agent has as many answers of their own as one may have."""


def visible_to(agent: User) -> QuerySet[PreparedAnswer]:
    """Shared answers and the agent's own, of sellers that the agent may see and for all; own ones first, by name."""
    whose = Q(owner=None) | Q(owner=agent)
    where = Q(seller=None) | Q(seller__in=[*people.sellers_seen_by(agent)])
    return PreparedAnswer.objects.filter(whose, where).order_by(F("owner").asc(nulls_last=True), "title", "pk")


def answers_of(agent: User) -> list[PreparedAnswer]:
    """All that the agent may use, each with its seller and, instead of its text, the `beginning` of it."""
    answers = visible_to(agent).defer("text").annotate(beginning=BEGINNING_OF_TEXT)
    return with_sellers(agent, answers[:MOST_READ])


def answer_for(agent: User, answer_id: int) -> PreparedAnswer | None:
    """One that the agent may use, with its seller, or None."""
    found = with_sellers(agent, visible_to(agent).filter(pk=answer_id)[:1])
    return found[0] if found else None


def answers_for(agent: User, seller: Seller, *, like: str = "", most: int = 8) -> list[PreparedAnswer]:
    """Those for a chat of this seller that have every word of `like` in their name or at the beginning of their text,
    whatever the letter case and the keyboard's layout; the best first, at most `most`."""
    answers = visible_to(agent).filter(Q(seller=None) | Q(seller=seller))
    best = matching(answers, like)[:most]
    texts = PreparedAnswer.objects.in_bulk(best)
    return [texts[answer_id] for answer_id in best if answer_id in texts]


def filled(answer: PreparedAnswer, chat: Chat, agent: User) -> Filled:
    """The answer as it would be sent to the buyer of this chat; `chat` needs its seller."""
    return all_filled([answer], chat, agent)[0]


def all_filled(answers: Sequence[PreparedAnswer], chat: Chat, agent: User) -> list[Filled]:
    """The same for several, in one query at most."""
    values = values_of(chat, agent)
    return [fill(answer.text, values) for answer in answers]


def save_answer(answer: PreparedAnswer) -> None:
    """Save an agent's own answer. The same one sent twice is one. Raises TooMany, for a new one only."""
    if answer.pk is None:
        own = PreparedAnswer.objects.filter(owner=answer.owner)
        if own.filter(title=answer.title, text=answer.text, seller=answer.seller).exists():
            return
        if own.count() >= MOST_OWN:
            raise TooManyAnswers
    answer.save()


def delete_answer(agent: User, answer_id: int) -> str | None:
    """Delete one of the agent's own and give its name; None when there is none that is theirs."""
    answer = answer_for(agent, answer_id)
    if answer is None or answer.owner_id is None:
        return None
    answer.delete()
    return answer.title


def with_sellers(agent: User, answers: Iterable[PreparedAnswer]) -> list[PreparedAnswer]:
    found = list(answers)
    for answer in found:
        if answer.seller_id is not None:
            answer.seller = people.sellers_seen_by(agent)[answer.seller_id]
    return found


def matching(answers: QuerySet[PreparedAnswer], like: str) -> list[int]:
    """The primary keys of those that `like` finds, the best first; among equals the order is that of `answers`.

    Compared here, because a database would need the keyboard's layouts too; the table is small.
    """
    words = [layouts(word) for word in like[:LONGEST_SEARCH].split()]
    compared = answers.annotate(beginning=BEGINNING_OF_TEXT).values_list("pk", "title", "beginning")
    ranked = []
    for answer_id, title, beginning in compared[:MOST_READ]:
        rank = max((rank_of(word, plain(title), plain(beginning)) for word in words), default=0)
        ranked.append((rank, answer_id))
    return [answer_id for rank, answer_id in sorted(ranked, key=lambda pair: pair[0]) if rank < NOT_FOUND]


def rank_of(word: set[str], title: str, beginning: str) -> int:
    """How well a word fits, in any of its layouts: 0 begins the name, 1 begins a word of it, 2 is within it, 3 is in
    the text."""
    if title.startswith(tuple(word)):
        return 0
    if any(f" {one}" in title for one in word):
        return 1
    if any(one in title for one in word):
        return 2
    return 3 if any(one in beginning for one in word) else NOT_FOUND


def layouts(word: str) -> set[str]:
    """The word as typed, and as the same keys would write it in the other layout."""
    typed = unicodedata.normalize("NFKC", word).casefold()
    return {plain(typed), plain(typed.translate(AS_RUSSIAN)), plain(typed.translate(AS_LATIN))}


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
