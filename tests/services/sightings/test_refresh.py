from datetime import timedelta

import pytest

from chats.models import Chat, Circuit, Quota
from chats.problems import Problem
from chats.services.sightings import refresh
from tests.desk_fixture import NOW, again


@pytest.fixture
def chat(home, known_chat):
    return known_chat(home, 310002, status="NEW", updated_at=NOW - timedelta(days=300))


def test_an_open_page_brings_a_newer_sighting(chat, market):
    fresher = refresh.refresh_chat_if_due(chat, now=NOW + timedelta(minutes=1))

    assert (fresher.status, fresher.version) == ("WAITING_FOR_PARTNER", 2)
    assert fresher.seen_at == NOW + timedelta(minutes=1)


def test_a_fresh_sighting_costs_no_call(chat, market):
    Chat.objects.update(due_at=NOW + timedelta(seconds=30))

    refresh.refresh_chat_if_due(again(chat), now=NOW + timedelta(seconds=29))

    assert market.calls == []


def test_ten_tabs_cost_one_call(chat, market):
    tabs = [again(chat) for _ in range(10)]

    for tab in tabs:
        refresh.refresh_chat_if_due(tab, now=NOW + timedelta(minutes=1))

    assert len(market.calls) == 1


def test_a_finished_chat_stops_asking(home, known_chat, market):
    chat = known_chat(home, 310005, status="FINISHED", updated_at=NOW - timedelta(days=300))

    refresh.refresh_chat_if_due(chat, now=NOW + timedelta(days=1))

    assert market.calls == []


def test_a_person_may_still_refresh_a_finished_chat(home, known_chat, market):
    chat = known_chat(home, 310005, status="FINISHED", updated_at=NOW - timedelta(days=300))

    assert refresh.refresh_chat(chat, now=NOW + timedelta(days=1)).seen_at == NOW + timedelta(days=1)


def test_a_second_press_at_once_costs_nothing(chat, market):
    refresh.refresh_chat(chat, now=NOW + timedelta(minutes=1))
    refresh.refresh_chat(again(chat), now=NOW + timedelta(minutes=1, seconds=2))

    assert len(market.calls) == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("401", "dead_key"),
        ("403_scope", "missing_scope"),
        ("403_access", "no_access"),
        ("403_api_off", "api_off"),
        ("404", "not_found"),
        ("420_hourly", "hourly_limit"),
        ("420_html", "unknown_limit"),
        ("500", "broken"),
        ("closed", "not_reached"),
        ("truncated", "not_reached"),
        ("html", "not_understood"),
        ("other_chat", "not_understood"),
    ],
)
def test_a_problem_leaves_the_last_sighting_and_its_age(chat, market, fault, kind):
    market.fail(fault=fault)

    stale = refresh.refresh_chat_if_due(chat, now=NOW + timedelta(minutes=1))

    assert (stale.status, stale.seen_at, stale.problem_kind) == ("NEW", NOW, kind)


def test_a_problem_goes_with_the_next_good_answer(chat, market):
    market.fail(fault="500")
    refresh.refresh_chat_if_due(chat, now=NOW + timedelta(minutes=1))
    market.clear()

    assert refresh.refresh_chat(again(chat), now=NOW + timedelta(minutes=2)).problem_kind == ""


def test_after_the_hourly_limit_no_page_asks_before_the_time(chat, market):
    market.fail(fault="420_hourly")
    stale = refresh.refresh_chat_if_due(chat, now=NOW + timedelta(minutes=1))
    market.clear()
    before = len(market.calls)

    refresh.refresh_chat_if_due(again(chat), now=stale.problem_until - timedelta(seconds=1))
    refresh.refresh_chat(again(chat), now=stale.problem_until - timedelta(seconds=1))
    held_back = len(market.calls)
    refresh.refresh_chat_if_due(again(chat), now=stale.problem_until + timedelta(seconds=5))

    assert (held_back, len(market.calls)) == (before, before + 1)


