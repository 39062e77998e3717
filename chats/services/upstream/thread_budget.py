"""How many of a process's threads may wait for Market at once, so that a hung Market cannot take them all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings

from chats.problems import BUSY, NotNow
from chats.services.upstream.ledger import Lane

PATIENCE = 2.0  # seconds that a person's own action queues for a thread of the budget


class ThreadBudget:
    """Half of a process's `threads` may wait for Market, and a quarter more may queue to do so.

    At least a quarter of the threads thus stays free for pages that need no answer of Market's, however long it hangs.
    """

    def __init__(self, threads: int) -> None:
        self.waiting = threading.BoundedSemaphore(max(1, threads // 2))
        self.queueing = threading.BoundedSemaphore(max(1, threads // 4))

    def take(self, *, may_queue: bool) -> bool:
        """Take one thread out of the budget; False when none is left. Queues for one only where `may_queue`."""
        return self.waiting.acquire(blocking=False) or (may_queue and self.take_queueing())

    def take_queueing(self) -> bool:
        if not self.queueing.acquire(blocking=False):
            return False
        try:
            return self.waiting.acquire(timeout=PATIENCE)
        finally:
            self.queueing.release()

    def give_back(self) -> None:
        self.waiting.release()


@lru_cache(maxsize=1)
def process_budget() -> ThreadBudget:
    """The budget of this process, sized when it is first used: by then the process knows how many threads it runs.

    Two threads that come first at the same moment may each build one; the second is used for that one call only.
    """
    return ThreadBudget(settings.WEB_THREADS)


@contextmanager
def thread_budget(lane: Lane, *, now: datetime) -> Iterator[None]:
    """Let this thread wait for Market inside the `with` block, once around all the calls of one action.

    A lane in which a person waits queues for up to two seconds; open pages are refused at once. Raises NotNow (BUSY)
    when the budget is used up. The background needs none: it runs in workers, whose threads are there to wait.
    """
    if lane is Lane.BACKGROUND:
        yield
        return
    budget = process_budget()
    if not budget.take(may_queue=lane <= Lane.SEND):
        raise NotNow(BUSY, now + timedelta(seconds=PATIENCE))
    try:
        yield
    finally:
        budget.give_back()
