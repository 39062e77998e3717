"""How the hour of an operation stands, as people see it: the same as a call would find it."""

from datetime import timedelta

import pytest

from chats.market.limits import GET_CHAT, GET_CHATS
from chats.models import Quota, QuotaHour
from chats.problems import NotNow
from chats.services import upstream
from chats.services.upstream import Lane, ledger, tally
from tests.desk_fixture import NOW

MINUTE = timedelta(minutes=1)
ALL = tuple(Lane)


@pytest.fixture
def quota(home):
    def make(remaining: int, operation: str = GET_CHAT, **values) -> Quota:
        usual = {"allowance": 1000, "renews_at": NOW + 20 * MINUTE}
        return Quota.objects.create(seller=home, operation=operation, remaining=remaining, **{**usual, **values})

    return make


def of(seller, now=NOW):
    [found] = upstream.standings([seller], now=now)
    return found


@pytest.mark.parametrize("remaining", [0, 1, 20, 21, 200, 201, 400, 401, 1000])
def test_held_back_are_the_lanes_that_a_claim_refuses(home, quota, remaining):
    quota(remaining)
    shown = of(home)

    for lane in Lane:
        refused = None
        try:
            ledger.spend_quota(home, GET_CHAT, lane, now=NOW)
        except NotNow as refusal:
            refused = refusal.until
        Quota.objects.update(remaining=remaining)
        assert (lane in shown.held_back) == (refused is not None)
        assert refused in (None, shown.until)


@pytest.mark.parametrize(("remaining", "is_low", "used_up"), [(0, True, True), (199, True, False), (200, False, False)])
def test_few_is_less_than_a_fifth(home, quota, remaining, is_low, used_up):
    quota(remaining)

    assert (of(home).is_low, of(home).used_up) == (is_low, used_up)


def test_what_the_lanes_have_not_used_other_programs_have(home, quota):
    quota(300, spent_by_agents=10, spent_by_pages=190, spent_by_background=200)

    assert (of(home).spent, of(home).elsewhere, of(home).left) == ((10, 0, 190, 200), 300, 300)
    assert of(home).left_for(Lane.SEND) == 280


def test_an_hour_that_is_over_holds_nothing(home, quota):
    quota(0, spent_by_agents=700)

    shown = of(home, now=NOW + 21 * MINUTE)

    assert (shown.left, shown.renews_at, shown.held_back, shown.spent) == (1000, None, (), (0, 0, 0, 0))


def test_a_limit_that_market_named_holds_everybody(home, quota):
    quota(700, exhausted_until=NOW + MINUTE, exhausted_kind="unknown_limit")

    shown, later = of(home), of(home, now=NOW + 2 * MINUTE)

    assert (shown.left, shown.held_back, shown.until, shown.limit) == (0, ALL, NOW + MINUTE, "unknown_limit")
    assert (later.left, later.held_back, later.limit) == (700, (), "")


def test_m7_an_end_from_a_clock_that_was_wrong_holds_nobody(home, quota):
    quota(0, renews_at=NOW + timedelta(days=3), exhausted_until=NOW + timedelta(days=3), exhausted_kind="hourly_limit")

    assert (of(home).held_back, of(home).renews_at) == ((), None)


def test_only_the_operations_asked_for_and_only_of_these_sellers(home, foreign, quota):
    quota(1), quota(2, GET_CHATS)
    Quota.objects.create(seller=foreign, operation=GET_CHAT, allowance=10, remaining=3, renews_at=NOW + MINUTE)

    found = upstream.standings([home], operations=[GET_CHATS], now=NOW)

    assert [one.left for one in found] == [2]


def test_the_last_day_has_24_hours_the_present_one_last(home, foreign, django_assert_num_queries):
    hour = tally.hour_of(NOW)
    for back, lane, calls, held in ((0, 0, 1, 0), (0, 3, 2, 5), (23, 3, 4, 0), (24, 3, 100, 100), (-1, 3, 100, 100)):
        at = hour - timedelta(hours=back)
        QuotaHour.objects.create(seller=home, operation=GET_CHAT, lane=lane, hour=at, calls=calls, held_back=held)

    with django_assert_num_queries(1):
        day = upstream.last_day([home, foreign], now=NOW + 30 * MINUTE)

    assert len(day[home.pk]) == len(day[foreign.pk]) == 24
    assert (day[home.pk][-1].hour, day[home.pk][-1].calls, day[home.pk][-1].held_back) == (hour, 3, 5)
    assert sum(one.calls for one in day[home.pk]) == 7
    assert not any(one.calls for one in day[foreign.pk])
