"""A kind of work for tests: the histories of chats that wait, with a turn that the test says."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from chats.models import Chat, History, Seller
from chats.services import jobs
from chats.worker import tasks
from chats.worker.kinds import Kind
from tests.desk_fixture import NOW

MINUTE = timedelta(minutes=1)


@dataclass
class Work:
    """What the turns did: the keys of their rows in order. `turn` is called with each row, and may raise."""

    turn: Callable[[History], object] = lambda row: None
    taken: list[int] = field(default_factory=list)
    finishes: bool = True

    @property
    def kind(self) -> Kind:
        return Kind(name="history", due=self.due, turn=self.take, seller="chat__seller_id")

    def due(self, *, now):
        return jobs.due(History.objects.order_by("due_at", "pk"), now=now)

    def take(self, row, /, *, now):
        self.taken.append(row.pk)
        lease = row.leased_until
        self.turn(row)
        if self.finishes:
            jobs.finish(row, None, lease=lease, read_at=now)


@pytest.fixture
def work(monkeypatch) -> Work:
    work = Work()
    monkeypatch.setattr(tasks, "KINDS", (work.kind,))
    return work


@pytest.fixture
def history(home: Seller) -> Callable[..., History]:
    """Makes a history that has been due for a minute."""

    def make(number: int = 1, *, seller: Seller = home, **values) -> History:
        times = dict.fromkeys(("created_at", "updated_at", "seen_at", "due_at"), NOW)
        about = {"type": "CHAT", "status": "NEW", "context_type": "DIRECT", "source": Chat.Source.LIST}
        chat = Chat.objects.create(seller=seller, chat_id=number, **times, **about)
        return History.objects.create(chat=chat, **{"due_at": NOW - MINUTE, **values})

    return make


class AtOnce:
    """In place of a pool of threads: does it now, in this thread."""

    def submit(self, work, *values) -> Future:
        future: Future = Future()
        future.set_result(work(*values))
        return future

    def shutdown(self, **options) -> None:
        pass


class Never:
    """In place of a pool of threads: begins nothing. `begun` are the futures, for the test to end."""

    def __init__(self) -> None:
        self.begun: list[Future] = []

    def submit(self, work, *values) -> Future:
        self.begun.append(Future())
        return self.begun[-1]

    def shutdown(self, **options) -> None:
        pass
