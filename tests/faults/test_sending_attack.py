"""At most once under attack: two served desks of several processes, double clicks, two tabs, answers that are lost
after the message was taken, processes killed while they send. The number of messages at Market is the number of
intended ones, or the row says that it is not known."""

import os
import random
import shutil
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from chats.models import Chat
from chats.sandbox import Sandbox
from chats.services import sightings
from tests.faults.desk import Answer, Desk, served
from tests.faults.sending import (
    CHAT_ID,
    HOME_ID,
    Intent,
    arrived,
    is_told_truly,
    leases_end,
    read_the_history,
    submit,
    tally,
)
from tests.faults.test_machine_load import standing_still

pytestmark = pytest.mark.django_db(transaction=True)

# What happens to the one call: nothing, or what loses its answer; and whether Market has taken the message by then.
FAULTS = [
    (None, True),
    ("500", True),
    ("502", True),
    ("closed", True),
    ("reset", True),
    ("truncated", True),
    ("html", True),
    ("500", False),
    ("closed", False),
    ("reset", False),
]
ANSWERS = {0, 302, 409, 422, 503}


@pytest.fixture
def chat(home, market) -> Chat:
    return sightings.fetch_chat(home, CHAT_ID, now=timezone.now())


@contextmanager
def two_desks(market: Sandbox, signed_in: Client, **environment: object) -> Iterator[tuple[Desk, Desk]]:
    about = {"WEB_PROCESSES": 2, **environment}
    with served(market, signed_in, **about) as first, served(market, signed_in, **about) as second:
        yield first, second


def submitted_at_once(desks: tuple[Desk, Desk], intent: Intent) -> list[Answer]:
    """A double click in one tab and another in a second one, which has another process."""
    ways = [desks[0], desks[0], desks[1], desks[1]]
    with ThreadPoolExecutor(len(ways)) as pool:
        return list(pool.map(lambda desk: submit(desk, intent), ways))


def test_u9_b2_double_clicks_and_lost_answers_never_make_two_messages(signed_in, agent, chat, market, rounds, figure):
    states, messages = Counter[str](), 0
    intents = [Intent(f"Ответ № {number}", market=market) for number in range(rounds(20, 500))]

    with two_desks(market, signed_in) as desks:
        for number, intent in enumerate(intents):
            fault, taken = FAULTS[number % len(FAULTS)]
            market.clear()
            if fault:
                market.fail(fault, operation="sendMessageToChat", taken=taken)
            answers = submitted_at_once(desks, intent)
            market.clear()
            answers.append(submit(desks[number % 2], intent))

            leases_end()
            read_the_history(chat)
            states[is_told_truly(market, intent, agent, chat)] += 1
            messages += arrived(market, intent)
            assert {answer.status for answer in answers} <= ANSWERS, said_by(*desks)

    calls = sum(call.operation == "sendMessageToChat" for call in market.calls)
    figure(
        f"U9: {len(intents)} replies, each submitted 5 times on 4 processes, 9 of 10 with a lost answer: "
        f"{calls} calls, {messages} messages, {tally(states)}"
    )
    assert calls == len(intents)
    assert (messages, states["SENT"]) == (len(intents) * 7 // 10, len(intents) * 7 // 10)


def said_by(*desks: Desk) -> str:
    return "\n".join("".join(desk.program.lines.queue)[-5000:] for desk in desks)


def killed_on_the_way(desk: Desk, moment: float) -> threading.Thread:
    def kill() -> None:
        time.sleep(moment)
        for worker in desk.workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def until_it_is_begun(intent: Intent) -> None:
    ends = time.monotonic() + 20
    while not intent.state and time.monotonic() < ends:
        time.sleep(0.002)


def test_m4_processes_killed_while_they_send_never_make_two_messages(signed_in, agent, chat, market, rounds, figure):
    states, messages, kills = Counter[str](), 0, rounds(6, 200)
    market.latency = 0.15

    with two_desks(market, signed_in) as (desk, other):
        for number in range(kills):
            intent = Intent(f"Ответ № {number}", market=market)
            with ThreadPoolExecutor(2) as pool:
                clicks = [pool.submit(submit, desk, intent) for _ in range(2)]
                if number % 2:
                    # Between the row and its settling: Market takes its time.
                    until_it_is_begun(intent)
                killer = killed_on_the_way(desk, random.uniform(0, 0.25))
                answers = [click.result() for click in clicks]
                killer.join()

            answers.append(submit(other, intent))
            leases_end()
            read_the_history(chat)
            states[is_told_truly(market, intent, agent, chat)] += 1
            messages += arrived(market, intent)
            assert {answer.status for answer in answers} <= ANSWERS, said_by(desk, other)

    figure(f"M4: {kills} kills while sending: {messages} messages, {tally(states)}")
    assert states["SENT"] == messages


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own files are its own affair.")
def test_m5_a_copy_of_any_instant_has_the_row_of_every_message_that_left(
    signed_in, agent, chat, market, tmp_path, rounds, figure
):
    original, ends = Path(str(connection.settings_dict["NAME"])), threading.Event()
    before, checked, copies = len(market.messages(HOME_ID, CHAT_ID)), 0, rounds(10, 100)

    def write() -> None:
        number = 0
        while not ends.is_set():
            number += 1
            submit(desk, Intent(f"Ответ № {number}", market=market))

    with served(market, signed_in, WEB_PROCESSES=2) as desk:
        writer = threading.Thread(target=write)
        writer.start()
        for number in range(copies):
            time.sleep(random.uniform(0.05, 0.3))
            with standing_still(desk):
                left = [one.text for one in market.messages(HOME_ID, CHAT_ID)[before:]]
                for file in original.parent.glob(f"{original.name}*"):
                    # What stands in -shm is in memory only.
                    if not file.name.endswith("-shm"):
                        shutil.copy(file, tmp_path / f"{number}{file.name.removeprefix(original.name)}")
            copy = sqlite3.connect(tmp_path / f"{number}")
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            rows = {row[0] for row in copy.execute("SELECT text FROM chats_reply")}
            copy.close()
            assert set(left) <= rows
            checked += len(left)
        ends.set()
        writer.join()

    assert checked > copies
    figure(f"M5: {copies} copies of database and WAL, all whole; each has the row of every message that had left")
