"""Many agents at a served desk while Market hangs, limits, flaps or floods."""

import threading
import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from lxml import html

from chats.sandbox.content.chats import HOME_ROWS
from tests.faults.calm import address
from tests.faults.desk import served, slowest

pytestmark = pytest.mark.django_db(transaction=True)

AGENTS = 16
CHATS = [row.chat_id for row in HOME_ROWS if row.chat_id < 310020]


def problems_in(body: str) -> set[str]:
    return {told.get("data-problem") for told in html.fromstring(body).cssselect("[data-problem]")}


def test_u4_a_hung_market_leaves_the_desks_own_pages_alone(signed_in, seen, market, rounds, figure):
    seen()
    # The hasher of production: the tests' own is not known there.
    User.objects.create(username="late", password=PBKDF2PasswordHasher().encode("a long password", "salt"))
    own = [address(), "/healthz", "/"] * rounds(5, 50)

    with served(market, signed_in, MARKET_DEADLINE=3.5) as desk:
        calm = desk.side_by_side(own, threads=2)
        market.fail("never")
        clicking = threading.Thread(
            target=desk.side_by_side, args=([f"/lookup/?q={number}" for number in range(1, AGENTS + 1)], AGENTS)
        )
        clicking.start()
        time.sleep(0.3)
        hung = desk.side_by_side(own, threads=2)
        signed_in_late = desk.sign_in("late", "a long password")
        clicking.join()
        clicks = [answer for answer in desk.answers if answer.path.startswith("/lookup/")]

    assert {answer.status for answer in [*calm, *hung]} == {200}
    assert (signed_in_late.status, signed_in_late.location) == (302, "/")
    assert {answer.status for answer in clicks} == {200}
    told = [kind for answer in clicks for kind in problems_in(answer.body)]
    assert len(told) == AGENTS and set(told) <= {"busy", "not_reached", "shut", "parallel_limit"}
    assert slowest(hung, 1) < 3
    figure(
        f"U4: own pages p99 {slowest(calm) * 1000:.0f} ms with Market well, {slowest(hung) * 1000:.0f} ms "
        f"with Market hung and {AGENTS} agents clicking ({len(hung)} requests, two at a time), "
        f"sign-in {signed_in_late.seconds * 1000:.0f} ms"
    )


def test_u5_all_processes_together_have_four_calls_under_way(signed_in, home, market, rounds, figure):
    market.latency = 0.2
    numbers = range(10_000, 10_000 + rounds(60, 600))

    with served(market, signed_in, WEB_PROCESSES=3, WEB_THREADS=6) as desk:
        answers = desk.side_by_side([f"/lookup/?q={number}" for number in numbers], threads=18)

    assert {answer.status for answer in answers} == {200}
    assert {kind for answer in answers for kind in problems_in(answer.body)} <= {"busy"}
    refused = [call for call in market.calls if call.status == 420]
    assert refused == []
    assert 2 <= market.most_in_flight[home.business_id] <= 4
    busy = sum("busy" in problems_in(answer.body) for answer in answers)
    figure(
        f"U5: {len(answers)} lookups from 18 browsers over 3 processes, {len(market.calls)} calls, at most "
        f"{market.most_in_flight[home.business_id]} at once, {len(refused)} refused by Market, {busy} told to wait"
    )


@pytest.mark.parametrize("fault", ["huge", "bomb", "many_headers", "deep"])
def test_u13_an_answer_without_end_leaves_no_memory_behind(signed_in, home, market, figure, fault):
    with served(market, signed_in, WEB_PROCESSES=1) as desk:
        desk.side_by_side([address(chat_id) for chat_id in CHATS[4:]], threads=4)
        before = desk.resident
        market.fail(fault)
        answers = [desk.get(address(chat_id)) for chat_id in CHATS[:4]]
        after = desk.resident

    assert [(answer.status, problems_in(answer.body)) for answer in answers] == [(200, {"not_understood"})] * 4
    assert after - before <= 30
    figure(
        f"U13 {fault}: memory {after - before:+d} MB after {len(answers)} answers, "
        f"slowest page {slowest(answers, 1):.2f} s"
    )


def test_u22_a_flapping_market_leaves_nothing_piled_up(signed_in, seen, market, rounds, figure):
    seen()
    paths = [address(), *(f"/lookup/?q={number}" for number in range(20_000, 20_008))]

    with served(market, signed_in, WEB_PROCESSES=1) as desk:
        # More browsers than threads, so that each thread has its connection to the database before anything is counted.
        desk.side_by_side(paths * 6, threads=12)
        time.sleep(0.5)
        before, seconds = desk.threads_and_sockets, rounds(4, 60)
        ends, up = time.monotonic() + seconds, True
        while time.monotonic() < ends:
            market.clear()
            if up := not up:
                market.fail("reset")
            desk.side_by_side(paths, threads=4)
        market.clear()
        time.sleep(2)
        after = desk.threads_and_sockets
        lines = desk.program.lines.qsize()
        asked = len(desk.answers)

    assert {answer.status for answer in desk.answers} == {200}
    assert abs(after - before) <= 2
    assert lines <= 4 * asked
    figure(
        f"U22: Market up and down for {seconds} s, {asked} requests, {len(market.calls)} calls: threads and sockets "
        f"{before} before, {after} after; {lines / asked:.1f} log lines a request"
    )
