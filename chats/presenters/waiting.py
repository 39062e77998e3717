"""How long a chat waits for the shop, or how much of Market's time is left, in a few words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from chats.models import Chat, Seller
from chats.presenters.formats.cached import cached
from chats.presenters.formats.times import DAY, HOUR, MINUTE, Moment, moment
from chats.services import inbox
from chats.services.inbox import ListedChat

PRESSING = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class WaitView:
    """`text` is `words` with the time filled in; times.js keeps it up to date, counting from `iso` or down to it.
    `after` are the words once it has counted down. `level` is empty, "near" or "over" by the seller's own target, or
    "due" for a deadline of Market's that presses or has passed."""

    text: str
    words: str
    after: str
    iso: str
    counts_down: bool
    level: str
    exact: str


turns_of = cached(10_000)(inbox.turns_of)


def wait_view(chat: Chat | ListedChat, seller: Seller, *, now: datetime) -> WaitView | None:
    """None where nothing waits for the shop, and nothing that was set aside is back."""
    if chat.urgency == Chat.Urgency.DEADLINE and chat.deadline_at:
        return deadline_view(chat.deadline_kind, chat.deadline_at, now=now)
    if chat.urgency is None:
        return None
    if since := chat.waiting_since:
        level = turns_of(inbox.target_of(seller), since).patience(now).value
        return view_of(_("waits %(time)s"), moment(since, now=now), now - since, level=level)
    if since := chat.returned_at:
        return view_of(_("back for %(time)s"), moment(since, now=now), now - since, level="")
    return None


def deadline_view(kind: str, at: datetime, *, now: datetime) -> WaitView:
    left, exact, overdue = at - now, moment(at, now=now), _("overdue for %(time)s")
    if left <= timedelta(0):
        return view_of(overdue, exact, -left, level="due")
    level = "due" if left < PRESSING else ""
    return view_of(deadline_words(kind), exact, left, level=level, after=overdue)


def deadline_words(kind: str) -> str:
    if kind == Chat.Deadline.CANCELLATION:
        return _("answer the cancellation within %(time)s")
    return _("send the key within %(time)s") if kind == Chat.Deadline.KEY else _("decide within %(time)s")


def view_of(words: str, at: Moment, span: timedelta, *, level: str, after: str = "") -> WaitView:
    """What has words for `after` counts down."""
    return WaitView(
        text=words % {"time": span_text(span)},
        words=words,
        after=after,
        iso=at.iso,
        counts_down=bool(after),
        level=level,
        exact=at.exact,
    )


def span_text(span: timedelta) -> str:
    """A stretch of time as a list shows it, rounded down: times.js writes the same."""
    span = max(span, timedelta(0))
    if span < HOUR:
        return _("%(count)s min") % {"count": span // MINUTE}
    if span < 2 * DAY and span % HOUR < MINUTE:
        return _("%(count)s h") % {"count": span // HOUR}
    if span < 2 * DAY:
        return _("%(hours)s h %(minutes)s min") % {"hours": span // HOUR, "minutes": span % HOUR // MINUTE}
    return _("%(days)s d %(hours)s h") % {"days": span // DAY, "hours": span % DAY // HOUR}
