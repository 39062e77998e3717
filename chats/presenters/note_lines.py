"""The private notes that stand among the messages of a chat."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from chats.models import Chat
from chats.presenters.conversation import ConversationLine, DayLine, day_line
from chats.presenters.notes import NoteView, note_view
from chats.services.page_messages import PageMessages


@dataclass(frozen=True, kw_only=True)
class NoteLine:
    """A note among the messages, with the day heading above it. One that is `renewed` only takes the place of what the
    open page shows of it."""

    note: NoteView
    day: DayLine | None = None
    renewed: bool = False


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
