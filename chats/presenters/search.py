"""The result of a search: each hit as a row, with a piece of its text in which the words are marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from chats.market.text import legible
from chats.market.types import Sender
from chats.models import Message, Note
from chats.presenters.conversation import name_and_role, sent_here
from chats.presenters.formats.text import ELLIPSIS, clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.holder import name_of
from chats.presenters.words.badges import Badge, status_badge
from chats.services.search import Backfill, Found, Query, marks_in

BEFORE: Final = 60  # characters of the text before the first word that is marked
LONGEST: Final = 260  # characters of the piece


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A part of a text that is marked, or one between such parts."""

    text: str
    marked: bool = False


@dataclass(frozen=True, kw_only=True)
class HitView:
    """A message, or a private note, which then has a `note_id` and no `message_id`. `wrote` is who wrote it, empty for
    the buyer."""

    business_id: str
    chat_id: str
    message_id: str
    name: str
    wrote: str
    seller: str
    badge: Badge
    at: Moment
    pieces: tuple[Piece, ...]
    note_id: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchView:
    """`next` is the query of the next page's address, empty on the last one. `indexed` says how many percent of the
    messages can be found yet; empty when all can."""

    hits: tuple[HitView, ...]
    next: str
    too_slow: bool
    indexed: str
    continued: bool


def search_view(
    found: Found, query: Query, asked: Sequence[tuple[str, str]], *, continued: bool, now: datetime
) -> SearchView:
    """`asked` are the fields of the form as they were sent; `continued`: this is not the first page."""
    kept = [(name, value) for name, value in asked if value and name != "before"]
    return SearchView(
        hits=tuple(hit_view(one, query, now=now) for one in found.hits),
        next=urlencode([*kept, ("before", found.next)]) if found.next else "",
        too_slow=found.too_slow,
        indexed=indexed_text(found.backfill),
        continued=continued,
    )


def indexed_text(backfill: Backfill | None) -> str:
    return _("%(count)s %%") % {"count": int(100 * backfill.share)} if backfill else ""


def hit_view(hit: Message | Note, query: Query, *, now: datetime) -> HitView:
    return note_hit(hit, query, now=now) if isinstance(hit, Note) else message_hit(hit, query, now=now)


def note_hit(note: Note, query: Query, *, now: datetime) -> HitView:
    chat = note.chat
    return HitView(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        message_id="",
        note_id=str(note.pk),
        name=clean(chat.customer_name, 100),
        wrote=name_of(note.author, 0),
        seller=clean(chat.seller.name, 100),
        badge=status_badge(chat.status),
        at=moment(note.written_at, now=now),
        pieces=tuple(pieces_of(note.text, query)),
    )


def message_hit(message: Message, query: Query, *, now: datetime) -> HitView:
    chat, (agent, _reply_id) = message.chat, sent_here(message)
    name, role = name_and_role(message.sender, buyer=chat.customer_name, agent=agent)
    return HitView(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        message_id=str(message.message_id),
        name=clean(chat.customer_name, 100),
        wrote="" if message.sender == Sender.CUSTOMER else name or role,
        seller=clean(chat.seller.name, 100),
        badge=status_badge(chat.status),
        at=moment(message.created_at, now=now),
        pieces=tuple(pieces_of(message.text, query)),
    )


def pieces_of(text: str, query: Query) -> Iterator[Piece]:
    """The text around its first word that the query asks for, on one line."""
    line = " ".join(legible(text).split())
    marks = marks_in(line, query)
    start = beginning_of_piece(line, marks[0][0]) if marks else 0
    end = start + LONGEST
    at = start
    if start:
        yield Piece(text=ELLIPSIS)
    for first, last in marks:
        if last > end:
            break
        if line[at:first]:
            yield Piece(text=line[at:first])
        yield Piece(text=line[first:last], marked=True)
        at = last
    if rest := line[at:end]:
        yield Piece(text=rest.rstrip() + ELLIPSIS if end < len(line) else rest)


def beginning_of_piece(line: str, mark: int) -> int:
    """Where a word begins, not far before the mark; 0 where that is near."""
    if mark <= BEFORE:
        return 0
    return line.find(" ", mark - BEFORE, mark) + 1 or mark - BEFORE
