"""What administrators read about a seller's notifications: the address, how well they arrive, the last events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.models import NotificationAddress, WebhookEvent
from chats.presenters import problems
from chats.presenters.formats import times
from chats.presenters.formats.text import clean
from chats.presenters.words import notifications as words

Verdict = NotificationAddress.Verdict
NOTHING = "—"


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One event. It has ids and never a buyer's words."""

    at: times.Moment
    what: str
    about: str
    became: str
    outcome: str  # for the page's own marks: a code of WebhookEvent.Outcome, WAITS or ASIDE


@dataclass(frozen=True, kw_only=True)
class NotificationsView:
    """`url` is empty when the seller has no address yet."""

    url: str
    notes: Sequence[Any]
    verdict: str
    said: Sequence[str]
    steps: Sequence[Any]
    events: Sequence[EventRow]
    set_aside: str  # a sentence; empty when there are none


def notifications_view(
    address: NotificationAddress | None,
    *,
    url: str,
    events: Iterable[WebhookEvent],
    set_aside: int,
    now: datetime,
) -> NotificationsView:
    return NotificationsView(
        url=url,
        notes=[words.KEEP_IT] if url.startswith("https:") else [words.KEEP_IT, words.NEEDS_HTTPS],
        verdict=address.verdict if address else Verdict.NEVER_SEEN,
        said=sentences(address, now=now) if address else [],
        steps=words.STEPS,
        events=[event_row(event, now=now) for event in events],
        set_aside=set_aside_sentence(set_aside) if set_aside else "",
    )


def short(address: NotificationAddress | None) -> str:
    """How notifications arrive in a few words, for a list."""
    return str(words.SHORT[address.verdict]) if address and address.verdict in words.SHORT else NOTHING


def sentences(address: NotificationAddress, *, now: datetime) -> list[str]:
    said = [verdict_sentence(address, now=now)]
    if address.last_event_at:
        said.append(_("The last event came at %(time)s.") % {"time": times.clock(address.last_event_at, now=now)})
    if address.distrusted_until and address.distrusted_until > now:
        until = {"time": times.until(address.distrusted_until, now=now)}
        said.append(_("Until %(time)s chats are read as often as without notifications.") % until)
    return said


def verdict_sentence(address: NotificationAddress, *, now: datetime) -> str:
    counts = {"announced": address.announced, "found": address.found}
    if address.verdict == Verdict.WORKING and not address.found:
        return _("Working. No buyer has written lately.")
    if address.verdict == Verdict.WORKING:
        return (
            ngettext(
                "Working: the last message of a buyer was announced.",
                "Working: %(announced)s of the last %(found)s messages of buyers were announced.",
                address.found,
            )
            % counts
        )
    if address.verdict == Verdict.MISSING:
        return missing_sentence(address) % counts
    if address.verdict == Verdict.SILENT and address.silent_since:
        since = {"time": times.clock(address.silent_since, now=now)}
        return (
            _(
                "Silent since %(time)s: buyers have written, and nothing was announced. See in the cabinet whether "
                "notifications are still switched on, and what the log there says."
            )
            % since
        )
    return not_judged_sentence(address, now=now)


def missing_sentence(address: NotificationAddress) -> str:
    if address.found and address.announced * 10 >= address.found * 9:
        return _("Missing: a buyer has written after the last event, and that was not announced.")
    return _("Missing: only %(announced)s of the last %(found)s messages of buyers were announced within a minute.")


def not_judged_sentence(address: NotificationAddress, *, now: datetime) -> str:
    if address.last_event_at:
        return _("Events arrive. Too few buyers have written since to say whether all of them do: %(found)s.") % {
            "found": address.found
        }
    if address.pinged_at:
        return _("Market has checked the address at %(time)s, and announced nothing since.") % {
            "time": times.clock(address.pinged_at, now=now)
        }
    return _("Nothing has come to this address yet.")


def set_aside_sentence(count: int) -> str:
    return ngettext(
        "%(count)s event failed again and again, and was set aside.",
        "%(count)s events failed again and again, and were set aside.",
        count,
    ) % {"count": count}


def event_row(event: WebhookEvent, *, now: datetime) -> EventRow:
    outcome, became = fate(event, now=now)
    return EventRow(
        at=times.moment(event.received_at, now=now),
        what=kind_text(event),
        about=about(event),
        became=became,
        outcome=outcome,
    )


def kind_text(event: WebhookEvent) -> str:
    what = words.EVENTS.get(event.kind)
    return str(what) if what else clean(event.kind, 40)


def event_text(event: WebhookEvent) -> str:
    """What an event announced and about which chat, order or return, in one line."""
    named = about(event)
    return kind_text(event) if named == NOTHING else f"{kind_text(event)}: {named}"


def about(event: WebhookEvent) -> str:
    named = (
        (_("chat %(id)s"), event.chat_id),
        (_("message %(id)s"), event.message_id),
        (_("order %(id)s"), event.order_id),
        (_("return %(id)s"), event.return_id),
    )
    return ", ".join(words % {"id": number} for words, number in named if number) or NOTHING


def fate(event: WebhookEvent, *, now: datetime) -> tuple[str, str]:
    """What has become of an event: a code, and words."""
    if event.done_at:
        return event.outcome, str(words.OUTCOMES.get(event.outcome, NOTHING))
    why = {"why": problems.short(event.problem_kind)} if event.problem_kind else None
    if event.due_at is None:
        return "ASIDE", _("set aside: %(why)s") % why if why else _("set aside")
    if event.due_at > now:
        again = {"time": times.clock(event.due_at, now=now)}
        return "WAITS", _("waits until %(time)s") % again + (f": {why['why']}" if why else "")
    return "WAITS", _("waits")
