"""Messages as bubbles (who wrote, when, what, which files) and the day headings between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from chats.market.types import ChatType, Sender
from chats.models import Chat, Message, Reply
from chats.presenters.files import FileView, file_view
from chats.presenters.formats.cached import cached, cached_by_language
from chats.presenters.formats.links import Piece, pieces
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, moments

ROLES: Final[dict[str, Any]] = {
    Sender.CUSTOMER: pgettext_lazy("who wrote", "buyer"),
    Sender.PARTNER: pgettext_lazy("who wrote", "shop"),
    Sender.MARKET: gettext_lazy("automatic message"),
    Sender.SUPPORT: gettext_lazy("Market’s support"),
}
DAY = timedelta(days=1)
TOGETHER = timedelta(minutes=5)  # messages that follow each other this closely stand under one name and time
# A buyer may bear any name. One with another side's word in it is not left to be told apart by its place alone.
NAMES_OF_OTHERS: Final = re.compile(
    r"market|маркет|яндекс|yandex|shop|магазин|продав|seller|support|поддержк|арбитр|arbit|平台|商家|店|市场|客服",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """One message. `sender` is Market's code for the author, `name` and `role` are its text; `role` may be empty, and
    `role_is_plain` where its place on the page says it too. `reply_id` is the id under which it was sent here, by which
    an open page knows its own."""

    message_id: str
    sender: str
    name: str
    role: str
    role_is_plain: bool
    at: Moment
    time: str
    text: tuple[Piece, ...]
    files: tuple[FileView, ...]
    reply_id: str = ""

    @property
    def empty(self) -> bool:
        return not self.text and not self.files


@dataclass(frozen=True, kw_only=True)
class DayLine:
    key: str  # the date: the same for a day on every page, so that the script can drop a second heading
    text: str


@dataclass(frozen=True, kw_only=True)
class ConversationLine:
    """A bubble with what is shown above it: how many messages before it could not be read, a day heading, and the line
    that marks the first unread message. One that `follows` the message above stands under the name and time of that."""

    bubble: Bubble
    day: DayLine | None = None
    unread: bool = False
    unreadable: str = ""
    follows: bool = False


def conversation_lines(
    messages: Sequence[Message], *, chat: Chat, now: datetime, unread: int | None = None, after: Message | None = None
) -> list[ConversationLine]:
    """`messages` are oldest first, with replies and their agents loaded. `unread` is the ID of the first message that
    the agent has not read; `after` is the message that the page already shows above these."""
    zone, language = timezone.get_current_timezone(), get_language()
    today = now.astimezone(zone).date()
    shown = after.created_at.astimezone(zone).date() if after else None
    several = chat.type == ChatType.ARBITRAGE  # then an arbiter writes on the buyer's side of the page, too
    lines = []
    for message, at in zip(messages, moments([one.created_at for one in messages], now=now), strict=True):
        local = message.created_at.astimezone(zone)
        day = local.date()
        lines.append(
            ConversationLine(
                bubble=bubble.in_language(
                    language, *cache_key_of(message), at=at, local=local, buyer=chat.customer_name, several=several
                ),
                day=day_line(day, today) if day != shown else None,
                unread=message.message_id == unread,
                unreadable=unreadable_text(message.unreadable),
                follows=day == shown and message.message_id != unread and follows(message, after),
            )
        )
        shown, after = day, message
    return lines


def follows(message: Message, above: Message | None) -> bool:
    """Whether the message needs no name and time of its own below that one: the same author goes on within minutes."""
    return (
        above is not None
        and not message.unreadable
        and message.sender == above.sender
        and author(message) == author(above)
        and message.created_at - above.created_at <= TOGETHER
    )


def follows_on_its_day(message: Message, above: Message) -> bool:
    zone = timezone.get_current_timezone()
    days = {one.created_at.astimezone(zone).date() for one in (message, above)}
    return len(days) == 1 and follows(message, above)


def author(message: Message) -> int | None:
    """The agent who wrote the message at this desk, by their key."""
    reply: Reply | None = getattr(message, "reply", None)
    return reply.agent_id if reply else None


def unreadable_text(count: int) -> str:
    """For messages that the desk could not decode; empty for none."""
    if count <= 1:
        return _("One message could not be read") if count else ""
    text = ngettext("%(count)s message could not be read", "%(count)s messages could not be read", count)
    return text % {"count": count}


def cache_key_of(message: Message) -> tuple[int, str, str, tuple[FileView, ...], tuple[str, str]]:
    files = tuple(file_view(one) for one in message.files if isinstance(one, dict))
    return message.message_id, message.sender, message.text, files, sent_here(message)


@cached_by_language(1000)
def bubble(  # noqa: PLR0913  (plain values: they are the cache key)
    message_id: int,
    sender: str,
    text: str,
    files: tuple[FileView, ...],
    sent: tuple[str, str],
    *,
    at: Moment,
    local: datetime,
    buyer: str,
    several: bool,
) -> Bubble:
    agent, reply_id = sent
    name, role = name_and_role(sender, buyer=buyer, agent=agent)
    return Bubble(
        message_id=str(message_id),
        sender=clean(sender, 40),
        name=name,
        role=role,
        role_is_plain=is_plain(sender, buyer=buyer, several=several),
        at=at,
        time=date_format(local, "H:i"),
        text=pieces(clean_lines(text)),
        files=files,
        reply_id=reply_id,
    )


def sent_here(message: Message) -> tuple[str, str]:
    """The name of the agent who wrote the message at this desk, and the id of their reply; empty for one that was
    written elsewhere."""
    reply: Reply | None = getattr(message, "reply", None)
    if reply is None:
        return "", ""
    return agent_name(reply.agent) if reply.agent else "", str(reply.reply_id)


def name_and_role(sender: str, *, buyer: str, agent: str) -> tuple[str, str]:
    """The author's name above a bubble, and the role next to it. `agent` is the name of an agent who wrote it here."""
    role = str(ROLES[sender]) if sender in ROLES else _("Unknown: %(code)s") % {"code": clean(sender, 40)}
    if sender == Sender.CUSTOMER:
        return clean(buyer, 100) or _("Name not given"), role
    if sender == Sender.PARTNER and agent:
        return agent, role
    if sender == Sender.PARTNER:
        return pgettext("who wrote", "Shop"), ""
    if sender == Sender.MARKET:
        return pgettext("who wrote", "Market"), role
    return role, ""


def is_plain(sender: str, *, buyer: str, several: bool) -> bool:
    """Whether the message's side of the page says enough about whose it is. `several` write on the buyer's."""
    if sender == Sender.CUSTOMER:
        name = clean(buyer, 100)
        return bool(name) and not several and not NAMES_OF_OTHERS.search(name)
    return sender == Sender.PARTNER


def agent_name(agent: User) -> str:
    return full_name(agent.first_name, agent.last_name) or full_name(agent.username, "")


@cached(1000)
def full_name(first: str, last: str) -> str:
    return clean(f"{first} {last}", 100)


def time_of_day(value: datetime) -> str:
    return date_format(timezone.localtime(value), "H:i")


@cached_by_language(1000)
def day_line(day: date, today: date) -> DayLine:
    form = pgettext("Django date format: day above messages", "j E")
    another = pgettext("Django date format: day above messages, another year", "j E Y")
    text = date_format(day, form if day.year == today.year else another)
    if day == today:
        text = _("Today, %(day)s") % {"day": text}
    elif day == today - DAY:
        text = _("Yesterday, %(day)s") % {"day": text}
    return DayLine(key=day.isoformat(), text=text)
