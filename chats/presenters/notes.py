"""Private notes: one by itself with what it said before, and the form for a new one."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack
from uuid import uuid4

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chats.models import Chat, Note, NoteVersion
from chats.presenters.formats import times
from chats.presenters.formats.links import Piece, pieces
from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean, clean_lines
from chats.presenters.formats.times import Moment, moment
from chats.presenters.holder import full_name
from chats.services import notes
from chats.services.chat_page import ChatPage
from chats.services.drafts import version_of
from chats.services.notes import LONGEST_NOTE, Colleague, Refusal

MOST_NAMED: Final = 5  # of those that nobody has
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
class NotePiece:
    """A stretch of a note's text: an address, the name of somebody who is mentioned (`is_me`: the reader), or
    neither."""

    text: str
    href: str = ""
    mention: bool = False
    is_me: bool = False


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
    text: tuple[NotePiece, ...]
    own: bool
    changed: str = ""
    deleted: str = ""
    restorable: bool = False

    @property
    def for_me(self) -> bool:
        """Whether it mentions the reader."""
        return any(piece.is_me for piece in self.text)

    @property
    def digest(self) -> str:
        shown = repr((get_language(), self.note_id, self.name, self.text, self.own, self.changed, self.deleted))
        return hashlib.sha256(shown.encode(errors="replace")).hexdigest()[:12]


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
    missed: str = ""
    begun: bool = False
    longest: int = LONGEST_NOTE


def refusal_words(why: Refusal) -> str:
    return str(REFUSALS[why]) % {"most": amount(LONGEST_NOTE)}


def note_composer(
    page: ChatPage, *, is_open: bool = False, typed: str | None = None, error: str = "", missed: str = ""
) -> NoteComposer:
    """`typed` is a text that was submitted and not noted: it goes before the draft. `missed` says of the last note who
    does not learn of it."""
    draft = page.note_draft
    text = draft.text if draft else ""
    return NoteComposer(
        key=str(uuid4()),
        text=text if typed is None else typed,
        version=version_of(draft) if draft else "",
        open=is_open,
        error=error,
        missed=missed,
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
        text=() if note.deleted_at else tuple(note_pieces(note, reader_id)),
        own=own,
        changed=clock(note.changed_at, now=now) if note.changed_at and not note.deleted_at else "",
        deleted=clock(note.deleted_at, now=now) if note.deleted_at else "",
        restorable=own and bool(note.deleted_at and note.text),
    )


def note_pieces(note: Note, reader_id: int) -> Iterator[NotePiece]:
    """The text with its addresses, and with the names of those whom it mentions."""
    known = {name.lower(): one.pk == reader_id for one in people_in(note) for name in names_of(one)}
    longest_first = sorted(map(re.escape, known), key=len, reverse=True)
    named = re.compile(rf"@(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE) if known else None
    for piece in pieces(clean_lines(note.text)):
        at = 0
        for found in named.finditer(piece.text) if named and not piece.href else ():
            if piece.text[at : found.start()]:
                yield NotePiece(text=piece.text[at : found.start()])
            yield NotePiece(text=found[0], mention=True, is_me=known.get(found[0][1:].lower(), False))
            at = found.end()
        if piece.text[at:]:
            yield NotePiece(text=piece.text[at:], href=piece.href)


def people_in(note: Note) -> Iterator[User]:
    return (mention.person for mention in note.mentions.all())


def names_of(person: User) -> tuple[str, str]:
    return notes.name_of(person), person.username


def colleague_rows(found: Sequence[Colleague], reader_id: int) -> list[Colleague]:
    """All but the reader, as a page shows names."""
    return [replace(one, name=clean(one.name, 60)) for one in found if one.pk != reader_id]


def missed_words(names: Sequence[str]) -> str:
    """That nobody learns of what stands after these “@”. It does not say whether there is such a person elsewhere."""
    if not names:
        return ""
    shown = ", ".join(f"@{clean(name, 60)}" for name in names[:MOST_NAMED])
    return _("Nobody was told by %(names)s: there is no such colleague among those who see this seller.") % {
        "names": shown
    }


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
