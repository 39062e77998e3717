"""A chat that is set aside, in words; and the menu by which it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.models import Chat
from chats.models.sightings import UNTIL_WRITTEN
from chats.presenters.formats import times
from chats.presenters.holder import name_of
from chats.services import inbox, sightings
from chats.services.inbox import ListedChat, Refusal

CHOICES: Final[Mapping[str, Any]] = {
    "1h": gettext_lazy("In 1 hour"),
    "3h": gettext_lazy("In 3 hours"),
    "evening": gettext_lazy("This evening at %(time)s"),
    "tomorrow": gettext_lazy("Tomorrow at %(time)s"),
    "monday": gettext_lazy("On Monday at %(time)s"),
}
REFUSALS: Final[Mapping[Refusal, Any]] = {
    Refusal.PAST: gettext_lazy("This time has passed. Choose a later one."),
    Refusal.TOO_FAR: gettext_lazy("That is more than 90 days ahead. Choose an earlier time."),
    Refusal.DEADLINE: gettext_lazy("Market’s deadline runs out at %(deadline)s. Choose a time before that."),
    Refusal.FINISHED: gettext_lazy("This chat is finished, so nothing has to be snoozed."),
    Refusal.WRITTEN: gettext_lazy("Somebody has just written in this chat. Read that first, then choose again."),
}


@dataclass(frozen=True, kw_only=True)
class Undo:
    """What a press on “Undo” sends: the time from before, or nothing where the chat was not set aside."""

    until: str = ""
    at: str = ""


@dataclass(frozen=True, kw_only=True)
class SnoozeView:
    """`line` says it in the chat, `back` and `by_words` in a row of a list, `by` is who did it. `left` is what the row
    says that has left its list for it. `is_reminder`: the chat has come back, though nobody waits."""

    line: str
    back: str = ""
    by: str = ""
    by_words: str = ""
    left: str = ""
    is_reminder: bool = False
    undo: Undo | None = None


@dataclass(frozen=True, kw_only=True)
class SnoozeChoice:
    name: str
    word: str


@dataclass(frozen=True, kw_only=True)
class SnoozeMenu:
    """`until_written`: no deadline of Market's forbids it; otherwise `note` names the deadline. `error` is why the last
    press did nothing, `at` what stood in the field then. `seen` is the newest message of the page."""

    choices: tuple[SnoozeChoice, ...]
    until_written: bool
    note: str
    seen: str
    at: str = ""
    error: str = ""


def snooze_view(
    chat: Chat | ListedChat, agent_id: int, *, now: datetime, undo: Undo | None = None
) -> SnoozeView | None:
    """None where the chat is not set aside, and waits for nobody's attention after it was. One query where somebody
    has set it aside and was not loaded with it."""
    if chat.snoozed_until is None:
        if chat.returned_at is None or chat.urgency is None or chat.waiting_since:
            return None
        back = {"time": times.clock_text(*local(chat.returned_at, now), form="H:i")}
        return SnoozeView(line=_("It was snoozed, and is back since %(time)s") % back, is_reminder=True)
    until, by = until_words(chat.snoozed_until, now=now), name_of(chat.snoozed_by, agent_id)
    return SnoozeView(
        line=_("Snoozed until %(time)s") % {"time": until},
        back=back_words(chat.snoozed_until, now=now),
        by=by,
        by_words=by_words(by, is_me=chat.snoozed_by_id == agent_id),
        left=_("snoozed until %(time)s") % {"time": until},
        undo=undo,
    )


def by_words(by: str, *, is_me: bool) -> str:
    if is_me:
        return _("snoozed by you")
    return _("snoozed by %(name)s") % {"name": by} if by else ""


def undo_of(before: datetime | None) -> Undo:
    """`before` is until when the chat was set aside already."""
    if before is None:
        return Undo()
    return Undo(until="written") if before == UNTIL_WRITTEN else Undo(until="at", at=field_text(before))


def field_text(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def until_words(until: datetime, *, now: datetime) -> str:
    """What follows “until”."""
    if until == UNTIL_WRITTEN:
        return _("the buyer writes")
    if is_tomorrow(until, now):
        return _("tomorrow, %(time)s") % {"time": clock(until)}
    return times.clock_text(*local(until, now), form="H:i")


def back_words(until: datetime, *, now: datetime) -> str:
    if until == UNTIL_WRITTEN:
        return _("until the buyer writes")
    if is_tomorrow(until, now):
        return _("back tomorrow at %(time)s") % {"time": clock(until)}
    moment, today = local(until, now)
    if moment.date() == today:
        return _("back at %(time)s") % {"time": clock(until)}
    return _("back on %(time)s") % {"time": times.clock_text(moment, today, form="H:i")}


def local(moment: datetime, now: datetime) -> tuple[datetime, Any]:
    return timezone.localtime(moment), timezone.localtime(now).date()


def is_tomorrow(moment: datetime, now: datetime) -> bool:
    day, today = local(moment, now)
    return bool(day.date() == today + timedelta(days=1))


def clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")


# ---- the menu


def snooze_menu(chat: Chat, *, now: datetime, at: str = "", error: str = "") -> SnoozeMenu:
    return SnoozeMenu(
        choices=tuple(choices_of(chat, now=now)),
        until_written=not sightings.is_beyond_deadline(chat, UNTIL_WRITTEN, now=now),
        note=_("Market’s deadline: %(deadline)s") % {"deadline": deadline_text(chat, now=now)},
        seen=str(chat.last_message_id or ""),
        at=at,
        error=error,
    )


def choices_of(chat: Chat, *, now: datetime) -> Iterator[SnoozeChoice]:
    for name, moment in inbox.offered(chat, now=now, zone=timezone.get_current_timezone()).items():
        yield SnoozeChoice(name=name, word=choice_words(name, moment))


def choice_words(name: str, moment: datetime) -> str:
    return str(CHOICES[name]) % {"time": clock(moment)}


def refusal_words(why: Refusal, chat: Chat, *, now: datetime) -> str:
    return str(REFUSALS[why]) % {"deadline": deadline_text(chat, now=now)}


def deadline_text(chat: Chat, *, now: datetime) -> str:
    return times.until(chat.deadline_at, now=now) if chat.deadline_at else ""
