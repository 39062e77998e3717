from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Circuit, Order, Return
from chats.sandbox.content import cabinets
from chats.services.orders import refresh
from chats.services.sellers import register
from chats.services.sightings.refresh import refresh_chat_if_due
from chats.services.upstream.ledger import Lane
from tests.desk_fixture import NOW

MOMENT = timedelta(seconds=1)
RETURN = {"context_type": "RETURN", "order_id": 54810000106, "return_id": 6620106, "campaign_id": 48211002}


@pytest.fixture
def now():
    """The sandbox counts its times back from its start, so here is the real time."""
    return timezone.now()


@pytest.fixture
def chat(home, known_chat, now):
    def make(**details):
        usual = {"order_id": 54810000101, "created_at": now, "updated_at": now, "seen_at": now}
        return known_chat(home, 310001, **{**usual, **details})

    return make


def operations(market):
    return [call.operation for call in market.calls]


def look(chat, now, lane=Lane.OPEN_CHAT):
    return refresh.refresh_subject(chat, lane, now=now)


def test_an_order_is_asked_for_once_and_kept(chat, market, now):
    seen = look(chat(), now).order

    assert (seen.value.order_id, seen.value.status, seen.seen_at, seen.problem) == (
        54810000101,
        "PROCESSING",
        now,
        None,
    )
    assert operations(market) == ["getBusinessOrders"]


def test_what_is_kept_is_read_back_without_a_call(chat, market, now):
    one = chat()
    first = look(one, now)

    assert refresh.known_subject(one) == first
    assert len(market.calls) == 1


@pytest.mark.parametrize(("status", "rests"), [("DELIVERY", timedelta(minutes=10)), ("DELIVERED", timedelta(hours=24))])
def test_an_order_is_asked_for_again_only_when_it_is_old_enough(chat, market, now, status, rests):
    market.set_order(1001, 54810000101, status=status)
    one = chat()
    look(one, now)

    look(one, now + rests - MOMENT)
    before = len(market.calls)
    look(one, now + rests + MOMENT)

    assert (before, len(market.calls)) == (1, 2)


def test_a_press_asks_at_once_but_a_double_press_only_once(chat, market, now):
    one = chat()
    look(one, now)

    look(one, now + 2 * MOMENT, Lane.AGENT)
    look(one, now + 10 * MOMENT, Lane.AGENT)
    look(one, now + 11 * MOMENT, Lane.AGENT)

    assert len(market.calls) == 2


def test_while_one_asks_another_does_not(chat, market, now):
    one = chat()
    look(one, now)
    Order.objects.update(leased_until=now + timedelta(hours=1, seconds=80))

    shown = look(one, now + timedelta(hours=1), Lane.AGENT).order

    assert (len(market.calls), shown.seen_at) == (1, now)


def test_an_asker_that_died_holds_nobody_up_for_long(chat, market, now):
    one = chat()
    look(one, now)
    Order.objects.update(leased_until=now + timedelta(hours=1))

    look(one, now + timedelta(hours=1, seconds=1))

    assert len(market.calls) == 2


def test_m7_a_clock_that_was_set_back_keeps_no_order_for_ever(chat, market, now):
    one = chat()
    look(one, now + timedelta(days=9))

    look(one, now)

    assert len(market.calls) == 2


def test_a_return_comes_with_its_order(chat, market, now):
    seen = look(chat(**RETURN), now)

    assert (seen.order.value.order_id, seen.return_.value.return_id) == (54810000106, 6620106)
    assert sorted(operations(market)) == ["getBusinessOrders", "getReturn"]


def test_a_direct_chat_costs_nothing(chat, market, now):
    assert look(chat(context_type="DIRECT", order_id=None), now) == refresh.Subject()
    assert market.calls == []


def test_an_order_older_than_thirty_days_is_found_around_the_day_of_its_chat(chat, market, now):
    old = chat(order_id=54810000105, created_at=now - timedelta(days=64))

    seen = look(old, now).order

    assert (seen.value.status, seen.problem) == ("DELIVERED", None)
    assert len(market.calls) == 2


def test_a_test_order_is_found_as_one(chat, market, now):
    seen = look(chat(order_id=54810000135, created_at=now - timedelta(hours=30)), now).order

    assert seen.value.fake


