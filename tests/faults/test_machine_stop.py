"""A5, M6: the desk is told to stop while browsers click on connections that they keep."""

import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Sized
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chats.models import Chat, Lookup
from tests.conversation_fixture import as_read
from tests.faults.browsers import clicking
from tests.faults.desk import Desk, served
from tests.faults.processes import until_they_stand_still
from tests.faults.sending import CHAT_ID, Intent, arrived, submit
from tests.faults.test_machine_load import FIRST, chats_known

pytestmark = pytest.mark.django_db(transaction=True)

BROWSERS = 8
LONGEST_STOP = 5.0  # seconds; docs/faults.md, M6


def stopped(desk: Desk, stop: signal.Signals) -> tuple[int, float]:
    """Exit code, and how long it took."""
    started = time.monotonic()
    desk.program.process.send_signal(stop)
    code = desk.program.process.wait(30)
    return code, time.monotonic() - started


def until_some_are(outcome: Sized, least: int) -> None:
    ends = time.monotonic() + 30
    while len(outcome) < least and time.monotonic() < ends:
        time.sleep(0.01)


@pytest.mark.parametrize("pause", [0.0, 0.3])
@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a5_no_request_that_was_taken_is_lost_when_the_desk_stops(signed_in, home, market, rounds, figure, stop, pause):
    chats_known(home)
    times, total, ends, slowest, first = rounds(1, 5), Counter[str](), Counter[str](), 0.0, FIRST

    for _ in range(times):
        with served(market, signed_in) as desk, clicking(desk, browsers=BROWSERS, first=first, pause=pause) as clicks:
            until_some_are(clicks.answered, 40)
            code, seconds = stopped(desk, stop)
            until_some_are(clicks.refused, 1)  # those who click next find nobody
        taken = set(Lookup.objects.filter(number__gte=first).values_list("number", flat=True))
        lost = taken - clicks.answered.keys()
        assert (code, lost) == (0, set())
        assert set(clicks.answered.values()) == {302}
        assert clicks.refused
        # A connection that came in the instant between the last look and the closing.
        assert len(clicks.reset) <= 1
        assert seconds < LONGEST_STOP
        total += Counter(answered=len(clicks.answered), refused=len(clicks.refused))
        ends += Counter(clicks.reset.values())
        slowest, first = max(slowest, seconds), max([first, *clicks.answered, *clicks.refused, *clicks.reset]) + 1

    figure(
        f"A5: {stop.name} {times} times under {BROWSERS} browsers on kept connections, {pause} s between clicks: "
        f"{total['answered']} answered, {total['refused']} refused, {ends.total()} reset unread, 0 taken and lost; "
        f"stopped within {slowest:.1f} s"
    )


def test_a5_replies_under_way_are_answered_and_settled_when_the_desk_stops(signed_in, seen, market):
    as_read(seen(CHAT_ID))
    Chat.objects.update(due_at=None)
    market.latency = 0.5
    intents = [Intent(f"While the desk stops {number}") for number in range(4)]

    with served(market, signed_in) as desk, ThreadPoolExecutor(4) as pool:
        sending = [pool.submit(submit, desk, intent) for intent in intents]
        ends = time.monotonic() + 20
        while not any(intent.row for intent in intents) and time.monotonic() < ends:
            time.sleep(0.01)
        code, _ = stopped(desk, signal.SIGTERM)
        answers = [one.result() for one in sending]

    begun = [intent for intent in intents if intent.row]
    assert code == 0 and begun
    for intent, answer in zip(intents, answers, strict=True):
        assert (intent.state, arrived(market, intent), answer.status) in {("SENT", 1, 302), ("", 0, 0)}


def until_it_waits(process: int, sent: signal.Signals) -> None:
    """Until a signal is pending for a process that is held."""
    ends = time.monotonic() + 15
    while time.monotonic() < ends:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
        pending = [int(line.split()[1], 16) for line in lines if line.startswith(("SigPnd", "ShdPnd"))]
        if any(mask & (1 << (sent - 1)) for mask in pending):
            return
        time.sleep(0.02)
    raise AssertionError(f"{sent.name} has not reached the worker")


def test_a5_who_waits_to_be_accepted_when_the_desk_stops_is_answered(signed_in, home, market):
    chats_known(home)
    with served(market, signed_in, WEB_PROCESSES=1) as desk:
        desk.get("/login/")
        [worker] = desk.workers
        os.kill(worker, signal.SIGSTOP)
        until_they_stand_still(worker)
        waiting = [socket.create_connection(("127.0.0.1", desk.port), timeout=20) for _ in range(5)]
        for number, one in enumerate(waiting):
            head = f"GET /lookup/?q={FIRST + number} HTTP/1.1\r\nHost: localhost\r\nCookie: {desk.cookie}\r\n\r\n"
            one.sendall(head.encode())
        desk.program.process.send_signal(signal.SIGTERM)
        until_it_waits(worker, signal.SIGTERM)
        os.kill(worker, signal.SIGCONT)
        heads = [one.recv(65536).split(b"\r\n\r\n")[0].decode() for one in waiting]
        for one in waiting:
            one.close()

    assert [head.splitlines()[0].split()[1] for head in heads] == ["302"] * 5
    assert all("connection: close" in head.lower() for head in heads)
