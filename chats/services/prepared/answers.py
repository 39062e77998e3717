"""Prepared answers: shared ones and each agent's own, for one seller or for all, and the search by a few letters."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Concat, Left

from chats import database
from chats.models import Chat, PreparedAnswer, Seller
from chats.services import people
from chats.services.people import Action
from chats.services.prepared.languages import LANGUAGES, texts_of
from chats.services.prepared.placeholders import FilledText, fill, values_of
from chats.services.prepared.suggest import Question, suggested
from chats.services.prepared.uses import is_unused, note_used, with_last_use

MOST_OWN = 200  # answers of one agent
MOST_SHARED = 2000  # of all sellers: the search in the composer compares all that an agent may see
MOST_LISTED = 500  # answers on one page, which says so where there are more
BEGINNING_OF_TEXT = Left("text", 200)  # shown in lists, and searched
BEGINNING_OF_ALL = Concat(
    BEGINNING_OF_TEXT,
    *(part for name in LANGUAGES for part in (Value(" "), Left(f"text_{name}", 100))),
    Value(" "),
    "folder",
)
LONGEST_SEARCH = 100  # characters
NOT_FOUND = 4  # higher than every rank
# The same keys in both layouts, in the same order.
LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
WITH_SHIFT = ('~{}:"<>', "ёхъжэбю")
AS_RUSSIAN = str.maketrans(LATIN + WITH_SHIFT[0], RUSSIAN + WITH_SHIFT[1])
AS_LATIN = str.maketrans(RUSSIAN, LATIN)


class ChangedMeanwhile(Exception):
    """Somebody else has saved this answer since the form was opened. `now` is how it stands."""

    def __init__(self, now: PreparedAnswer) -> None:
        super().__init__(now.pk)
        self.now = now


class TooManyAnswers(Exception):
    """There are as many answers already, of the agent or shared, as the desk allows."""


def visible_to(agent: User) -> QuerySet[PreparedAnswer]:
    """The answers that an agent may see: shared ones and their own, for all sellers or for one that they may see. Their
    own come first, then by name."""
    whose = Q(owner=None) | Q(owner=agent)
    where = Q(seller=None) | Q(seller__in=[*people.sellers_seen_by(agent)])
    return PreparedAnswer.objects.filter(whose, where).order_by(F("owner").asc(nulls_last=True), "title", "pk")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which answers a page lists: those like some letters, of one folder, or that nobody has used for long. A folder of
    None means all, an empty one those in none."""

    like: str = ""
    folder: str | None = None
    unused: bool = False

    @property
    def narrows(self) -> bool:
        return self != Wanted()


def answers_of(agent: User, wanted: Wanted, *, now: datetime) -> list[PreparedAnswer]:
    """The answers that the agent may use, by folder, each with its seller, and with a `beginning` in place of its
    whole text; at most MOST_LISTED and one more, which says that there are others."""
    answers = visible_to(agent)
    if wanted.folder is not None:
        answers = answers.filter(folder=wanted.folder)
    if wanted.unused:
        answers = answers.filter(is_unused(now=now))
    if wanted.like:
        answers = answers.filter(pk__in=matching(answers, wanted.like))
    listed = answers.defer("text").annotate(beginning=BEGINNING_OF_TEXT)
    listed = listed.order_by(F("owner").asc(nulls_last=True), "folder", "title", "pk")
    return with_sellers(agent, listed[: MOST_LISTED + 1])


def folders_of(agent: User) -> Mapping[str, int]:
    """The folders of these answers by name, each with how many are in it; the empty name is that of no folder."""
    counted = visible_to(agent).order_by("folder").values_list("folder").annotate(count=Count("pk"))
    return dict(counted)


def unused_of(agent: User, *, now: datetime) -> int:
    """How many of these answers nobody has used for 90 days."""
    return visible_to(agent).filter(is_unused(now=now)).count()


def answer_for(agent: User, answer_id: int) -> PreparedAnswer | None:
    """One answer with its seller; None when there is none that the agent may use."""
    found = with_sellers(agent, visible_to(agent).filter(pk=answer_id)[:1])
    return found[0] if found else None


def answers_for(agent: User, seller: Seller, *, like: str = "", most: int = 8) -> list[PreparedAnswer]:
    """Search the answers that fit a chat of this seller: every word of `like` is in the name, the folder or at the
    beginning of the text, whatever the letter case or the keyboard layout it was typed in. The best match first, of
    equal ones those that the agent used last; at most `most`."""
    return loaded(matching(with_last_use(usable(agent, seller), agent), like)[:most])


def suggestions_for(agent: User, chat: Chat, question: Question) -> list[PreparedAnswer]:
    """Those that may fit what the buyer wrote last, the likeliest first."""
    return loaded(suggested(usable(agent, chat.seller), chat, question))


