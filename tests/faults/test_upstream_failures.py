"""What Market answers when it cannot or will not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat, Circuit
from tests.faults.calm import (
    address,
    an_hour_passes,
    look_up,
    one_line_tells,
    page,
    poll,
    press_refresh,
    problem_on,
    stays_calm,
)

# fault: the kind of the problem, and Market's own words where they are all there is to say
REFUSALS = {
    "400": ("refused", "Illegal input at 'chatId'"),
    "401": ("dead_key", ""),
    "401_revoked": ("dead_key", ""),
    "403_scope": ("missing_scope", ""),
    "403_access": ("no_access", ""),
    "403_api_off": ("api_off", ""),
    "403_store_off": ("api_off", ""),
    "403_other": ("forbidden", "Something that nobody has seen before"),
    "404": ("not_found", ""),
    "404_path": ("not_found", ""),
    "405": ("refused", "Request method 'GET' not supported"),
    "415": ("refused", "Content type 'text/plain' not supported"),
    "423": ("refused", "Business is in migration"),
    "499": ("refused", "Client closed the request"),
}
OF_THE_SELLER = [fault for fault in REFUSALS if fault[:3] in {"401", "403"}]


@pytest.mark.parametrize("fault", ["500", "502", "503", "504"])
def test_u8_a_broken_market_is_asked_three_times_and_then_left_alone(signed_in, seen, market, fault):
    seen()
    market.fail(fault)

    press_refresh(signed_in)
    assert len(market.calls) == 3
    stays_calm(signed_in, "broken")

    press_refresh(signed_in)
    assert len(market.calls) == 5

    for act in (press_refresh, poll, press_refresh):
        assert act(signed_in).status_code == 200
    assert problem_on(look_up(signed_in, 999)) == "shut"
    assert len(market.calls) == 5
    stays_calm(signed_in, "shut")


def test_u8_an_open_page_asks_a_broken_market_once_a_time(signed_in, seen, market, caplog):
    seen()
    market.fail("503")

    poll(signed_in)

    assert len(market.calls) == 1
    one_line_tells(caplog, "broken")


@pytest.mark.parametrize("number", [310005, 54810000103, 6620106, 999], ids=["chat", "order", "return", "nothing"])
def test_u8_any_lookup_finds_out_that_market_is_well_again(signed_in, home, market, number):
    failed = timezone.now() - timedelta(minutes=1)
    Circuit.objects.create(seller=home, failures=9, open_until=failed, error_kind="broken", error_at=failed)

    response = look_up(signed_in, number)

    assert response.status_code == (200 if number == 999 else 302)
    assert market.calls[-1].status == (404 if number == 310005 else 200) or number == 310005
    assert Circuit.objects.get().failures == 0


def test_u8_after_the_pause_one_call_probes_for_all(signed_in, seen, home, market):
    seen()
    market.fail("500")
    for _ in range(2):
        press_refresh(signed_in)
    an_hour_passes()
    before = len(market.calls)

    for act in (poll, press_refresh, poll, press_refresh):
        act(signed_in)

    assert len(market.calls) - before == 1


@pytest.mark.parametrize("fault", REFUSALS)
def test_u10_every_refusal_has_its_words(signed_in, seen, market, caplog, fault):
    kind, words = REFUSALS[fault]
    seen(310002)
    market.fail(fault, operation="getChat")

    press_refresh(signed_in, 310002)
    never_seen = signed_in.get(address(310001))

    assert len(market.calls) == 2
    stays_calm(signed_in, kind, 310002)
    if kind == "not_found":
        assert never_seen.status_code == 404
    else:
        assert (never_seen.status_code, problem_on(never_seen)) == (200, kind)
        assert words in page(never_seen).cssselect("main")[0].text_content()


def test_u10_the_words_of_each_kind_are_its_own(signed_in, seen, market):
    seen()
    told = {}
    for fault, (kind, _) in REFUSALS.items():
        market.clear()
        market.fail(fault)
        press_refresh(signed_in)
        told[kind] = stays_calm(signed_in, kind).cssselect("#chat-notice strong")[0].text_content()

    assert len(set(told.values())) == len(told)


@pytest.mark.parametrize("fault", OF_THE_SELLER)
def test_u10_a_refused_key_keeps_open_pages_quiet_for_fifteen_minutes(signed_in, seen, market, fault):
    kind, _ = REFUSALS[fault]
    for chat_id in (310001, 310002):
        seen(chat_id)
    market.fail(fault)

    for _ in range(5):
        for chat_id in (310001, 310002):
            poll(signed_in, chat_id)

    assert len(market.calls) == 1
    stays_calm(signed_in, kind, 310002)
    quiet = Circuit.objects.get().paused_until - timezone.now()
    assert timedelta(minutes=14) < quiet <= timedelta(minutes=15)


def test_u10_a_person_may_ask_with_a_refused_key_and_a_new_one_wakes_the_pages(signed_in, seen, market):
    seen()
    market.fail("401")
    poll(signed_in)
    market.clear()

    assert problem_on(press_refresh(signed_in)) == ""

    poll(signed_in)
    assert [call.operation for call in market.calls].count("getChat") == 3
    assert Chat.objects.get().problem_kind == ""
