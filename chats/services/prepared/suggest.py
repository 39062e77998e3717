"""Which prepared answers may fit what the buyer wrote last: by the words that both have, the rare ones first.

By the terms of the search, so that "возвраты" fits "возврата". Nothing leaves the desk, and nothing is learned.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from math import log
from typing import Final, NamedTuple

from django.db.models import QuerySet

from chats.market.types import Sender
from chats.models import Chat, Message, PreparedAnswer
from chats.services.prepared.languages import language_of, texts_of
from chats.services.search import terms_of

MOST: Final = 3
LOOKED_BACK: Final = 5  # messages, for one with letters
SHARE_OF_BEST: Final = 0.5  # what fits much less than the best is not suggested
MOST_REMEMBERED: Final = 10_000
IN_TITLE: Final = 2  # a word of the name weighs as much as so many of the text
# Words that fit everything, as terms.
COMMON: Final = frozenset(
    terms_of(
        "здравствуйте добрый день вечер спасибо пожалуйста это что как так уже еще или для при про вам вас ваш мой мне "
        "меня нас наш она они его был было есть нет если можно когда почему "
        "hello hi dear thanks thank please the and for you your are was have has not can what when why how this that "
        "it is in of to my me we our 你好 您好 谢谢 请问"
    )
)


class Key(NamedTuple):
    """Another one as soon as an answer was changed."""

    pk: int
    version: int
    updated_at: datetime


class Words(NamedTuple):
    """The terms of an answer: of its name, and of all its texts."""

    title: frozenset[str]
    all: frozenset[str]


class Question(NamedTuple):
    """What the buyer wrote last, and the language of it or of the message before it that has any letters."""

    message_id: int
    text: str
    language: str


known: dict[Key, Words] = {}
# By chat, message and answers: keys alone, and no words of buyers (docs/decisions/0007).
remembered: dict[tuple[int, int, int], Sequence[int]] = {}


def question_of(chat: Chat) -> Question:
    """One query, of an index."""
    said = Message.objects.filter(chat=chat, sender=Sender.CUSTOMER).order_by("-created_at", "-message_id")
    newest = list(said.values_list("message_id", "text")[:LOOKED_BACK])
    if not newest:
        return Question(0, "", "")
    languages = (language_of(text) for _, text in newest)
    return Question(*newest[0], next(filter(None, languages), ""))


def suggested(answers: QuerySet[PreparedAnswer], chat: Chat, question: Question) -> Sequence[int]:
    """The primary keys of MOST of these answers at most, the likeliest first. One query, and one more for answers that
    this process has not seen."""
    if not question.text:
        return []
    keys = [Key(*row) for row in answers.values_list("pk", "version", "updated_at")]
    asked = (chat.pk, question.message_id, hash(tuple(keys)))
    found = remembered.get(asked)
    if found is None:
        found = best(set(terms_of(question.text)) - COMMON, words_of(answers, keys))
        if len(remembered) >= MOST_REMEMBERED:
            remembered.clear()
        remembered[asked] = found
    return found


def words_of(answers: QuerySet[PreparedAnswer], keys: Sequence[Key]) -> Mapping[int, Words]:
    found = {key: words for key in keys if (words := known.get(key))}  # once: another thread may empty it
    missing = {key.pk: key for key in keys if key not in found}
    if missing:
        read = answers.order_by().filter(pk__in=missing)
        fresh = {missing[answer.pk]: words_in(answer) for answer in read}
        if len(known) + len(fresh) > MOST_REMEMBERED:
            known.clear()
        known.update(fresh)
        found |= fresh
    return {key.pk: found[key] for key in keys if key in found}


def words_in(answer: PreparedAnswer) -> Words:
    title = frozenset(terms_of(answer.title))
    texts = (term for text in texts_of(answer).values() for term in terms_of(text))
    return Words(title, title | frozenset(texts))


def best(asked: Collection[str], words: Mapping[int, Words]) -> Sequence[int]:
    """By the terms that an answer shares, each weighed by how rare it is among the answers."""
    weights = {term: weight_of(term, words.values()) for term in asked if says_something(term)}
    scores = {pk: score_of(one, weights) for pk, one in words.items()}
    most = max(scores.values(), default=0)
    fit = [pk for pk, score in scores.items() if score and score >= SHARE_OF_BEST * most]
    return sorted(fit, key=lambda pk: -scores[pk])[:MOST]


def says_something(term: str) -> bool:
    """Not a particle, nor the last letter of a run of Chinese ones."""
    return len(term) > (1 if language_of(term) == "zh" else 2)


def weight_of(term: str, words: Collection[Words]) -> float:
    """A term that most answers have says nothing."""
    having = sum(term in one.all for one in words)
    return log(1 + len(words) / having) if having and having <= max(len(words) / 2, 1) else 0.0


def score_of(words: Words, weights: Mapping[str, float]) -> float:
    shared: Iterable[str] = words.all & weights.keys()
    return sum(weights[term] * (IN_TITLE if term in words.title else 1) for term in shared)
