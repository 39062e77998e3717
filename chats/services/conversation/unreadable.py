"""Messages that could not be decoded. Nothing of them is kept but how many there are, and between which others.

Each reading counts them anew, so that they are never counted twice, and are gone when Market sends them readable.
"""

from dataclasses import dataclass, field

from chats.models import Message
from chats.services.conversation.reader import Reading, position


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """`before`: how many directly before each message, by its id; a message that is not in it tells nothing. `after`:
    how many after the last message of the reading."""

    before: dict[int, int] = field(default_factory=dict)
    after: int = 0


def unreadable_in(reading: Reading, last: Message | None) -> Unreadable:
    """Counts them in a reading that began at `last`, the newest message known, or without one at the end of a list."""
    before: dict[int, int] = {}
    waiting = 0
    for item in in_order(reading, last):
        if item is None:
            waiting += 1
        else:
            before[item], waiting = waiting, 0
    if last:
        before.pop(last.message_id, None)  # what is before it was not listed
    return Unreadable(before=before, after=waiting)


def in_order(reading: Reading, last: Message | None) -> list[int | None]:
    """The items of the list, oldest first. With one message, which does not tell the direction of the list, what could
    not be decoded follows it if the list began at that message; else the ids tell, if there are any."""
    ids = [item for item in reading.items if item is not None]
    if last and ids == [last.message_id]:
        return sorted(reading.items, key=lambda item: item is None)
    runs_up = reading.runs_up
    if len(ids) > 1:
        runs_up = position(reading.messages[ids[0]]) < position(reading.messages[ids[-1]])
    return reading.items if runs_up else reading.items[::-1]
