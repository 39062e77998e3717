"""Which message of a chat's history is the one that a reply became.

Market's answer to a reply names no message, so the desk compares. Market shows some texts changed: special characters
as HTML entities, telephone numbers masked, emoji dropped, quotes, dashes and spaces other than they were typed, long
texts shortened. Hence two measures:

- A message *fits* when nothing but these habits tells it from the reply. Only that answers an open question: closed by
  somebody else's message, a reply that never arrived would count as sent. A shortened text does not fit, because a
  colleague's greeting is a shortened text too.
- A reply that Market took must be among the messages. It gets the one that fits; without one, the most alike; without
  one, the next of the shop's that belongs to no other reply, in the order of sending.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID

from chats.market.text import without_invisible
from chats.models import Message, Reply
from chats.services.conversation.reader import Position, position

CLOCKS_APART = timedelta(minutes=15)  # Market's and the desk's
NOTHING_KNOWN = timedelta(minutes=1)  # the same, where no message was known that must be older
ALIKE = 0.4  # of 1: below, two texts of one shop have no more in common than their greetings
QUOTES = "\"'`«»‹›„“”‟‘’‚‛"
DASHES = "‐‑‒–—―−"
# Symbols, which emoji are, their colours and frames, and characters that this Python does not know, as newer emoji.
DROPPED = frozenset({"So", "Sk", "Me", "Cn"})
MASK = "*•●∗✱xXхХ"
MASKED_NUMBER = re.compile(rf"\+?[\d()-]*[{MASK}]{{2,}}[\d(){MASK}-]*")
NUMBER = r"\+?[\d()-]{5,25}+"  # possessive: numbers without anything between them would be tried in all divisions
CUT_OFF = re.compile(r"(?:…|\.{2,})$")
SHORTEST_BEGINNING = 20  # characters; a shorter one is a greeting


class Waiting(NamedTuple):
    """A reply that may have become one of the messages, and the newest message that was known when it left. One that
    has a message already waits for one that fits."""

    reply: Reply
    last: Message | None


class Matching:
    """Gives the messages out in rounds; `found` is which reply got which, by the reply's id.

    `waiting` are replies, the most certain first and then by time; `written` the shop's messages that belong to no
    reply, oldest first; `linked` replies of the chat with their messages, which tell what came before and after.
    """

    def __init__(self, waiting: Sequence[Waiting], written: Sequence[Message], *, linked: Sequence[Reply] = ()) -> None:
        self.waiting = waiting
        self.free = list(written)
        self.found: dict[UUID, Message] = {}
        self.placed = [(reply, reply.message) for reply in linked if reply.message]
        self.give_what_fits()
        self.give_what_is_alike()
        self.give_what_comes_next()

    def give(self, reply: Reply, message: Message) -> None:
        self.found[reply.pk] = message
        self.placed.append((reply, message))
        self.free.remove(message)

    def left(self, *, certain: bool) -> list[Waiting]:
        """Replies without a message, those that Market took or those of unknown outcome."""
        without = [one for one in self.waiting if one.reply.pk not in self.found and one.reply.message_id is None]
        return [one for one in without if (one.reply.state == Reply.State.SENT) is certain]

    def give_what_fits(self) -> None:
        for one in self.waiting:
            fitting = (message for message in self.free if may_be(message, one) and fits(message, one.reply))
            if message := next(fitting, None):
                self.give(one.reply, message)

    def give_what_is_alike(self) -> None:
        pairs = product(self.left(certain=True), self.free)
        ranked = [(likeness(message, one.reply), one, message) for one, message in pairs if could_be(message, one)]
        for alike, one, message in sorted(ranked, key=lambda pair: -pair[0]):
            if alike >= ALIKE and one.reply.pk not in self.found and message in self.free:
                self.give(one.reply, message)

    def give_what_comes_next(self) -> None:
        asked = [one.reply for one in self.left(certain=False)]
        for one in self.left(certain=True):
            in_turn = (message for message in self.free if is_in_turn(message, one, self.placed))
            likely = (message for message in in_turn if all(likeness(message, reply) < ALIKE for reply in asked))
            if message := next(likely, None):
                self.give(one.reply, message)


def may_be(message: Message, one: Waiting) -> bool:
    """Whether it was written late enough."""
    if message.created_at < one.reply.started_at - CLOCKS_APART:
        return False
    return one.last is None or position(message) > position(one.last)


def could_be(message: Message, one: Waiting) -> bool:
    """Whether it was written while the reply was on its way, and has a file if the reply is one."""
    in_time = message.created_at <= one.reply.leased_until + CLOCKS_APART
    return in_time and bool(message.files) == bool(one.reply.file_name) and may_be(message, one)


def is_in_turn(message: Message, one: Waiting, placed: Iterable[tuple[Reply, Message]]) -> bool:
    """Whether it could be, and stands where a message would that was sent when the reply was."""
    earliest = one.reply.started_at - (CLOCKS_APART if one.last else NOTHING_KNOWN)
    after, before = neighbours(one.reply, placed)
    if (after and position(message) < after) or (before and position(message) > before):
        return False
    return message.created_at >= earliest and could_be(message, one)


def neighbours(reply: Reply, placed: Iterable[tuple[Reply, Message]]) -> tuple[Position | None, Position | None]:
    """Where the replies stand that had ended before this one began, and those that began after it had ended."""
    earlier, later = list[Position](), list[Position]()
    for other, message in placed:
        if (other.settled_at or other.started_at) <= reply.started_at:
            earlier.append(position(message))
        elif other.started_at >= (reply.settled_at or reply.started_at):
            later.append(position(message))
    return max(earlier, default=None), min(later, default=None)


def fits(message: Message, reply: Reply) -> bool:
    """Whether only Market's habits tell the message from the reply."""
    if reply.file_name:
        return any(fits_file(file, reply) for file in message.files)
    if message.text.split() == reply.text.split():
        return True
    shown, sent = canonical(message.text), canonical(reply.text)
    return bool(shown) and (shown == sent or unmasks(shown, sent))


