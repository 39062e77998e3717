from datetime import timedelta

import pytest

from chats.market.limits import GET_CHAT, GET_CHATS, Limits
from chats.models import Quota, Slot
from chats.problems import NotNow
from chats.services.upstream import ledger
from chats.services.upstream.ledger import Lane
from tests.desk_fixture import NOW


def spent(seller, *, remaining: int, operation: str = GET_CHAT) -> Quota:
    return Quota.objects.create(
        seller=seller, operation=operation, allowance=1000, remaining=remaining, renews_at=NOW + timedelta(minutes=20)
    )


def claim_and_release(seller, lane=Lane.AGENT, *, limits=None, counted=True, now=NOW):
    claim = ledger.claim(seller, GET_CHAT, lane, now=now)
    ledger.release(claim, limits or Limits(), counted=counted, now=now)
    return Quota.objects.get(seller=seller, operation=GET_CHAT)


def test_a_first_call_starts_a_window_of_the_documented_size(home):
    quota = claim_and_release(home)

    assert (quota.allowance, quota.remaining) == (1000, 999)
    assert quota.renews_at == NOW + timedelta(hours=1)


def test_the_headers_of_an_answer_correct_the_ledger(home):
    until = NOW + timedelta(minutes=7)

    quota = claim_and_release(home, limits=Limits(limit=500, remaining=123, until=until, date=NOW))

    assert (quota.allowance, quota.remaining, quota.renews_at) == (500, 123, until)


def test_the_wait_is_counted_by_markets_clock(home):
    an_hour_ahead = NOW + timedelta(hours=1)

    quota = claim_and_release(home, limits=Limits(until=an_hour_ahead + timedelta(minutes=5), date=an_hour_ahead))

    assert quota.renews_at == NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("lane", "remaining", "allowed"),
    [
        (Lane.AGENT, 1, True),
        (Lane.AGENT, 0, False),
        (Lane.SEND, 21, True),
        (Lane.SEND, 20, False),
        (Lane.OPEN_CHAT, 201, True),
        (Lane.OPEN_CHAT, 200, False),
        (Lane.BACKGROUND, 401, True),
        (Lane.BACKGROUND, 400, False),
    ],
)
def test_a_lane_leaves_the_rest_to_those_before_it(home, lane, remaining, allowed):
    quota = spent(home, remaining=remaining)

    if allowed:
        assert ledger.claim(home, GET_CHAT, lane, now=NOW).quota_id == quota.pk
    else:
        with pytest.raises(NotNow) as refusal:
            ledger.claim(home, GET_CHAT, lane, now=NOW)
        assert refusal.value.until == quota.renews_at
        assert not Slot.objects.exists()


def test_a_new_window_fills_the_ledger_again(home):
    spent(home, remaining=0)

    assert claim_and_release(home, now=NOW + timedelta(minutes=21)).remaining == 999


def test_m7_a_clock_set_back_does_not_shut_the_ledger_for_longer_than_a_window(home):
    spent(home, remaining=0)

    assert claim_and_release(home, now=NOW - timedelta(days=1)).remaining == 999


def test_what_market_does_not_count_is_given_back(home):
    assert claim_and_release(home, counted=False).remaining == 1000


def test_four_requests_at_once_and_not_a_fifth(home):
    claims = [ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW) for _ in range(4)]

    with pytest.raises(NotNow) as refusal:
        ledger.claim(home, GET_CHATS, Lane.AGENT, now=NOW)

    assert refusal.value.kind == "busy"
    ledger.release(claims[2], Limits(), counted=True, now=NOW)
    assert ledger.claim(home, GET_CHATS, Lane.AGENT, now=NOW)


def test_the_background_leaves_two_slots_free_beside_its_own(home):
    first, _ = [ledger.claim(home, GET_CHAT, Lane.BACKGROUND, now=NOW) for _ in range(2)]

    with pytest.raises(NotNow) as refusal:
        ledger.claim(home, GET_CHATS, Lane.BACKGROUND, now=NOW)

    assert (refusal.value.kind, ledger.sellers_held_up(now=NOW)) == ("busy", {home.pk})
    assert [ledger.claim(home, GET_CHATS, Lane.AGENT, now=NOW) for _ in range(2)]
    ledger.release(first, Limits(), counted=True, now=NOW)
    with pytest.raises(NotNow):
        ledger.claim(home, GET_CHATS, Lane.BACKGROUND, now=NOW)


def test_a_seller_is_held_up_while_two_slots_are_leased_and_no_longer(home, tech):
    ledger.claim(tech, GET_CHAT, Lane.AGENT, now=NOW)
    claims = [ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW) for _ in range(2)]

    assert ledger.sellers_held_up(now=NOW) == {home.pk}
    assert ledger.sellers_held_up(now=NOW + ledger.SLOT_LEASE) == set()
    assert ledger.sellers_held_up(now=NOW - timedelta(days=1)) == set()  # the clock was set back
    ledger.release(claims[0], Limits(), counted=True, now=NOW)
    assert ledger.sellers_held_up(now=NOW) == set()


