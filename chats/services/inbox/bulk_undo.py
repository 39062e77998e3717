"""Taking back what was done with several chats, as long as nobody has changed it since.

The page keeps the steps, sealed for the agent: nothing has to be stored for what is hardly ever taken back.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils.dateparse import parse_datetime

from chats import database
from chats.models import Chat, ChatTag, Handover, ReadMark
from chats.services import holders, people, sightings, tags
from chats.services.inbox.bulk import HANDED, SNOOZED, Done, Skip
from chats.services.people import Action

SECONDS: Final = 60  # the page offers it for ten; a slow network may hold it up
SALT: Final = "inbox.bulk"
Step = Sequence[Any]


class TooLate(Exception):
    """Nothing can be undone with this any more."""


def seal(agent: User, act: str, done: Done) -> str:
    """What a page sends to undo it."""
    steps = [[one.isoformat() if isinstance(one, datetime) else one for one in step] for step in done.steps]
    return signing.dumps([agent.pk, act, steps], salt=SALT, compress=True)


def undo_all(agent: User, sealed: str, *, now: datetime) -> Done:
    """Each chat as it was before, where nobody has changed since what was done. Raises TooLate."""
    try:
        owner, act, steps = signing.loads(sealed, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise TooLate from None
    if owner != agent.pk:
        raise TooLate
    done, undo = Done(), UNDO[act]
    with transaction.atomic():
        for step in steps:
            if undo(agent, step, now):
                done.count += 1
            else:
                done.skipped[Skip.CHANGED] += 1
    return done


def may(agent: User, chat_id: int, action: Action) -> bool:
    """Whether the agent may still do it."""
    found = people.with_sellers(agent, people.chats_for(agent).filter(pk=chat_id).only("seller_id"))
    return any(people.may(agent, action, chat.seller) for chat in found)


def undo_holder(agent: User, step: Step, now: datetime) -> bool:
    key, *handed = step
    line = Handover.objects.select_related("before").filter(pk=key, by=agent).first()
    if line is None or not may(agent, line.chat_id, Action.TAKE):
        return False
    chat = Chat.objects.filter(pk=line.chat_id)
    database.lock(chat).get()
    if Handover.objects.filter(chat=line.chat_id, pk__gt=line.pk).exists():
        return False
    undone = holders.give(chat, line.before, kind=Handover.Kind.UNDONE, by=agent, now=now)
    if line.before_id:
        chat.update(**dict(zip(HANDED, map(plain, handed), strict=True)))
    return bool(undone)


def undo_snooze(agent: User, step: Step, now: datetime) -> bool:
    key, until, *before = step
    if not may(agent, key, Action.SNOOZE):
        return False
    chat = database.lock(Chat.objects.filter(pk=key)).get()
    if chat.snoozed_until != plain(until) or chat.snoozed_by_id != agent.pk:
        return False
    return sightings.place_anew(key, now=now, **dict(zip(SNOOZED, map(plain, before), strict=True)))


def undo_tag(agent: User, step: Step, now: datetime) -> bool:
    key, tag_id = step
    given = ChatTag.objects.filter(chat=key, tag=tag_id, given_by=agent).select_related("chat").first()
    return given is not None and may(agent, key, Action.TAG) and tags.take_off(given.chat, tag_id)


def undo_read(agent: User, step: Step, now: datetime) -> bool:
    key, set_to, before = step
    mark = ReadMark.objects.filter(agent=agent, chat=key, message_id=set_to)
    return bool(mark.delete()[0] if before is None else mark.update(message_id=before))


def plain(value: Any) -> Any:
    """As it was before it was sealed."""
    return parse_datetime(value) if isinstance(value, str) else value


UNDO: Final[Mapping[str, Callable[[User, Step, datetime], bool]]] = {
    "take": undo_holder,
    "assign": undo_holder,
    "snooze": undo_snooze,
    "tag": undo_tag,
    "read": undo_read,
}