def usable(agent: User, seller: Seller) -> QuerySet[PreparedAnswer]:
    return visible_to(agent).filter(Q(seller=None) | Q(seller=seller))


def loaded(keys: Sequence[int]) -> list[PreparedAnswer]:
    texts = PreparedAnswer.objects.in_bulk(keys) if keys else {}
    return [texts[answer_id] for answer_id in keys if answer_id in texts]


def fill_for_chat(answers: Sequence[PreparedAnswer], chat: Chat, agent: User) -> list[Mapping[str, FilledText]]:
    """The texts of these answers by language, in the same order, with their placeholders filled in for this chat.
    `chat` must have its seller loaded. One query at most."""
    values = values_of(chat, agent)
    return [{name: fill(text, values) for name, text in texts_of(answer).items()} for answer in answers]


def sent_with(agent: User, chat: Chat, keys: Collection[int], text: str, *, now: datetime) -> int:
    """Count the answers that were inserted into a text, which has been sent. Returns how many are still in it."""
    if not keys:
        return 0
    try:
        return note_used(agent, usable(agent, chat.seller), keys, text, now=now)
    except database.AWAY:
        return 0  # a lost count costs nothing, but the page has to hear that the reply was sent


def may_change(agent: User, answer: PreparedAnswer) -> bool:
    """Whether this answer, from `answer_for`, is the agent's own, or a shared one that they may manage."""
    return answer.owner_id == agent.pk if answer.owner_id is not None else may_share(agent, answer.seller)


def may_share(agent: User, seller: Seller | None) -> bool:
    """Whether the agent manages the answers that are shared by those who see this seller; None: by all agents."""
    return people.may(agent, Action.MANAGE_ANSWERS if seller else Action.MANAGE_COMMON_ANSWERS, seller)


def save_answer(answer: PreparedAnswer, *, seen: int | None = None, limited: bool = True) -> None:
    """Save an agent's own answer, or a shared one. A form sent twice makes one answer. `seen` is the version that the
    form began with; what others have saved since is not overwritten. Raises ChangedMeanwhile, for a new one
    TooManyAnswers, if their number is `limited`."""
    if answer.pk is None:
        others = PreparedAnswer.objects.filter(owner=answer.owner)
        if others.filter(title=answer.title, text=answer.text, seller=answer.seller).exists():
            return
        if limited and others.count() >= (MOST_SHARED if answer.owner is None else MOST_OWN):
            raise TooManyAnswers
        answer.save()
        return
    with transaction.atomic():
        now = database.lock(PreparedAnswer.objects.filter(pk=answer.pk)).first()
        if now is not None and seen is not None and now.version != seen:
            raise ChangedMeanwhile(now)
        if now is not None:  # replies may have been counted since the answer was read
            answer.version, answer.used, answer.used_at = now.version, now.used, now.used_at
        answer.version += 1
        answer.save()


def delete_answer(agent: User, answer_id: int) -> str | None:
    """Delete an answer that the agent may change and return its name; None when there is no such answer."""
    answer = answer_for(agent, answer_id)
    if answer is None or not may_change(agent, answer):
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
    """The primary keys of the answers that match `like`, the best first; equal matches in the order of `answers`.

    Compared in Python: SQLite folds no case but ASCII's and no database knows keyboard layouts, and the table is small.
    """
    words = [layouts(word) for word in like[:LONGEST_SEARCH].split()]
    compared = answers.annotate(beginning=BEGINNING_OF_ALL).values_list("pk", "title", "beginning")
    ranked = []
    for answer_id, title, beginning in compared:
        # The worst word decides: every word has to match.
        rank = max((rank_of(word, folded(title), folded(beginning)) for word in words), default=0)
        ranked.append((rank, answer_id))
    return [answer_id for rank, answer_id in sorted(ranked, key=lambda pair: pair[0]) if rank < NOT_FOUND]


def rank_of(word: set[str], title: str, beginning: str) -> int:
    """How well a word, in any of its layouts, matches: 0 it begins the name, 1 it begins a word of the name, 2 it is
    elsewhere in the name, 3 it is in the text, NOT_FOUND it is in neither."""
    if title.startswith(tuple(word)):
        return 0
    if any(f" {one}" in title for one in word):
        return 1
    if any(one in title for one in word):
        return 2
    return 3 if any(one in beginning for one in word) else NOT_FOUND


def layouts(word: str) -> set[str]:
    """The word as typed, and as the same keys would have typed it in the other layout."""
    typed = unicodedata.normalize("NFKC", word).casefold()
    return {folded(typed), folded(typed.translate(AS_RUSSIAN)), folded(typed.translate(AS_LATIN))}


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
