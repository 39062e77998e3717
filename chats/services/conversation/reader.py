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
LONGEST = 8.0  # seconds after which no further page is asked for: what came is shown, the rest is read the next time


KNOWN_TYPES = {market_types.ContextType.ORDER, market_types.ContextType.RETURN, market_types.ContextType.DIRECT}


class Place(NamedTuple):
    """Where a message stands among the others of its chat."""

    created_at: datetime
    message_id: int


@dataclass
class Reading:
    """What came of one reading. `ended`: the list has no more. `token`: that of the next page, where it has."""

    messages: dict[int, market_types.Message] = field(default_factory=dict)
    token: str | None = None
    ended: bool = False
    enough: bool = False
    runs_up: bool = False  # the first page began with the older messages

    @property
    def newest(self) -> market_types.Message | None:
        return max(self.messages.values(), key=place, default=None)


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Asks for one chat's pages, with the same conditions for all of them. `deadline` is in seconds and for a call."""

    chat: Chat
    lane: Lane
    now: datetime
    since: int | None = None  # `messageIdFrom`
    deadline: float | None = None

    def newest(self) -> Reading:
        """A chat never read: its newest messages, or, where the list runs up, as many as it takes to get there."""
        return self.read(None, lambda page, so_far: runs_down(page) or is_upto(so_far.newest, self.chat.updated_at))

    def since_then(self, known: Place) -> Reading:
        """All that came after the newest message known."""
        return self.read(None, lambda page, _: runs_down(page) and any(place(one) <= known for one in page.messages))

    def older(self, token: str | None, known: Place) -> Reading:
        """The next page before the oldest message known. Without its token the way there begins at the newest one."""
        return self.read(token, lambda page, _: any(place(one) < known for one in page.messages))

    def read(self, token: str | None, is_enough: Callable[[market_types.HistoryPage, Reading], bool]) -> Reading:
        started, seen = time.monotonic(), {token}
        reading = Reading(token=token)
        with upstream.thread_budget(self.lane, now=self.now):
            for number in range(MOST_PAGES):
                page = self.page(reading.token)
                reading.runs_up |= not number and runs_up(page)
                reading.messages |= {one.message_id: one for one in page.messages}
                reading.token = page.next_page_token
                # A token that comes again would lead round for ever.
                reading.ended = reading.token is None or reading.token in seen
                reading.enough = is_enough(page, reading)
                if reading.ended or reading.enough or time.monotonic() - started > LONGEST:
                    break
                seen.add(reading.token)
        return reading

    def page(self, token: str | None) -> market_types.HistoryPage:
        """One page. Raises NotUnderstood when it is another chat's."""

        def request(client: Client, key: Token) -> Answer[market_types.HistoryPage]:
            answer = client.get_chat_history(
                key,
                business_id=self.chat.seller.business_id,
                chat_id=self.chat.chat_id,
                message_id_from=self.since,
                limit=MESSAGES_PER_PAGE,
                page_token=token,
                deadline=self.deadline,
            )
            if is_of_another(self.chat, answer.result.context):
                raise NotUnderstood(
                    GET_CHAT_HISTORY, "the history of another chat", trace=answer.trace, limits=answer.limits
                )
            return answer

        return upstream.ask(self.chat.seller, GET_CHAT_HISTORY, self.lane, request, now=self.now).result


def place(message: market_types.Message | Message) -> Place:
    return Place(message.created_at, message.message_id)


def runs_down(page: market_types.HistoryPage) -> bool:
    return len(page.messages) > 1 and place(page.messages[0]) > place(page.messages[-1])


def runs_up(page: market_types.HistoryPage) -> bool:
    return len(page.messages) > 1 and place(page.messages[0]) < place(page.messages[-1])


def is_upto(message: market_types.Message | None, moment: datetime) -> bool:
    return message is not None and message.created_at >= moment


def is_of_another(chat: Chat, context: market_types.ChatContext) -> bool:
    """The answer names no chat, so its context has to tell; what either side does not know tells nothing."""
    customer = context.customer or market_types.Customer()
    types = (chat.context_type, context.type)
    pairs = [
        types if KNOWN_TYPES.issuperset(types) else ("", ""),
        (chat.order_id, context.order_id),
        (chat.return_id, context.return_id),
        (chat.customer_public_id, customer.public_id),
    ]
    return any(ours and theirs and ours != theirs for ours, theirs in pairs)