def fits_file(file: Mapping[str, Any], reply: Reply) -> bool:
    """By size, and by name where Market kept it: it may drop the name, or its spaces."""
    same_name = not file.get("name") or file_stem(file["name"]) == file_stem(reply.file_name)
    return file.get("size") == reply.file_size and same_name


def file_stem(name: object) -> str:
    return canonical(str(name)).replace("_", "").replace("-", "").casefold()


def unmasks(shown: str, sent: str) -> bool:
    """Whether the text is the same but for numbers that are masked in what Market shows."""
    rest, numbers = MASKED_NUMBER.split(shown), len(MASKED_NUMBER.findall(shown))
    return 0 < numbers <= 20 and re.fullmatch(NUMBER.join(map(re.escape, rest)), sent) is not None


def likeness(message: Message, reply: Reply) -> float:
    """From 0, nothing in common, to 1."""
    if reply.file_name:
        return max((likeness_of_file(file, reply) for file in message.files), default=0.0)
    shown, sent = canonical(message.text), canonical(reply.text)
    beginning = CUT_OFF.sub("", shown)
    if len(beginning) >= SHORTEST_BEGINNING and sent.startswith(beginning):
        return 1.0
    return in_common(shown, sent)


def likeness_of_file(file: Mapping[str, Any], reply: Reply) -> float:
    same_size = file.get("size") == reply.file_size
    return max(0.8 if same_size else 0.0, in_common(file_stem(file.get("name") or ""), file_stem(reply.file_name)))


def in_common(one: str, other: str) -> float:
    """The Dice coefficient of their trigrams: it needs no words, which Chinese does not part."""
    if not one or not other:
        return 0.0
    first, second = (Counter(text[at : at + 3] for at in range(max(1, len(text) - 2))) for text in (one, other))
    return 2 * (first & second).total() / (first.total() + second.total())


class Folding(dict[int, str]):
    """For str.translate: worked out once for each character, since a category costs more than all else."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        kept = "" if unicodedata.category(character) in DROPPED or character.isspace() else character
        self[point] = "'" if character in QUOTES else "-" if character in DASHES else kept
        return self[point]


FOLDING = Folding()


def canonical(text: str) -> str:
    """The text without what Market is free to change."""
    # Twice: an entity of the agent's own, `&amp;`, may come as `&amp;amp;`.
    unescaped = html.unescape(html.unescape(text))
    return unicodedata.normalize("NFKC", without_invisible(unescaped)).translate(FOLDING)
