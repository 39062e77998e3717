"""A sandbox with generated chats, at a clock that is turned on by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from chats.sandbox import Sandbox, Size, WorldOptions

from ..asking import HOME, get_chats

NOW = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)
HOME_ID = HOME.business_id
FIRST = 100_100_000_001  # the chat with the newest message; the next ones count up
ORDER_OF_FIRST = 100_150_000_001
WAITING = {"statuses": ["NEW", "WAITING_FOR_PARTNER"]}
OPEN = {"statuses": [*WAITING["statuses"], "WAITING_FOR_CUSTOMER", "WAITING_FOR_ARBITER", "WAITING_FOR_MARKET"]}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@contextmanager
def many(chats=300, is_open=60, waiting=20, **options) -> Iterator[tuple[Sandbox, Clock]]:
    clock = Clock()
    sizes = {HOME_ID: Size(chats=chats, open=is_open, waiting=waiting)}
    with Sandbox(clock=clock, world=WorldOptions(sizes=sizes, **{"written": False, **options})) as sandbox:
        yield sandbox, clock


def walked(sandbox, body=None, limit=20, between=lambda: None):
    """The IDs of all pages, one after the other. `between` is called after each page but the last."""
    ids, token = [], None
    while not ids or token:
        query = {"limit": limit} | ({"pageToken": token} if token else {})
        reply = get_chats(sandbox, body, query=query)
        assert reply.status == 200, reply.body
        ids += [chat["chatId"] for chat in reply.json["result"]["chats"]]
        token = reply.json["result"]["paging"].get("nextPageToken")
        if token:
            between()
    return ids
