"""Answers with status 200 that are not what the contract says, and those that only look so."""

import json
import unicodedata

import pytest

from chats.models import Chat
from tests.faults.calm import address, look_up, one_line_tells, page, press_refresh, problem_on, stays_calm
from tests.market.servers import EXAMPLE, Server, answer, says

NOT_UNDERSTOOD = ["html", "empty", "null", "array", "wrong_types", "missing_field", "error_in_200", "not_utf8"]
ODD_IDS = ["id_nan", "id_infinite", "id_5000_digits", "id_true", "id_negative", "id_too_large"]
REDIRECTS = ["redirect_301", "redirect_302", "redirect_303", "redirect_307", "redirect_308", "redirect_same_host"]
BY_ORDER = "https://market.example/order/54810000102"


@pytest.mark.parametrize("fault", NOT_UNDERSTOOD)
def test_u11_what_is_not_understood_leaves_the_sighting_and_names_the_operation(signed_in, seen, market, caplog, fault):
    before = Chat.objects.filter(pk=seen().pk).values("status", "seen_at", "updated_at", "customer_name", "order_id")
    untouched = before.get()
    market.fail(fault)

    press_refresh(signed_in)

    assert before.get() == untouched
    one_line_tells(caplog, "not_understood")
    stays_calm(signed_in, "not_understood")
    assert len(market.calls) == 1


@pytest.mark.parametrize("fault", [*NOT_UNDERSTOOD, "deep", *ODD_IDS])
def test_u11_a_list_that_is_not_understood_makes_no_chat(signed_in, home, market, fault):
    market.fail(fault, operation="getChats")

    response = look_up(signed_in, BY_ORDER)

    assert response.status_code == 200
    assert not Chat.objects.exists()
    whole_list_is_bad = fault in {"html", "empty", "null", "array", "error_in_200", "not_utf8", "deep", "id_nan"}
    assert problem_on(response) == "not_understood" or not whole_list_is_bad


def test_u14_a_hundred_thousand_brackets_are_a_problem_like_any_other(signed_in, seen, market, caplog):
    seen()
    market.fail("deep")

    press_refresh(signed_in)

    stays_calm(signed_in, "not_understood")
    one_line_tells(caplog, "not_understood")


@pytest.mark.parametrize("fault", ODD_IDS)
def test_u15_a_number_that_is_none_is_a_problem_like_any_other(signed_in, seen, market, fault):
    seen()
    market.fail(fault)

    press_refresh(signed_in)
    never_seen = signed_in.get(address(310002))

    stays_calm(signed_in, "not_understood")
    assert (never_seen.status_code, problem_on(never_seen)) == (200, "not_understood")


def test_u15_an_id_in_quotes_is_still_the_id(signed_in, home, market):
    market.fail("id_text")

    assert page(signed_in.get(address())).cssselect(".badge")[0].get("data-status") == "NEW"


def test_u16_whatever_is_in_a_name_the_page_shows_it_safely(signed_in, home, market):
    market.fail("odd_text")

    opened = signed_in.get(address())
    again = signed_in.get(address())

    name = Chat.objects.get().customer_name
    assert "\0" not in name and not any(unicodedata.category(each) == "Cs" for each in name)
    for response in (opened, again):
        assert response.status_code == 200
        shown = page(response).cssselect("#chat-about bdi[dir=auto]")[0].text_content()
        assert shown.startswith("Роза")
        assert len(shown) < 300
        assert not any(unicodedata.bidirectional(each) in {"RLO", "PDF"} for each in shown)
        assert all(link.get("href").isascii() for link in page(response).cssselect("#chat-about a"))


@pytest.mark.parametrize("fault", ["unknown_values", "unknown_fields"])
def test_u17_what_nobody_knows_yet_breaks_no_page(signed_in, home, market, fault):
    market.fail(fault)

    response = signed_in.get(address())

    badge = page(response).cssselect(".badge")[0]
    assert (response.status_code, problem_on(response)) == (200, "")
    assert badge.get("data-status") == ("PAUSED" if fault == "unknown_values" else "NEW")
    assert ("PAUSED" in badge.text_content()) == (fault == "unknown_values")
    assert page(response).cssselect("#chat-about, .tag, #freshness")


@pytest.mark.parametrize("operation", ["getChat", "getChats"])
@pytest.mark.parametrize("fault", [*REDIRECTS, "redirect_file"])
def test_u18_a_redirect_is_followed_by_nobody(signed_in, seen, market, fault, operation):
    seen()
    market.fail(fault)

    if operation == "getChats":
        assert problem_on(look_up(signed_in, "https://market.example/order/54810000103")) == "not_understood"
    else:
        press_refresh(signed_in)
        stays_calm(signed_in, "not_understood")

    assert market.trapped == []
    assert len(market.calls) == 1


def test_u19_the_answer_for_another_chat_is_refused(signed_in, seen, market, caplog):
    seen()
    market.fail("other_chat")

    press_refresh(signed_in)

    stays_calm(signed_in, "not_understood")
    one_line_tells(caplog, "not_understood")
    assert Chat.objects.count() == 1


def test_u19_the_chat_of_another_order_is_not_what_was_asked_for(signed_in, home, settings):
    chats = {"status": "OK", "result": {"chats": [json.loads(EXAMPLE)["result"]], "paging": {}}}

    with Server(says(answer(json.dumps(chats).encode()))) as server:
        settings.MARKET_API_URL = server.url
        response = look_up(signed_in, BY_ORDER)

    # The chats about the order, and once they are another's, whether there is such an order at all.
    assert (response.status_code, len(server.requests)) == (200, 2)
    assert not page(response).cssselect(".row")
    assert not Chat.objects.exists()
