"""Private notes: among the messages, one by itself with what it said before, and the form for a new one."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, TypedDict, Unpack
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chats.models import Chat, Note, NoteVersion
from chats.presenters.conversation import ConversationLine, DayLine, day_line
from chats.presenters.formats import times
from chats.presenters.formats.links import Piece, pieces
from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean_lines
from chats.presenters.formats.times import Moment, moment
from chats.presenters.holder import full_name
from chats.services.chat_page import ChatPage
from chats.services.drafts import version_of
from chats.services.notes import LONGEST_NOTE, Refusal
from chats.services.page_messages import PageMessages

REFUSALS: Final[Mapping[Refusal, Any]] = {
    Refusal.EMPTY: gettext_lazy("There is nothing in the note yet."),
    Refusal.TOO_LONG: gettext_lazy("A note has at most %(most)s characters. Shorten it, or make two of it."),
    Refusal.TOKEN: gettext_lazy("This looks like a token, and was cut out. Take ACMA:*** out of the note, too."),
    Refusal.TOO_MANY: gettext_lazy("There is no room for more of this here. Write a new note, or delete an old one."),
    Refusal.GONE: gettext_lazy("This note was deleted meanwhile. Copy your text before you leave this page."),
}


class Reading(TypedDict):
    """In which chat a note is read, by whom, and when."""

    chat: Chat
    reader_id: int
    now: datetime


@dataclass(frozen=True, kw_only=True)
class NoteView:
    """A note. `own`: the reader wrote it. `changed` and `deleted` say when that was and are empty where it was not;
    a deleted note has no text, and `restorable` says that its author may bring it back."""

    business_id: str
    chat_id: str
    note_id: str
    name: str
    at: Moment
    time: str
    text: tuple[Piece, ...]
    own: bool
    changed: str = ""
    deleted: str = ""
    restorable: bool = False

    @property
    def digest(self) -> str:
        shown = repr((get_language(), self.note_id, self.name, self.text, self.own, self.changed, self.deleted))
        return hashlib.sha256(shown.encode(errors="replace")).hexdigest()[:12]


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """A note among the messages, with the day heading above it. One that is `renewed` only takes the place of what the
    open page shows of it."""

    note: NoteView
    day: DayLine | None = None
    renewed: bool = False


@dataclass(frozen=True, kw_only=True)
class VersionView:
    until: str
    text: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class OpenNote:
    """A note by itself: with its earlier versions and, for its author, the form. `typed` is what the form has."""

    note: NoteView
    versions: tuple[VersionView, ...]
    typed: str
    error: str = ""
    longest: int = LONGEST_NOTE


@dataclass(frozen=True, kw_only=True)
class NoteComposer:
    """The form for a new note. `open`: it is shown in place of the reply's; `version` is that of the draft, and `begun`
    says that there is one."""

    key: str
    text: str
    version: str
    open: bool = False
    error: str = ""
    begun: bool = False
    longest: int = LONGEST_NOTE


def refusal_words(why: Refusal) -> str:
    return str(REFUSALS[why]) % {"most": amount(LONGEST_NOTE)}


def note_composer(page: ChatPage, *, is_open: bool = False, typed: str | None = None, error: str = "") -> NoteComposer:
    """`typed` is a text that was submitted and not noted: it goes before the draft."""
    draft = page.note_draft
    text = draft.text if draft else ""
    return NoteComposer(
        key=str(uuid4()),
        text=text if typed is None else typed,
        version=version_of(draft) if draft else "",
        open=is_open,
        error=error,
        begun=bool(text.strip()),
    )


def note_view(note: Note, *, chat: Chat, reader_id: int, now: datetime) -> NoteView:
    own = note.author_id == reader_id
    return NoteView(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        note_id=str(note.pk),
        name=full_name(note.author) if note.author else _("Former colleague"),
        at=moment(note.written_at, now=now),
        time=clock(note.written_at, now=now),
        text=() if note.deleted_at else pieces(clean_lines(note.text)),
        own=own,
        changed=clock(note.changed_at, now=now) if note.changed_at and not note.deleted_at else "",
        deleted=clock(note.deleted_at, now=now) if note.deleted_at else "",
        restorable=own and bool(note.deleted_at and note.text),
    )


def clock(at: datetime, *, now: datetime) -> str:
    """The time without seconds, with the date when that is another day."""
    return times.clock_text(timezone.localtime(at), timezone.localtime(now).date(), form="H:i")


def open_note(
    note: Note, before: Sequence[NoteVersion], *, typed: str | None = None, error: str = "", **reading: Unpack[Reading]
) -> OpenNote:
    view, now = note_view(note, **reading), reading["now"]
    versions = (
        VersionView(until=clock(one.replaced_at, now=now), text=pieces(clean_lines(one.text))) for one in before
    )
    return OpenNote(note=view, versions=tuple(versions), typed=note.text if typed is None else typed, error=error)


# ---- among the messages


def with_notes(
    lines: Sequence[ConversationLine], messages: PageMessages, *, chat: Chat, reader_id: int, now: datetime
) -> list[ConversationLine | NoteLine]:
    """The lines of the messages with the notes between them, by time. Below a note, a message stands under a name and a
    time of its own."""
    if not messages.notes and not messages.renewed:
        return list(lines)
    views = {one.pk: note_view(one, chat=chat, reader_id=reader_id, now=now) for one in messages.notes}
    renewed = [note_view(one, chat=chat, reader_id=reader_id, now=now) for one in messages.renewed]
    return [
        *(NoteLine(note=view, renewed=True) for view in renewed),
        *headed(in_order(lines, messages, views), messages, now=now),
    ]


Placed = tuple[datetime, "ConversationLine | NoteLine"]


def in_order(lines: Sequence[ConversationLine], messages: PageMessages, views: Mapping[int, NoteView]) -> list[Placed]:
    said: list[Placed] = [(one.created_at, line) for one, line in zip(messages.found, lines, strict=True)]
    noted: list[Placed] = [(one.written_at, NoteLine(note=views[one.pk])) for one in messages.notes]
    return sorted([*said, *noted], key=lambda placed: placed[0])  # stable: of one moment, the message comes first


def headed(placed: Sequence[Placed], messages: PageMessages, *, now: datetime) -> Iterator[ConversationLine | NoteLine]:
    """Each day begins with the first line that has it, whatever that is."""
    zone = timezone.get_current_timezone()
    today, shown = now.astimezone(zone).date(), day_of(messages.above.created_at) if messages.above else None
    below_note = False
    for at, line in placed:
        day = day_of(at)
        heading = day_line(day, today) if day != shown else None
        if isinstance(line, NoteLine):
            yield replace(line, day=heading)
        else:
            yield replace(line, day=heading, follows=line.follows and not below_note)
        below_note, shown = isinstance(line, NoteLine), day


def day_of(at: datetime) -> date:
    return timezone.localtime(at).date()
