"""A served desk under load: sixteen browsers that read and then write, processes killed, the power cut."""

import os
import random
import shutil
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from chats.models import Chat, Lookup, Seller
from tests.faults.calm import address
from tests.faults.desk import Answer, Desk, served, slowest
from tests.faults.processes import until_they_stand_still

pytestmark = pytest.mark.django_db(transaction=True)

BROWSERS = 16
FIRST = 500_000
CHATS = 2_000


def chats_known(seller: Seller) -> None:
    """Many chats whose lookup is one read and one write, at no call to Market."""
    now = timezone.now()
    about = {"type": "CHAT", "status": "NEW", "context_type": "DIRECT", "source": "LIST", "customer_name": "Иван П."}
    times = {"created_at": now, "updated_at": now, "seen_at": now, "due_at": now + timedelta(hours=1)}
    Chat.objects.bulk_create(Chat(seller=seller, chat_id=FIRST + n, **about, **times) for n in range(CHATS))


@contextmanager
def looking_up(desk: Desk, *, browsers: int = 4) -> Iterator[list[Answer]]:
    """Browsers that look up one known chat after the other. Gives the answers as they come."""
    numbers, ends, answers = count(), threading.Event(), list[Answer]()

    def browse() -> None:
        while not ends.is_set():
            answer = desk.get("/lookup/", q=FIRST + next(numbers) % CHATS)
            answers.append(answer)
            if not answer.status:
                time.sleep(0.05)

    threads = [threading.Thread(target=browse) for _ in range(browsers)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        ends.set()
        for thread in threads:
            thread.join()


def acknowledged(answers: list[Answer]) -> list[int]:
    """The numbers of those lookups whose answer arrived."""
    return [int(answer.path.partition("q=")[2]) for answer in answers if answer.status == 302]


def lost(numbers: list[int], kept: list[int]) -> int:
    """How many acknowledged lookups are not there, each counted as often as it was made."""
    return (Counter(numbers) - Counter(kept)).total()


def test_m1_sixteen_browsers_that_read_and_write_meet_no_locked_database(signed_in, seen, market, rounds, figure):
    seen()
    known = [address(), "/lookup/?q=310001", "/", "/lookup/?q=310001"]
    never_seen = [f"/lookup/?q={310002 + number}" for number in range(6)]

    with served(market, signed_in) as desk:
        answers = desk.side_by_side((known * 15 + never_seen) * rounds(2, 30), BROWSERS)
        log = "".join(desk.program.lines.queue)

    assert {answer.status for answer in answers} <= {200, 302}, log[-5000:]
    assert "locked" not in log and "not kept" not in log
    own = [answer for answer in answers if answer.path not in never_seen]
    figure(
        f"M1: {len(answers)} requests from {BROWSERS} browsers, 0 errors; p50 {slowest(own, 0.5) * 1000:.0f} ms, "
        f"p99 {slowest(own) * 1000:.0f} ms, slowest {slowest(own, 1):.2f} s"
    )
    assert Lookup.objects.count() == sum(answer.path.startswith("/lookup/") for answer in answers)


def test_m4_what_was_acknowledged_survives_every_kill(signed_in, home, market, rounds, figure):
    chats_known(home)
    kills, answers = rounds(5, 200), list[Answer]()

    for _ in range(max(kills // 10, 1)):
        with served(market, signed_in) as desk:
            with looking_up(desk) as told:
                for _ in range(min(kills, 10) - 1):
                    some_more(told)
                    os.kill(random.choice(desk.workers), signal.SIGKILL)
                some_more(told)
                desk.signal(signal.SIGKILL)
            answers += told

    numbers, kept = acknowledged(answers), list(Lookup.objects.values_list("number", flat=True))
    assert len(numbers) >= kills * 5
    assert lost(numbers, kept) == 0
    assert whole_database() == "ok"
    figure(f"M4: {kills} kills, {len(numbers)} acknowledged lookups, {lost(numbers, kept)} lost, database ok")


def some_more(answers: list[Answer]) -> None:
    """Waits until ten more lookups were acknowledged, and then for a moment that nobody chose."""
    wanted, ends = len(acknowledged(answers)) + 10, time.monotonic() + 30
    while len(acknowledged(answers)) < wanted and time.monotonic() < ends:
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.05))


def whole_database() -> str:
    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA integrity_check").fetchone()[0]


@contextmanager
def standing_still(desk: Desk) -> Iterator[None]:
    desk.signal(signal.SIGSTOP)
    try:
        until_they_stand_still(desk.program.process.pid, *desk.workers)
        yield
    finally:
        desk.signal(signal.SIGCONT)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own files are its own affair.")
def test_m5_a_copy_of_any_instant_opens_and_has_what_was_acknowledged(
    signed_in, home, market, tmp_path, rounds, figure
):
    chats_known(home)
    copies, checked = rounds(20, 100), 0
    original = Path(str(connection.settings_dict["NAME"]))
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)

    with served(market, signed_in) as desk, looking_up(desk) as answers:
        for number in range(copies):
            time.sleep(random.uniform(0.01, 0.2))
            with standing_still(desk):
                numbers = acknowledged(list(answers))
                for file in original.parent.glob(f"{original.name}*"):
                    # What stands in -shm is in memory only.
                    if not file.name.endswith("-shm"):
                        shutil.copy(file, tmp_path / f"{number}{file.name.removeprefix(original.name)}")
            copy = sqlite3.connect(tmp_path / f"{number}")
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            kept = [row[0] for row in copy.execute("SELECT number FROM chats_lookup")]
            copy.close()
            assert lost(numbers, kept) == 0
            checked += len(numbers)

    assert {answer.status for answer in answers} == {302}
    assert checked > copies
    figure(f"M5: {copies} copies of database and WAL, all whole, none without a lookup of the {len(answers)} answered")
