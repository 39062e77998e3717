"""What one chat adds to the tallies: its messages, and how long each question waited for the shop's next reply.

The wait begins with the first message that nobody has replied to, as in the queue, but for Market's automatic ones, and
ends with the shop's next message. It counts in the hour of that reply, and for the agent who sent it from the desk.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from chats.market.types import Sender
from chats.models import Chat, Message, Reply, Seller, Uncounted
from chats.services import inbox
from chats.services.reports.counts import Clock, Lane, bucket_lane, lanes_of, one, packed_of

NOBODY: Final = 0  # in place of an agent's key: messages in, and what was written elsewhere than at the desk
UNASKED: Final = (Sender.PARTNER, Sender.MARKET)  # theirs is not a question

Facts = Mapping[tuple[int, int], int]  # by hour in UTC and by agent


@dataclass(frozen=True, kw_only=True)
class Written:
    at: datetime
    sender: str
    agent: int


def facts_of(chat: Chat, since: datetime) -> dict[date, Facts]:
    """By day in UTC, from the day of `since` on. The chat's seller must be loaded."""
    begins = datetime.combine(since.date(), time.min, UTC)
    found: dict[date, defaultdict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for message, asked_at in with_questions(written(chat, begins), open_question(chat, begins)):
        for lane in lanes_for(chat.seller, message, asked_at):
            found[message.at.date()][message.at.hour, message.agent] += one(lane)
    return dict(found)


def written(chat: Chat, since: datetime) -> list[Written]:
    replies = Reply.objects.filter(chat=chat, message__created_at__gte=since)
    agents = dict(replies.values_list("message_id", "agent_id"))
    messages = Message.objects.filter(chat=chat, created_at__gte=since).order_by("created_at", "message_id")
    rows = messages.values_list("pk", "created_at", "sender")
    return [
        Written(at=at.astimezone(UTC), sender=sender, agent=(agents.get(pk) if agents else 0) or NOBODY)
        for pk, at, sender in rows
    ]


def open_question(chat: Chat, before: datetime) -> datetime | None:
    """When the first message was written that the shop had not replied to by then."""
    if before <= Uncounted.LONG_AGO:
        return None
    earlier = Message.objects.filter(chat=chat, created_at__lt=before).order_by("created_at", "message_id")
    replied = earlier.filter(sender=Sender.PARTNER).values_list("created_at", "message_id").last()
    questions = earlier.exclude(sender__in=UNASKED)
    if replied:
        at, message_id = replied
        questions = questions.filter(created_at__gte=at).exclude(created_at=at, message_id__lt=message_id)
    return questions.values_list("created_at", flat=True).first()


def with_questions(messages: Iterable[Written], asked_at: datetime | None) -> Iterator[tuple[Written, datetime | None]]:
    """Each message with when the question was asked that it replies to; None where it replies to none."""
    for message in messages:
        if message.sender == Sender.PARTNER:
            yield message, asked_at
            asked_at = None
        elif message.sender not in UNASKED:
            yield message, None
            asked_at = asked_at or message.at


def lanes_for(seller: Seller, message: Written, asked_at: datetime | None) -> Iterator[int]:
    if message.sender != Sender.PARTNER:
        yield Lane.IN
        return
    yield Lane.OUT
    if asked_at is None:
        return
    working = inbox.working_time(seller, asked_at, message.at)
    yield Lane.REPLIES
    yield bucket_lane(Clock.WALL, message.at - asked_at)
    yield bucket_lane(Clock.WORKING, working)
    if message.at <= inbox.turns_of(inbox.target_of(seller), asked_at).over_at:
        yield Lane.WITHIN


def facts_to_text(facts: Facts) -> str:
    return json.dumps([[hour, agent, *lanes_of(packed)] for (hour, agent), packed in sorted(facts.items())])


def facts_from_text(stored: str) -> Facts:
    return {(hour, agent): packed_of(lanes) for hour, agent, *lanes in json.loads(stored)}
