"""The line to Market: nobody there, nobody who proves to be Market, nobody who ever ends."""

import socket
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from chats.market.http import transport
from chats.models import Chat
from tests.authority_fixture import DAY
from tests.faults.calm import (
    address,
    look_up,
    one_line_tells,
    poll,
    press_refresh,
    problem_on,
    slots_are_free_or_end,
    stays_calm,
)
from tests.market.servers import Server, answer, says

PAGE = 3.5  # seconds in which a page answers when there is nobody to ask
HEADROOM = 2  # a busy machine is no fault of the desk


def refused() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


NOBODY = {"refused": refused, "no such name": lambda: f"http://{'x' * 64}.example"}


@pytest.mark.parametrize("there", NOBODY)
def test_u1_nobody_at_markets_address_leaves_the_last_sighting(signed_in, seen, settings, there):
    seen()
    settings.MARKET_API_URL = NOBODY[there]()
    started = time.monotonic()

    pressed = press_refresh(signed_in)

    assert time.monotonic() - started < PAGE * HEADROOM
    assert (pressed.status_code, problem_on(pressed)) == (200, "not_reached")
    stays_calm(signed_in, "not_reached")
    assert slots_are_free_or_end()


@pytest.mark.parametrize("there", NOBODY)
def test_u1_a_chat_never_seen_is_explained_when_nobody_is_there(signed_in, home, settings, there):
    settings.MARKET_API_URL = NOBODY[there]()
    started = time.monotonic()

    opened, looked_up = signed_in.get(address()), look_up(signed_in, 310001)

    assert time.monotonic() - started < 2 * PAGE * HEADROOM
    assert (opened.status_code, problem_on(opened)) == (200, "not_reached")
    assert (looked_up.status_code, problem_on(looked_up)) == (200, "not_reached")


@pytest.mark.parametrize(
    ("host", "ends", "trusted"),
    [("127.0.0.1", DAY, False), ("127.0.0.1", -DAY, True), ("market.example", DAY, True)],
    ids=["unknown authority", "expired", "wrong host"],
)
def test_u1_who_cannot_prove_to_be_market_is_told_nothing_and_not_tried_again(
    signed_in,
    seen,
    settings,
    monkeypatch,
    caplog,
    authority,
    host,
    ends,
    trusted,
):
    seen()
    if trusted:
        monkeypatch.setattr(transport, "DEFAULT_CA_BUNDLE_PATH", authority.file)

    with Server(says(answer()), tls=authority.server(host, ends)) as server:
        settings.MARKET_API_URL = server.url
        press_refresh(signed_in)

    assert (server.requests, server.connections) == ([], 1)
    stays_calm(signed_in, "tls_failed")
    one_line_tells(caplog, "tls_failed")


@pytest.mark.parametrize("fault", ["never", "slow_head", "slow_body"])
@pytest.mark.parametrize("by", [press_refresh, poll])
def test_u2_u3_the_deadline_ends_whatever_goes_on_too_long(signed_in, seen, market, deadline, figure, fault, by):
    seen()
    market.fail(fault, delay=30 if fault == "never" else 0.05)
    started = time.monotonic()

    by(signed_in)

    took = time.monotonic() - started
    assert took < deadline * 15.5 / 15 * HEADROOM
    assert len(market.calls) == 1
    assert slots_are_free_or_end()
    stays_calm(signed_in, "not_reached")
    figure(f"U2, U3 {fault}: {by.__name__} ended after {took:.1f} s with a deadline of {deadline:.0f} s")


def test_u2_two_slow_calls_share_the_time_of_one_page(signed_in, home, market, settings, monkeypatch):
    settings.MARKET_DEADLINE = 3.0
    monkeypatch.setattr("chats.services.upstream.calls.RETRY_SECONDS", 0.5)
    market.fail("404", operation="getChat", delay=2.5)
    market.fail("never", operation="getChats")
    started = time.monotonic()

    found = look_up(signed_in, 54810000102)

    assert time.monotonic() - started < 5
    assert (found.status_code, problem_on(found), len(market.calls)) == (200, "not_reached", 2)


def test_u2_the_page_of_a_known_chat_waits_for_nobody(signed_in, seen, market):
    seen()
    market.fail("never")
    started = time.monotonic()

    page = signed_in.get(address())

    assert (page.status_code, market.calls) == (200, [])
    assert time.monotonic() - started < 0.3 * 10


@pytest.mark.parametrize("fault", ["truncated", "truncated_chunked", "closed", "reset"])
@pytest.mark.parametrize("asked", ["310002", "https://market.example/order/54810000102"], ids=["getChat", "getChats"])
def test_u12_half_an_answer_is_no_answer(signed_in, home, market, fault, asked):
    market.fail(fault)

    response = look_up(signed_in, asked)

    assert (response.status_code, problem_on(response)) == (200, "not_reached")
    assert not Chat.objects.exists()
    assert len(market.calls) == 3


@pytest.mark.parametrize("fault", ["huge", "bomb", "many_headers"])
def test_u13_an_answer_without_end_is_cut(signed_in, seen, market, fault):
    seen()
    market.fail(fault)
    started = time.monotonic()

    press_refresh(signed_in)

    # The stand-in packs its 200 MB in this process, so the memory is measured at a served desk.
    assert time.monotonic() - started < 10
    stays_calm(signed_in, "not_understood")


def test_u22_the_desk_is_back_as_soon_as_market_is(signed_in, seen, market):
    seen()
    for _ in range(4):
        market.fail("closed")
        assert problem_on(poll(signed_in)) == "not_reached"
        market.clear()
        assert problem_on(poll(signed_in)) == ""

    assert Chat.objects.get().seen_at > timezone.now() - timedelta(minutes=1)
