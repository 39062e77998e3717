"""Several chats at once: what one can do with them, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.presenters.holder import full_name
from chats.presenters.snooze import SnoozeChoice, choice_words
from chats.presenters.tags import TagFace, face_of
from chats.services import inbox
from chats.services.inbox import Done, Skip
from chats.services.tags import OfferedTag

DID: Final[Mapping[str, Any]] = {
    "take": gettext_lazy("Taken: %(count)s."),
    "assign": gettext_lazy("Handed over: %(count)s."),
    "tag": gettext_lazy("Tagged: %(count)s."),
    "snooze": gettext_lazy("Snoozed: %(count)s."),
    "read": gettext_lazy("Marked as read: %(count)s."),
    "undo": gettext_lazy("Undone: %(count)s."),
}
SKIPPED: Final[Mapping[Skip, Any]] = {
    Skip.NO_ACCESS: gettext_lazy("no access: %(count)s"),
    Skip.HELD: gettext_lazy("a colleague has them: %(count)s"),
    Skip.MAY_NOT_ANSWER: gettext_lazy("this person may not answer them: %(count)s"),
    Skip.DEADLINE: gettext_lazy("a deadline of Market’s comes first: %(count)s"),
    Skip.FINISHED: gettext_lazy("finished: %(count)s"),
    Skip.WRITTEN: gettext_lazy("somebody has just written: %(count)s"),
    Skip.TIME: gettext_lazy("the time has passed: %(count)s"),
    Skip.NOT_OFFERED: gettext_lazy("their seller has no such tag: %(count)s"),
    Skip.FULL: gettext_lazy("no room for another tag: %(count)s"),
    Skip.SAME: gettext_lazy("so already: %(count)s"),
    Skip.CHANGED: gettext_lazy("changed since: %(count)s"),
}
TOO_LATE: Final = gettext_lazy("It is too late to undo this.")


@dataclass(frozen=True, kw_only=True)
class BulkBar:
    """What is offered. `colleagues` are keys and names, `tags` those of any seller; `snooze` the times that are offered
    for all chats."""

    colleagues: Sequence[tuple[str, str]]
    tags: Sequence[TagFace]
    snooze: Sequence[SnoozeChoice]


@dataclass(frozen=True, kw_only=True)
class BulkSaid:
    """What came of it. `undo` is what a page sends to take it back, empty where nothing was done."""

    words: str
    undo: str = ""
    is_error: bool = False


def bulk_bar(colleagues: Sequence[User], tags: Sequence[OfferedTag], *, now: datetime) -> BulkBar:
    moments = inbox.moments_ahead(now, timezone.get_current_timezone())
    times = [SnoozeChoice(name=name, word=choice_words(name, moment)) for name, moment in moments.items()]
    names = [(str(one.pk), full_name(one)) for one in colleagues]
    return BulkBar(colleagues=names, tags=[face_of(tag) for tag in tags], snooze=times)


def bulk_said(act: str, done: Done, *, undo: str = "") -> BulkSaid:
    words = str(DID[act]) % {"count": done.count}
    reasons = [str(SKIPPED[why]) % {"count": count} for why, count in done.skipped.items() if count]
    if reasons:
        words += " " + _("Left as they were: %(reasons)s.") % {"reasons": ", ".join(reasons)}
    return BulkSaid(words=words, undo=undo if done.count else "")
