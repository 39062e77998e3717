"""What a whole pasted text leads to: which of its pieces are asked about, and in which order."""

import pytest

from chats.problems import NO_ORDER_ACCESS, SLOW
from chats.services.lookup import find, look_up_paste, only_chat, read_paste
from tests.desk_fixture import NOW

FBS_ORDER_WITHOUT_CHAT = 54810000301


def found(agent, text, *, seller=None, ask_market=False):
    return look_up_paste(agent, read_paste(text), seller=seller, ask_market=ask_market, now=NOW)


def chat_ids(results):
    return [chat.chat_id for one in results for chat in one.chats]


def operations(market):
    return [call.operation for call in market.calls]


@pytest.mark.parametrize(
    "text",
    [
        "54810000102-1",
        "54810000102–2",
        "54810000102\t2\t1990,00\tДоставлен",
        "1. 54810000102 от 12 ноября 2026, 2 шт., 4567",
        "54810000102 80084912345678901234 +7 (912) 345-67-89",
        "УТ-99999999 (54810000102)",
    ],
)
def test_p3_a_hit_of_the_likely_number_ends_the_lookup(home, agent, market, text):
    results = found(agent, text)

    assert only_chat(results).chat_id == 310002
    assert operations(market) == ["getChat", "getChats"]


def test_p3_less_likely_numbers_are_asked_about_when_the_likely_one_led_to_nothing(home, agent, market):
    results = found(agent, "54899999999, 31000")

    assert [one.number for one in results] == [54899999999, 31000]


def test_p3_an_order_without_a_chat_is_a_hit_too(home, agent, market):
    assert [one.number for one in found(agent, f"{FBS_ORDER_WITHOUT_CHAT}, 31000")] == [FBS_ORDER_WITHOUT_CHAT]


def test_p3_two_numbers_of_one_chat_lead_straight_to_it(home, agent, market):
    assert only_chat(found(agent, "Возврат 6620106 по заказу 54810000106")).chat_id == 310006


def test_p3_two_chats_or_a_number_without_one_leave_the_choice(home, agent, market):
    assert only_chat(found(agent, "310001 310002")) is None
    assert only_chat(found(agent, "310001 54899999999")) is None


@pytest.mark.parametrize("text", ["УТ-00012345", "ут-00012345", "Заказ № УТ–00012345, 2 шт."])
def test_p4_a_shops_own_number_leads_to_the_orders_chat(home, agent, market, text):
    (result,) = found(agent, text)

    assert (only_chat([result]).chat_id, result.number) == (310002, 54810000102)
    assert operations(market) == ["getBusinessOrders", "getChats"]


def test_p4_it_leads_to_the_dispute_as_well(home, agent, market):
    assert chat_ids(found(agent, "УТ-00011870")) == [310018, 310017]


def test_p4_several_own_numbers_cost_one_call_for_each_seller(home, agent, market):
    results = found(agent, "УТ-00012345, УТ-00012399, УТ-77777777")

    assert operations(market) == ["getBusinessOrders", "getChats"]
    assert chat_ids(results) == [310002]
    assert [order.order_id for one in results for order in one.orders] == [FBS_ORDER_WITHOUT_CHAT]
    assert [one.number for one in results] == [54810000102, FBS_ORDER_WITHOUT_CHAT, None]


def test_p4_an_own_number_that_nobody_has_costs_one_call(home, agent, market):
    (result,) = found(agent, "УТ-77777777")

    assert (result.is_hit, result.shown) == (False, "УТ-77777777")
    assert operations(market) == ["getBusinessOrders"]


def test_p4_a_token_that_cannot_read_orders_is_not_used_and_that_is_said(home, agent, market):
    home.scopes = ["COMMUNICATION"]
    home.save()

    (result,) = found(agent, "УТ-00012345")

    assert [asked.problem.kind for asked in result.asked] == [NO_ORDER_ACCESS]
    assert market.calls == []


def test_p4_an_order_is_not_said_to_have_no_chat_when_its_chats_could_not_be_asked_for(home, agent, market):
    market.fail("500", operation="getChats", times=9)

    (result,) = found(agent, "УТ-00012345")

    assert (result.chats, result.orders) == ((), ())
    assert result.asked[0].problem.kind == "broken"