def test_a_slot_of_a_worker_that_crashed_comes_back_after_one_call_without_retries(home, settings):
    settings.MARKET_DEADLINE = 12
    for _ in range(2):
        ledger.claim(home, GET_CHAT, Lane.BACKGROUND, now=NOW)

    assert ledger.sellers_held_up(now=NOW + timedelta(seconds=16)) == {home.pk}
    assert ledger.sellers_held_up(now=NOW + timedelta(seconds=17)) == set()
    assert ledger.claim(home, GET_CHAT, Lane.BACKGROUND, now=NOW + timedelta(seconds=17))


def test_a_slot_of_a_crashed_process_comes_back_with_time(home):
    for _ in range(4):
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)

    assert ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW + ledger.SLOT_LEASE)


def test_a_page_that_began_a_little_earlier_takes_no_slot_from_another(home):
    for _ in range(4):
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)

    with pytest.raises(NotNow) as refusal:
        ledger.claim(home, GET_CHATS, Lane.AGENT, now=NOW - timedelta(seconds=20))
    assert refusal.value.kind == "busy"


def test_a_slot_that_was_given_back_is_free_for_a_page_that_began_earlier(home):
    claims = [ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW) for _ in range(4)]
    ledger.release(claims[0], Limits(), counted=True, now=NOW + timedelta(seconds=20))

    assert ledger.claim(home, GET_CHATS, Lane.AGENT, now=NOW + timedelta(seconds=10))


def test_m7_slots_leased_by_a_clock_that_was_set_back_are_free(home):
    for _ in range(4):
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW + timedelta(hours=1))

    assert ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)


def test_a_page_that_began_a_little_earlier_does_not_open_a_shut_operation(home):
    claim = ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)
    ledger.release(claim, Limits(remaining=0, until=NOW + timedelta(days=3)), counted=True, now=NOW)
    ledger.block_operation(claim, Limits(until=NOW + timedelta(days=3)), kind="hourly_limit", now=NOW)

    with pytest.raises(NotNow):
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW - timedelta(seconds=20))


def test_a_refused_claim_costs_nothing(home):
    for _ in range(4):
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)

    with pytest.raises(NotNow):
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)

    assert Quota.objects.get(operation=GET_CHAT).remaining == 996


@pytest.mark.parametrize(
    ("limits", "minutes"),
    [
        (Limits(until=NOW + timedelta(minutes=30), date=NOW), 30),
        (Limits(until=NOW + timedelta(days=3), date=NOW), 65),
        (Limits(until=NOW - timedelta(hours=2), date=NOW), 1),
        (Limits(), 20),  # the window that the ledger knows of
    ],
)
def test_u6_an_hourly_limit_shuts_the_operation_until_then(home, limits, minutes):
    spent(home, remaining=500)
    claim = ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)
    ledger.release(claim, Limits(), counted=True, now=NOW)

    until = ledger.block_operation(claim, limits, kind="hourly_limit", now=NOW)

    assert until == NOW + timedelta(minutes=minutes)
    with pytest.raises(NotNow) as refusal:
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=until - timedelta(seconds=1))
    assert refusal.value.until == until
    assert ledger.claim(home, GET_CHATS, Lane.AGENT, now=NOW)
    assert ledger.claim(home, GET_CHAT, Lane.AGENT, now=until)


def test_u7_a_limit_of_an_unknown_kind_shuts_for_a_minute(home):
    claim = ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)

    for limits in (Limits(), Limits(remaining=900, until=NOW + timedelta(minutes=40), date=NOW)):
        assert ledger.block_operation(claim, limits, kind="unknown_limit", now=NOW) == NOW + timedelta(minutes=1)


def test_the_emptier_the_ledger_the_longer_an_open_chat_waits(home):
    shortest = timedelta(seconds=30)
    spent(home, remaining=900)

    def gap(calls: int = 1) -> timedelta:
        return ledger.next_gap(home, GET_CHAT, Lane.OPEN_CHAT, shortest=shortest, calls=calls, now=NOW)

    full, of_many = gap(), gap(calls=100)
    Quota.objects.update(remaining=260, renews_at=NOW + timedelta(minutes=30))
    emptier = gap(calls=2)
    Quota.objects.update(remaining=0)

    # 700 calls above the reserve for 20 minutes, then 60 for half an hour.
    assert (full, of_many) == (shortest, timedelta(minutes=20) / 700 * 100)
    assert (emptier, gap()) == (timedelta(seconds=60), timedelta(minutes=30))


@pytest.mark.parametrize("kind", ["hourly_limit", "unknown_limit"])
def test_f11_whoever_comes_while_a_limit_holds_is_told_which_one(home, kind):
    claim = ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW)
    ledger.block_operation(claim, Limits(), kind=kind, now=NOW)

    with pytest.raises(NotNow) as refusal:
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW + timedelta(seconds=30))

    assert refusal.value.kind == kind