def test_an_open_page_leaves_the_last_calls_to_people(chat, home, market):
    Quota.objects.create(
        seller=home, operation="getChat", allowance=1000, remaining=150, renews_at=NOW + timedelta(minutes=50)
    )

    held_back = refresh.refresh_chat_if_due(chat, now=NOW + timedelta(minutes=1))
    pressed = refresh.refresh_chat(again(chat), now=NOW + timedelta(minutes=2))

    assert (held_back.problem_kind, held_back.problem_until) == ("reserve", NOW + timedelta(minutes=50))
    assert (pressed.problem_kind, len(market.calls)) == ("", 1)


def test_u10_a_dead_key_is_asked_by_open_pages_once_in_fifteen_minutes(chat, market):
    market.fail(fault="401")

    for second in range(0, 15 * 60, 5):
        refresh.refresh_chat_if_due(again(chat), now=NOW + timedelta(minutes=1, seconds=second))

    assert len(market.calls) == 1


def test_u8_a_person_gets_three_tries_and_five_failures_open_the_circuit(chat, home, market):
    market.fail(fault="500")

    refresh.refresh_chat(chat, now=NOW + timedelta(seconds=4))
    first = len(market.calls)
    refresh.refresh_chat(again(chat), now=NOW + timedelta(seconds=5))
    second = len(market.calls) - first
    shut = refresh.refresh_chat(again(chat), now=NOW + timedelta(seconds=8))

    assert (first, second, len(market.calls)) == (3, 2, 5)
    assert shut.problem_kind == "shut"
    assert Circuit.objects.get(seller=home).open_until == shut.problem_until


def test_after_the_pause_one_call_probes_and_success_closes_the_circuit(chat, home, market):
    Circuit.objects.create(seller=home, failures=5, open_until=NOW + timedelta(seconds=20), error_kind="broken")

    healed = refresh.refresh_chat(chat, now=NOW + timedelta(seconds=21))

    assert (healed.problem_kind, Circuit.objects.get(seller=home).failures) == ("", 0)


def test_a_first_sight_is_a_sighting_or_a_problem(home, market):
    seen = refresh.fetch_chat(home, 310001, now=NOW)
    unseen = refresh.fetch_chat(home, 999, now=NOW)

    assert isinstance(seen, Chat)
    assert isinstance(unseen, Problem)
    assert unseen.kind == "not_found"


def test_a_lost_key_is_a_problem_and_costs_no_call(chat, home, market, settings):
    settings.TOKEN_KEYS = ["YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY="]

    assert refresh.refresh_chat(chat, now=NOW + timedelta(minutes=1)).problem_kind == "lost_token"
    assert market.calls == []


def test_u19_the_trace_of_markets_answer_is_kept_for_its_support(chat, market):
    market.fail(fault="500")

    stale = refresh.refresh_chat_if_due(chat, now=NOW + timedelta(minutes=1))

    assert stale.problem_trace.startswith("00-")


def test_an_answer_that_is_a_refusal_closes_the_circuit(chat, home, market):
    Circuit.objects.create(seller=home, failures=7, open_until=NOW + timedelta(seconds=20), error_kind="broken")
    market.fail(fault="404")

    refresh.refresh_chat(chat, now=NOW + timedelta(seconds=21))
    asked_again = refresh.refresh_chat(again(chat), now=NOW + timedelta(seconds=22))

    assert (Circuit.objects.get(seller=home).failures, asked_again.problem_kind) == (0, "not_found")
    assert len(market.calls) == 2


def test_m7_a_sighting_by_a_clock_that_was_set_back_does_not_count_as_fresh(chat, market):
    Chat.objects.update(seen_at=NOW + timedelta(days=1))

    assert refresh.refresh_chat(again(chat), now=NOW).seen_at == NOW


@pytest.mark.parametrize(("fault", "left"), [("503", 1000), ("closed", 999), ("404", 999)])
def test_the_ledger_counts_what_market_may_have_counted(chat, market, fault, left):
    market.fail(fault)

    refresh.refresh_chat_if_due(chat, now=NOW + timedelta(minutes=1))

    assert Quota.objects.get().remaining == left
