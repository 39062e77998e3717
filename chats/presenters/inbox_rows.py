"""A chat as a row of the inbox."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.market.types import ChatType, Sender
from chats.models import Chat, Seller
from chats.presenters.formats.cached import cached, cached_by_language
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.holder import HolderView, holder_view, name_of
from chats.presenters.presence import RowWriting, row_writing
from chats.presenters.rows import about, number_of, store_beside
from chats.presenters.snooze import SnoozeView, by_words, snooze_view
from chats.presenters.tags import TagFace, faces_of
from chats.presenters.waiting import WaitView, wait_view
from chats.presenters.words import inbox as words
from chats.presenters.words.badges import Badge, Tag, context_tag, status_badge, type_tag
from chats.services.inbox import Entry, ListedChat
from chats.services.people import Person
from chats.services.tags import OfferedTag

LONG_WAIT = timedelta(hours=2)  # a heading parts those that have waited for longer


@dataclass(frozen=True, kw_only=True)
class Line:
    """The last message, or the agent's own unsent text, or who mentions the agent in a note. `who` is empty where the
    buyer wrote the message."""

    text: str
    who: str = ""
    is_draft: bool = False
    is_mention: bool = False
    is_missing: bool = False


@dataclass(frozen=True, kw_only=True)
class RowFace:
    """What a row shows whatever the time is, so that it can be kept. `badge` and `type` are missing where all rows of
    the view have the same; `edge` is the type's code in any case, empty where it is the usual one. A chat that is set
    aside says in place of its badge who did that (`set_aside`). Beside a badge there is no room for all of `about`:
    there stands its `number`, which is empty where it has none. `picked` is what its box sends when something is
    done with several: its key, and the newest message that the row shows."""

    href: str
    name: str
    line: Line
    about: str
    number: str
    context: Tag
    type: Tag | None
    edge: str
    badge: Badge | None
    set_aside: str
    shop: str
    unread: bool
    holder: HolderView
    stale: bool
    picked: str
    open: bool = False
    tags: tuple[TagFace, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """One row. `section` is the heading that it belongs under, empty where the list has none; `when` says how long it
    has waited, when it comes back, or when something was last written; `writing` who of the colleagues writes now."""

    key: str
    section: str
    face: RowFace
    when: WaitView | SnoozeView | Moment
    writing: RowWriting | None = None

    @property
    def is_apart(self) -> bool:
        """Whether it stands above the list, which does not count it among the rows that a pulse asks for: else each
        answer would be longer than the one before."""
        return self.section in ("open", "mentioned")


@dataclass(frozen=True, kw_only=True)
class RowContext:
    """What all rows of a list share: `query` is what the links carry, `is_mixed` says that their statuses differ,
    `same_type` is the type of all of them, empty where they differ, `several` says that the agent has more than one
    seller, `stores` are names by campaign ID, `tags` those that there are."""

    agent_id: int
    query: str
    is_queue: bool
    is_mixed: bool
    same_type: str
    several: bool
    stores: Mapping[int, str]
    tags: Sequence[OfferedTag] = ()


def inbox_row(
    entry: Entry, view: RowContext, *, now: datetime, shown: int | None = None, writers: Sequence[Person] = ()
) -> InboxRow:
    """`shown` is the chat whose page has the list, by its primary key."""
    chat, seller = entry.chat, entry.seller
    is_in_words = view.agent_id in (chat.assignee_id, chat.snoozed_by_id)
    face = row_face(
        chat,
        href=f"{chat_address(seller.business_id, chat.chat_id)}?{view.query}",
        shop=shop_of(seller.name if view.several else "", seller.name, view.stores.get(chat.campaign_id or 0, "")),
        is_mixed=view.is_mixed,
        same_type=view.same_type,
        reader=view.agent_id if is_in_words else 0,
        is_open=chat.pk == shown,
        tags=faces_of(chat.tag_keys, chat.seller_id, view.tags),
    )
    return InboxRow(
        key=f"{entry.kind}-{chat.pk}",
        section=section_of(chat, now=now) if view.is_queue else "",
        face=face,
        when=when_of(chat, seller, view.agent_id, now=now),
        writing=row_writing(writers),
    )


def when_of(chat: ListedChat, seller: Seller, agent_id: int, *, now: datetime) -> WaitView | SnoozeView | Moment:
    snoozed = snooze_view(chat, agent_id, now=now) if chat.snoozed_until else None
    return snoozed or wait_view(chat, seller, now=now) or moment(chat.last_message_at, now=now)


@cached_by_language(5_000)
def row_face(  # noqa: PLR0913  (all by keyword: together they are the key)
    chat: ListedChat,
    *,
    href: str,
    shop: str,
    is_mixed: bool,
    same_type: str,
    reader: int,
    is_open: bool,
    tags: tuple[TagFace, ...] = (),
) -> RowFace:
    """`reader` is the agent where the row speaks of them, else 0: so that agents share what is kept."""
    kind = type_tag(chat.type)
    set_aside = by_words(name_of(chat.snoozed_by, reader), is_me=chat.snoozed_by_id == reader)
    return RowFace(
        href=href,
        name=clean(chat.customer_name, 100),
        line=line_of(chat),
        about=about(chat),
        number=number_of(chat),
        context=context_tag(chat.context_type),
        type=None if chat.type == same_type else kind,
        edge=kind.code if kind else "",
        badge=status_badge(chat.status) if is_mixed and not chat.snoozed_until else None,
        set_aside=set_aside if chat.snoozed_until else "",
        shop=shop,
        unread=bool(chat.is_unread),
        holder=holder_view(chat, reader),
        stale=bool(chat.problem_kind),
        picked=f"{chat.pk}.{chat.last_message_id or ''}",
        open=is_open,
        tags=tags,
    )


@cached(10_000)
def chat_address(business_id: int, chat_id: int) -> str:
    return reverse("chat", args=[business_id, chat_id])


@cached(1_000)
def shop_of(said: str, seller: str, store: str) -> str:
    """The seller, where there are several (`said`), and the store."""
    return " — ".join(filter(None, [clean(said, 60), store_beside(seller, store)]))


def section_of(chat: ListedChat, *, now: datetime) -> str:
    if chat.urgency != Chat.Urgency.WAITS or chat.queue_at is None:
        return "urgent"
    return "long" if now - chat.queue_at >= LONG_WAIT else "short"


def line_of(chat: ListedChat) -> Line:
    if chat.mentioned_by:
        return Line(text=_("mentions you in a note"), who=clean(chat.mentioned_by, 60), is_mention=True)
    if chat.own_draft:
        return Line(text=first_line(chat.own_draft), who=_("Draft:"), is_draft=True)
    if chat.last_message_id is None:
        return Line(text=_("Messages not read yet"), is_missing=True)
    return Line(text=what_was_written(chat), who=who_wrote(chat), is_missing=not (chat.last_text or chat.last_files))


def who_wrote(chat: ListedChat) -> str:
    if chat.type == ChatType.ARBITRAGE and chat.last_sender == Sender.SUPPORT:
        return str(words.ARBITER)
    return str(words.SENDERS.get(chat.last_sender, ""))


def what_was_written(chat: ListedChat) -> str:
    text = first_line(chat.last_text)
    if chat.last_files:
        files = ngettext("%(count)s file", "%(count)s files", chat.last_files) % {"count": chat.last_files}
        return f"{text} · {files}" if text else files
    return text or _("Sticker")


def first_line(text: str) -> str:
    return next((line for line in map(clean, text.splitlines()) if line), "")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of the list: a row, or the heading of a section."""

    key: str
    row: InboxRow | None = None
    heading: str = ""


def items_of(rows: Sequence[InboxRow], *, before: str = "") -> Iterator[Item]:
    """The rows with the headings of their sections. `before` is the section that the page before ended in."""
    section = before
    for row in rows:
        if row.section != section:
            section = row.section
            yield Item(key=f"section-{section}", heading=heading_of(section))
        yield Item(key=row.key, row=row)


def heading_of(section: str) -> str:
    hours = LONG_WAIT // timedelta(hours=1)
    count = {"hours": hours}
    return {
        "": _("In this list"),
        "open": _("Open now"),
        "mentioned": _("You are mentioned"),
        "urgent": _("Deadlines and disputes"),
        "long": ngettext("Waiting longer than %(hours)s hour", "Waiting longer than %(hours)s hours", hours) % count,
        "short": ngettext("Waiting up to %(hours)s hour", "Waiting up to %(hours)s hours", hours) % count,
    }[section]
