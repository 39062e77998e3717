"""Market's limits: once one is reached, no process asks again before the time at which that makes sense."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat, Quota
from tests.faults.calm import an_hour_passes, look_up, poll, press_refresh, problem_on, stays_calm
from tests.faults.processes import elsewhere

BY_ORDER = "https://market.example/order/54810000102"
MINUTE = timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("fault", "shortest", "longest"),
    [
        ("420_hourly", MINUTE, 3 * MINUTE),
        ("420_no_until", MINUTE, 65 * MINUTE),
        ("420_bad_until", MINUTE, 65 * MINUTE),
        ("420_past_until", MINUTE, MINUTE),
        ("420_far_until", 65 * MINUTE, 65 * MINUTE),
    ],
)
def test_u6_an_hourly_limit_shuts_the_operation_for_everybody(signed_in, seen, market, fault, shortest, longest):
    seen()
    began = timezone.now()
    market.fail(fault, operation="getChat")

    press_refresh(signed_in)
    waits = Chat.objects.get().problem_until - began
    stays_calm(signed_in, "hourly_limit")
    market.clear()

    press_refresh(signed_in)
    poll(signed_in)
    assert problem_on(look_up(signed_in, 999)) == "hourly_limit"
    assert elsewhere(lambda: press_refresh(signed_in)) == 0
    assert len(market.calls) == 1
    assert shortest <= waits <= longest + timedelta(seconds=20)

    assert look_up(signed_in, "https://market.example/order/54810000103").status_code == 302
    assert [call.operation for call in market.calls[1:]] == ["getChats"]

    an_hour_passes()
    assert problem_on(press_refresh(signed_in)) == ""


def test_u6_the_wait_is_counted_by_markets_own_clock(signed_in, seen, market):
    seen()
    market.clock = lambda: timezone.now() + timedelta(hours=5)
    market.fail("420_hourly")

    press_refresh(signed_in)

    wait = Chat.objects.get().problem_until - timezone.now()
    assert MINUTE < wait < 3 * MINUTE


@pytest.mark.parametrize("fault", ["420_html", "420_empty", "429"])
def test_f11_u7_a_limit_of_an_unknown_kind_closes_the_door_for_a_minute_and_stays_what_it_is(
    signed_in, seen, market, fault
):
    seen()
    began = timezone.now()
    market.fail(fault)

    press_refresh(signed_in)
    market.clear()
    press_refresh(signed_in)
    poll(signed_in)

    assert len(market.calls) == 1
    stays_calm(signed_in, "unknown_limit")
    assert MINUTE <= Quota.objects.get().exhausted_until - began < MINUTE + timedelta(seconds=20)


def test_u7_a_limit_of_an_unknown_kind_is_told_as_such(signed_in, seen, market):
    seen()
    market.fail("420_html")

    press_refresh(signed_in)

    stays_calm(signed_in, "unknown_limit")


def test_u5_too_many_at_once_is_tried_again_once_and_then_said(signed_in, seen, market, monkeypatch):
    seen()
    monkeypatch.setattr("chats.services.upstream.calls.pause_before_retry", lambda error: 0.01)
    market.fail("420_parallel")

    press_refresh(signed_in)

    assert len(market.calls) == 2
    stays_calm(signed_in, "parallel_limit")

    market.clear()
    market.fail("420_parallel", times=1)
    assert problem_on(press_refresh(signed_in)) == ""
    assert [call.operation for call in market.calls].count("getChat") == 4


def test_u5_an_open_page_does_not_press_on_after_too_many_at_once(signed_in, seen, market):
    seen()
    market.fail("420_parallel")

    poll(signed_in)

    assert len(market.calls) == 1
    stays_calm(signed_in, "parallel_limit")