def test_p4_an_order_with_another_own_number_is_refused(home, agent, market):
    market.set_order(home.business_id, 54810000102, externalOrderId="УТ-1")

    (result,) = found(agent, "УТ-00012345")

    assert not result.is_hit


def test_f2_market_is_asked_for_the_order_itself_when_there_is_no_chat(home, agent, market):
    (result,) = found(agent, str(FBS_ORDER_WITHOUT_CHAT))

    (order,) = result.orders
    assert (order.seller, order.order_id, order.program_type) == (home, FBS_ORDER_WITHOUT_CHAT, "FBS")
    assert operations(market) == ["getChat", "getChats", "getBusinessOrders"]
    assert result.asked[0].order_asked


def test_f2_a_number_that_market_does_not_know_costs_three_calls_for_each_seller(home, agent, market):
    (result,) = found(agent, "54899999999")

    assert not result.is_hit
    assert operations(market) == ["getChat", "getChats", "getBusinessOrders"]


def test_f2_a_token_that_cannot_read_orders_leaves_the_order_open(home, agent, market):
    home.scopes = ["COMMUNICATION"]
    home.save()

    (result,) = found(agent, str(FBS_ORDER_WITHOUT_CHAT))

    assert (result.orders, result.asked[0].order_asked) == ((), False)
    assert result.asked[0].order_problem.kind == NO_ORDER_ACCESS
    assert operations(market) == ["getChat", "getChats"]


@pytest.mark.parametrize(
    ("fault", "kind"), [("500", "broken"), ("403_scope", NO_ORDER_ACCESS), ("html", "not_understood")]
)
def test_f2_an_order_that_could_not_be_asked_for_is_not_said_to_be_missing(home, agent, market, fault, kind):
    market.fail(fault, operation="getBusinessOrders", times=9)

    (result,) = found(agent, str(FBS_ORDER_WITHOUT_CHAT))

    assert (result.asked[0].problem, result.asked[0].order_problem.kind) == (None, kind)


@pytest.mark.parametrize(
    "text", ["https://partner.market.yandex.ru/business/1/returns/6620304", "/chats/1001/6620304/"]
)
def test_f2_an_address_of_no_order_asks_for_no_order(home, agent, market, text):
    found(agent, text)

    assert "getBusinessOrders" not in operations(market)


def test_f1_a_dispute_comes_before_newer_chats_and_what_is_finished_last(home, agent, market, known_chat):
    known_chat(home, 1, order_id=9, updated_at=NOW)
    known_chat(home, 2, order_id=9, type="ARBITRAGE", updated_at=NOW.replace(hour=3))
    known_chat(home, 3, order_id=9, type="ARBITRAGE", status="FINISHED", updated_at=NOW)

    assert chat_ids(found(agent, "заказ 9")) == [2, 1, 3]


def test_f1_several_known_chats_are_completed_from_market_by_one_call(home, agent, market, known_chat):
    known_chat(home, 310017, order_id=54810000117)
    known_chat(home, 310099, order_id=54810000117, status="FINISHED")

    results = found(agent, "54810000117")

    assert set(chat_ids(results)) == {310017, 310018, 310099}
    assert operations(market) == ["getChats"]


def test_f1_known_chats_are_listed_though_market_cannot_be_asked(home, agent, market, known_chat):
    known_chat(home, 310017, order_id=54810000117)
    known_chat(home, 310099, order_id=54810000117)
    market.fail("500", operation="getChats", times=9)

    (result,) = found(agent, "54810000117")

    assert {chat.chat_id for chat in result.chats} == {310017, 310099}
    assert result.asked[0].problem.kind == "broken"
    assert operations(market) == ["getChats"]


def test_numbers_for_which_there_is_no_time_left_are_said_to_be_unasked(home, agent, market, known_chat, monkeypatch):
    monkeypatch.setattr(find, "SECONDS_TO_BEGIN", 0)
    known_chat(home, 310003)

    first, known, late = found(agent, "310001 310003 310002")

    assert (chat_ids([first]), chat_ids([known]), chat_ids([late])) == ([310001], [310003], [])
    assert [asked.problem.kind for asked in late.asked] == [SLOW]
    assert operations(market) == ["getChat"]
