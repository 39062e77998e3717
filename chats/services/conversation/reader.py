"""Pages of a chat's history, asked for until there are enough of them.

https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChatHistory

Market documents neither whether the list runs up or down, nor whether `messageIdFrom` itself is in it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from chats.market import types as market_types
from chats.market.client import Client
from chats.market.errors import NotUnderstood
from chats.market.limits import GET_CHAT_HISTORY, MESSAGES_PER_PAGE, Answer
from chats.market.token import Token
from chats.models import Chat, Message
from chats.services import upstream
from chats.services.upstream import Lane

MOST_PAGES = 20
READING_SECONDS = 8.0  # after these no further page is asked for: what came is shown, the rest is read the next time
LEAST_SECONDS = 0.5  # for a page that is asked for at all
KNOWN_TYPES = {market_types.ContextType.ORDER, market_types.ContextType.RETURN, market_types.ContextType.DIRECT}


class OtherChat(NotUnderstood):
    """Market answered with the history of another chat, or this chat has become one about something else."""


class Position(NamedTuple):
    """The sort key of a message within its chat: by time, then by id."""

    created_at: datetime
    message_id: int


@dataclass
class Reading:
    """The result of one reading. `ended`: the list has no more pages. `token`: the next page's token, if any."""

    messages: dict[int, market_types.Message] = field(default_factory=dict)
    items: list[int | None] = field(default_factory=list)  # ids as listed; None for what could not be decoded
    runs_up: bool | None = None  # by the ids of its first page, where the times do not tell
    why_unreadable: str = ""
    token: str | None = None
    ended: bool = False
    enough: bool = False
    pages: int = 0
    context: market_types.ChatContext | None = None
    oldest_first: bool = False  # the order of the first page; Market documents none

    @property
    def newest(self) -> market_types.Message | None:
        return max(self.messages.values(), key=position, default=None)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Fetches pages of one chat's history, all with the same options. `deadline` is in seconds, for all calls of a
    reading together: what came by then is kept, the rest is read the next time."""

    chat: Chat
    lane: Lane
    now: datetime
    since: int | None = None  # `messageIdFrom`
    deadline: float | None = None

    def newest(self) -> Reading:
        """The newest messages of a chat never read. If the list is oldest-first, reads on until it reaches them."""
        return self.read(None, lambda page, so_far: newest_first(page) or reaches(so_far.newest, self.chat.updated_at))

    def since_then(self, known: Position) -> Reading:
        """All messages after the newest one known."""
        return self.read(
            None, lambda page, _: newest_first(page) and any(position(one) <= known for one in page.messages)
        )

    def older(self, token: str | None, known: Position) -> Reading:
        """The page before the oldest message known. Without a token, pages back from the newest message."""
        return self.read(token, lambda page, _: any(position(one) < known for one in page.messages))

    def read(self, token: str | None, is_enough: Callable[[market_types.HistoryPage, Reading], bool]) -> Reading:
        started, seen = time.monotonic(), {token}
        most = READING_SECONDS if self.deadline is None else min(READING_SECONDS, self.deadline)

        def left() -> float | None:
            spent = time.monotonic() - started
            return None if self.deadline is None else max(LEAST_SECONDS, self.deadline - spent)

        reading = Reading(token=token)
        with upstream.thread_budget(self.lane, now=self.now):
            for number in range(MOST_PAGES):
                page = self.page(reading.token, left())
                reading.oldest_first |= not number and oldest_first(page)
                reading.items += [item for item in items_of(page) if item is None or item not in reading.messages]
                reading.runs_up = reading.runs_up if number else page.runs_up
                reading.why_unreadable = reading.why_unreadable or page.why_unreadable
                reading.messages |= {one.message_id: one for one in page.messages}
                reading.token = page.next_page_token
                reading.pages, reading.context = number + 1, page.context
                # A repeated token would loop for ever.
                reading.ended = reading.token is None or reading.token in seen
                reading.enough = is_enough(page, reading)
                if reading.ended or reading.enough or self.may_stop(page) or time.monotonic() - started > most:
                    break
                seen.add(reading.token)
        return reading

    def may_stop(self, page: market_types.HistoryPage) -> bool:
        """The background reads one page in a turn. It reads on where it would begin anew otherwise: newest first, with
        more new messages than a page holds."""
        return self.lane is Lane.BACKGROUND and not (self.since and newest_first(page))

    def page(self, token: str | None, deadline: float | None) -> market_types.HistoryPage:
        """One page. Raises OtherChat when Market answers with another chat's history."""

        def request(client: Client, key: Token) -> Answer[market_types.HistoryPage]:
            answer = client.get_chat_history(
                key,
                business_id=self.chat.seller.business_id,
                chat_id=self.chat.chat_id,
                message_id_from=self.since,
                limit=MESSAGES_PER_PAGE,
                page_token=token,
                deadline=deadline,
            )
            if is_of_another(self.chat, answer.result.context):
                raise OtherChat(
                    GET_CHAT_HISTORY, "the history of another chat", trace=answer.trace, limits=answer.limits
                )
            return answer

        return upstream.ask(self.chat.seller, GET_CHAT_HISTORY, self.lane, request, now=self.now).result


def position(message: market_types.Message | Message) -> Position:
    return Position(message.created_at, message.message_id)


def items_of(page: market_types.HistoryPage) -> list[int | None]:
    items: list[int | None] = [one.message_id for one in page.messages]
    for place in reversed(page.unreadable):
        items.insert(place, None)
    return items


def newest_first(page: market_types.HistoryPage) -> bool:
    return len(page.messages) > 1 and position(page.messages[0]) > position(page.messages[-1])


def oldest_first(page: market_types.HistoryPage) -> bool:
    return len(page.messages) > 1 and position(page.messages[0]) < position(page.messages[-1])


def reaches(message: market_types.Message | None, moment: datetime) -> bool:
    return message is not None and message.created_at >= moment


def differs(chat: Chat, context: market_types.ChatContext) -> bool:
    """Whether the history tells more of what the chat is about than its sighting, or something else."""
    customer = context.customer or market_types.Customer()
    pairs = [
        (context.type, chat.context_type),
        (context.campaign_id, chat.campaign_id),
        (context.order_id, chat.order_id),
        (context.return_id, chat.return_id),
        (customer.name, chat.customer_name),
        (customer.public_id, chat.customer_public_id),
    ]
    return any(theirs and theirs != ours for theirs, ours in pairs)


def is_of_another(chat: Chat, context: market_types.ChatContext) -> bool:
    """Whether the history is another chat's. The answer carries no chat id, so the contexts are compared; values that
    either side does not know are skipped."""
    customer = context.customer or market_types.Customer()
    types = (chat.context_type, context.type)
    pairs = [
        types if KNOWN_TYPES.issuperset(types) else ("", ""),
        (chat.order_id, context.order_id),
        (chat.return_id, context.return_id),
        (chat.customer_public_id, customer.public_id),
    ]
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)
