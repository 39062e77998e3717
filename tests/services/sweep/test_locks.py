"""Who changes several passes of a seller waits for the others before it holds any of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chats import database
from chats.models import Mirror, Sync
from chats.services.sweep import begin, ends
from chats.services.sweep.passes import Part
from tests.desk_fixture import NOW

pytestmark = pytest.mark.django_db(transaction=True)
one_writer = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer")
HELD_UP = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def until_somebody_waits_for_us() -> None:
    gives_up_at = monotonic() + 10
    while not held_up():
        assert monotonic() < gives_up_at, "Nobody waits for our locks."
        sleep(0.01)


def held_up() -> int:
    with connection.cursor() as cursor:
        cursor.execute(HELD_UP)
        return cursor.fetchone()[0]


def in_a_thread(pool: ThreadPoolExecutor, act: Callable[[], None]) -> Future:
    def act_and_leave() -> None:
        try:
            act()
        finally:
            connection.close()

    return pool.submit(act_and_leave)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def actions(swept) -> dict[str, Callable[[], None]]:
    done = Sync(seller=swept, part=Part.ALL, began_at=NOW, is_sorted=False)
    return {
        "begin": lambda: begin.begin(swept, now=NOW),
        "sweep now": lambda: begin.sweep_now(swept, now=NOW),
        "the last page": lambda: ends.after_the_last_page(done, swept, now=NOW),
    }


@one_writer
@pytest.mark.parametrize("action", ["begin", "sweep now", "the last page"])
def test_who_changes_several_passes_waits_for_the_mirror_and_holds_none_of_them(actions, pool, swept, action):
    Sync.objects.exclude(part=Part.DOUBTFUL).update(due_at=None)

    with transaction.atomic():
        database.lock(Mirror.objects.filter(seller=swept)).get()
        changing = in_a_thread(pool, actions[action])
        until_somebody_waits_for_us()
        free = list(database.lock(Sync.objects.filter(seller=swept), skip_locked=True))
    changing.result()

    assert {sync.part for sync in free} == {"WAITING", "OPEN", "ALL", "HEAD", "DOUBTFUL", "SUBJECTS"}


def test_passes_that_wait_for_a_wrong_clock_are_made_due_one_by_one(swept):
    Sync.objects.filter(part__in=(Part.WAITING, Part.OPEN)).update(due_at=NOW + timedelta(hours=3))

    with CaptureQueriesContext(connection) as queries:
        begin.make_due_after_a_wrong_clock(now=NOW)

    assert sum(query["sql"].startswith("UPDATE") for query in queries) == 2
    assert set(Sync.objects.filter(part__in=(Part.WAITING, Part.OPEN)).values_list("due_at", flat=True)) == {NOW}
