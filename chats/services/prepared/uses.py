"""How often prepared answers are used: counted when a reply was sent in which one still is.

Not when it is inserted: agents insert one, read it, and take it out again. What counts is what buyers get.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from chats.market.limits import LARGEST_ID
from chats.models import AnswerUse, PreparedAnswer
from chats.services.prepared.languages import texts_of
from chats.services.search import terms_of

MOST_AT_ONCE: Final = 10  # answers in one reply
UNUSED: Final = timedelta(days=90)
LEFT: Final = 0.5  # of the words of an answer, so many have to be in the reply


def note_used(agent: User, answers: QuerySet[PreparedAnswer], keys: Iterable[int], text: str, *, now: datetime) -> int:
    """Count those of these answers that are still in a text that was sent. `answers` are those that the agent may use.
    Returns how many."""
    chosen = answers.filter(pk__in=[key for key in keys if key <= LARGEST_ID][:MOST_AT_ONCE])
    used = [answer.pk for answer in chosen if is_in(answer, text)]
    with transaction.atomic():
        return sum(count_one(agent, key, now=now) for key in sorted(used))


def count_one(agent: User, key: int, *, now: datetime) -> int:
    """Returns 0 for one that somebody has deleted meanwhile."""
    there = PreparedAnswer.objects.filter(pk=key).update(used=F("used") + 1, used_at=now)
    if there:
        use, _ = AnswerUse.objects.get_or_create(answer_id=key, agent=agent, defaults={"last_at": now})
        AnswerUse.objects.filter(pk=use.pk).update(count=F("count") + 1, last_at=now)
    return there


def is_in(answer: PreparedAnswer, text: str) -> bool:
    """Whether at least half of the words of one of its texts are in this one: it may have been changed."""
    sent = set(terms_of(text))
    wordings = (set(terms_of(one)) for one in texts_of(answer).values())
    return any(words and len(words & sent) >= LEFT * len(words) for words in wordings)


def with_last_use(answers: QuerySet[PreparedAnswer], agent: User) -> QuerySet[PreparedAnswer]:
    """Those that the agent used last come first."""
    own = AnswerUse.objects.filter(answer=OuterRef("pk"), agent=agent)
    last = answers.annotate(own_last=Subquery(own.values("last_at")[:1]))
    return last.order_by(F("own_last").desc(nulls_last=True), *answers.query.order_by)


def is_unused(*, now: datetime) -> Q:
    """Not used by anybody for 90 days, of which the desk has counted."""
    before = now - UNUSED
    return Q(used_at__lt=before) | Q(used_at=None, counted_since__lt=before)