def test_an_order_that_market_does_not_show_is_said_and_not_asked_for_again_soon(chat, market, now):
    one = chat(order_id=54810000137)
    seen = look(one, now).order
    asked = len(market.calls)

    look(one, now + timedelta(minutes=50))

    assert (seen.value, seen.problem.kind) == (None, "no_order")
    assert (asked, len(market.calls)) == (4, 4)


def test_a_token_known_to_lack_the_scope_costs_no_call_at_all(chat, home, market, now):
    home.scopes = ["COMMUNICATION"]

    seen = look(chat(**RETURN), now, Lane.AGENT)

    assert (seen.order.problem.kind, seen.return_.problem.kind) == ("no_order_access", "no_order_access")
    assert market.calls == []
    assert not Order.objects.exists()


def test_a_token_for_finance_reads_orders_but_no_returns(chat, home, market, now):
    home.scopes = ["COMMUNICATION", "FINANCE_AND_ACCOUNTING"]

    seen = look(chat(**RETURN), now)

    assert (seen.order.problem, seen.return_.problem.kind) == (None, "no_order_access")
    assert operations(market) == ["getBusinessOrders"]


def test_a_refusal_for_the_scope_silences_no_chat(chat, home, market, now):
    register.set_token(home, register.token_in(cabinets.COMMUNICATION_ONLY[1001]), now=now)
    one = chat()
    one.seller = home

    seen = look(one, now).order
    look(one, now + timedelta(minutes=50))
    fresh = refresh_chat_if_due(one, now=now + timedelta(seconds=1))

    assert (seen.problem.kind, fresh.problem_kind) == ("no_order_access", "")
    assert operations(market) == ["getBusinessOrders", "getChat"]
    assert not Circuit.objects.exclude(paused_until=None).exists()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("401", "dead_key"),
        ("403_scope", "no_order_access"),
        ("403_access", "no_access"),
        ("420_hourly", "hourly_limit"),
        ("500", "broken"),
        ("closed", "not_reached"),
        ("truncated", "not_reached"),
        ("html", "not_understood"),
        ("other_chat", "not_understood"),
        ("missing_field", "not_understood"),
        ("id_nan", "not_understood"),
    ],
)
def test_when_market_fails_the_last_sight_stays_with_the_reason(chat, market, now, fault, kind):
    one = chat(**RETURN)
    look(one, now)
    market.fail(fault=fault, operation="getReturn")

    seen = look(one, now + timedelta(minutes=30)).return_

    assert (seen.value.return_id, seen.seen_at) == (6620106, now)
    assert seen.problem.kind == kind


@pytest.mark.parametrize("fault", ["401", "500", "closed", "html", "missing_field", "404"])
def test_an_order_that_was_never_had_is_a_reason_and_no_emptiness(chat, market, now, fault):
    market.fail(fault=fault, operation="getBusinessOrders")

    seen = look(chat(), now).order

    assert (seen.value, seen.seen_at) == (None, None)
    assert seen.problem


def test_after_trouble_the_next_answer_takes_the_reason_away(chat, market, now):
    market.fail(fault="500", operation="getBusinessOrders", times=1)
    one = chat()
    look(one, now)

    seen = look(one, now + timedelta(minutes=1)).order

    assert (seen.problem, seen.value.status) == (None, "PROCESSING")


def test_a_return_without_its_store_costs_no_call(chat, market, now):
    seen = look(chat(**{**RETURN, "campaign_id": None}), now)

    assert seen.return_.problem.kind == "no_store"
    assert operations(market) == ["getBusinessOrders"]


def test_what_another_version_of_the_desk_kept_is_no_trouble(chat, home, market):
    one = chat(**RETURN)
    Order.objects.create(seller=home, order_id=one.order_id, body={"orderId": "?"}, seen_at=NOW, due_at=NOW)
    Return.objects.create(seller=home, return_id=one.return_id, body={"x": 1}, seen_at=NOW, due_at=NOW)

    seen = refresh.known_subject(one)

    assert (seen.order.value, seen.order.seen_at, seen.return_.value) == (None, None, None)
