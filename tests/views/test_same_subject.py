"""F1: the line above the messages about other chats of the same order."""

import pytest

from chats.models import Chat
from chats.sandbox.content.chats import ORDER_WITH_DISPUTE

ADDRESS = "/chats/1001/310017/others/"
PART = {"HX-Request": "true", "HX-Target": "chat-others"}


@pytest.fixture
def dead(signed_in, fresh, market):
    return fresh(310017, order_id=ORDER_WITH_DISPUTE, status="FINISHED")


def test_f1_a_known_chat_opens_at_once_and_asks_for_the_others_by_itself(signed_in, dead, market, page_of):
    opened = signed_in.get("/lookup/", {"q": str(ORDER_WITH_DISPUTE)})
    assert opened["Location"] == "/chats/1001/310017/"
    page = page_of(signed_in.get(opened["Location"]))

    (part,) = page.cssselect("main #chat-others[hx-get]")
    assert (part.get("hx-get"), part.get("hx-trigger")) == (ADDRESS, "load")
    assert part.cssselect("noscript a")[0].get("href") == ADDRESS
    assert market.calls == []


def test_f1_what_is_known_comes_first_and_market_is_asked_after_it(signed_in, dead, market, page_of):
    first = page_of(signed_in.get(ADDRESS, headers=PART))
    assert market.calls == []
    again = first.cssselect("#chat-others")[0] if first.get("id") != "chat-others" else first

    second = page_of(signed_in.get(again.get("hx-get"), headers=PART))

    (line,) = second.cssselect(".others-line[data-dispute]")
    assert " ".join(line.text_content().split()) == "1 more chat about this order: dispute, waiting for arbiter"
    assert line.cssselect("a")[0].get("href") == "/chats/1001/310018/"
    assert "hx-get" not in second.attrib
    assert [call.operation for call in market.calls] == ["getChats"]


def test_f1_a_dispute_that_is_known_is_shown_without_a_call(signed_in, dead, fresh, market, page_of):
    fresh(310018, order_id=ORDER_WITH_DISPUTE, type="ARBITRAGE", status="WAITING_FOR_ARBITER")

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert page.cssselect(".others-line[data-dispute] a[href='/chats/1001/310018/']")
    assert market.calls == []


def test_f1_several_chats_are_each_named_the_dispute_first(signed_in, dead, fresh, market, page_of):
    fresh(1, order_id=ORDER_WITH_DISPUTE)
    fresh(310018, order_id=ORDER_WITH_DISPUTE, type="ARBITRAGE", status="WAITING_FOR_ARBITER")

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert [link.get("id") for link in page.cssselect(".others-line a")] == ["other-310018", "other-1"]


def test_f1_a_chat_alone_about_its_order_has_no_line(signed_in, fresh, market, page_of):
    fresh(310002, order_id=54810000102)

    page = page_of(signed_in.get("/chats/1001/310002/others/?ask=1", headers=PART))

    assert not page.cssselect(".others-line")


def test_f1_when_market_could_not_be_asked_that_is_said(signed_in, dead, market, page_of):
    market.fail("500", operation="getChats")

    page = page_of(signed_in.get(f"{ADDRESS}?ask=1", headers=PART))

    (line,) = page.cssselect(".others-line")
    assert line.cssselect("a")[0].get("href") == ADDRESS


def test_f1_without_scripts_its_address_leads_to_all_chats_about_the_order(signed_in, dead, market):
    response = signed_in.get(ADDRESS)

    assert response["Location"] == f"/lookup/?q={ORDER_WITH_DISPUTE}&seller=1001&fresh=1&all=1"


def test_f1_a_question_without_an_order_asks_for_nothing(signed_in, fresh, market, page_of):
    fresh(310008, context_type="DIRECT", order_id=None)

    assert not page_of(signed_in.get("/chats/1001/310008/")).cssselect("#chat-others")
    assert signed_in.get("/chats/1001/310008/others/")["Location"] == "/chats/1001/310008/"


def test_f1_the_pulse_asks_for_no_other_chats(signed_in, dead, market):
    Chat.objects.update(status="WAITING_FOR_PARTNER")
    freshness = {"HX-Request": "true", "HX-Target": "freshness"}

    signed_in.get("/chats/1001/310017/", {"v": "0", "last": ""}, headers=freshness)

    assert Chat.objects.count() == 1
