from datetime import timedelta

import pytest

from ..asking import get_chat, get_chats, get_history
from ..contract import faults_in
from .many import FIRST, HOME_ID, NOW, WAITING, many, walked


@pytest.fixture
def market():
    with many(chats=100, is_open=40, waiting=10) as (sandbox, clock):
        clock.now += timedelta(minutes=5)
        yield sandbox


def seen(sandbox, chat_id):
    return get_chat(sandbox, chat_id).json["result"]


def first_with(sandbox, **body):
    return get_chats(sandbox, {name: [code] for name, code in body.items()}).json["result"]["chats"][0]["chatId"]


def test_a_buyer_and_the_shop_elsewhere_take_turns(market):
    chat_id = first_with(market, statuses="WAITING_FOR_CUSTOMER")

    question = market.buyer_writes(HOME_ID, chat_id, "Где он?")
    asked, waiting = seen(market, chat_id), walked(market, WAITING)
    answer = market.shop_answers_elsewhere(HOME_ID, chat_id)

    assert (asked["status"], chat_id in waiting) == ("WAITING_FOR_PARTNER", True)
    assert seen(market, chat_id)["status"] == "WAITING_FOR_CUSTOMER"
    assert chat_id not in walked(market, WAITING)
    assert (question.text, question.sender, answer.sender) == ("Где он?", "CUSTOMER", "PARTNER")
    assert market.truth(HOME_ID)[chat_id].message_ids[-2:] == (question.message_id, answer.message_id)


def test_a_buyer_begins_a_chat_that_is_new(market):
    chats = [market.buyer_begins(HOME_ID), market.buyer_begins(HOME_ID, context_type="RETURN")]
    chats += [market.buyer_begins(HOME_ID, context_type="DIRECT")]

    alone = [get_chat(market, chat.chat_id).json for chat in chats]
    assert [one["result"]["status"] for one in alone] == ["NEW"] * 3
    assert [faults_in("getChat", 200, one) for one in alone] == [[]] * 3
    assert alone[1]["result"]["context"]["returnId"]
    assert [len(get_history(market, chat.chat_id).json["result"]["messages"]) for chat in chats] == [1, 1, 1]


def test_a_chat_ends_without_a_message_and_keeps_its_time(market):
    chat_id = first_with(market, statuses="WAITING_FOR_CUSTOMER")
    before = seen(market, chat_id)

    market.finish(HOME_ID, chat_id)

    assert seen(market, chat_id) == before | {"status": "FINISHED"}


def test_a_message_in_a_finished_chat_opens_it_or_does_not(market):
    first, second = walked(market, {"statuses": ["FINISHED"]})[:2]

    market.buyer_writes(HOME_ID, first)
    market.set_reopening(False)
    market.buyer_writes(HOME_ID, second)

    assert [seen(market, one)["status"] for one in (first, second)] == ["WAITING_FOR_PARTNER", "FINISHED"]
    assert seen(market, second)["updatedAt"] == seen(market, first)["updatedAt"]


def test_a_dispute_starts_and_ends(market):
    chat_id = first_with(market, statuses="WAITING_FOR_CUSTOMER", contextTypes="ORDER")

    market.start_dispute(HOME_ID, chat_id)
    disputed = seen(market, chat_id)
    market.end_dispute(HOME_ID, chat_id)

    senders = [one.sender for one in market.messages(HOME_ID, chat_id)[-2:]]
    assert (disputed["type"], disputed["status"]) == ("ARBITRAGE", "WAITING_FOR_ARBITER")
    assert (seen(market, chat_id)["type"], seen(market, chat_id)["status"]) == ("ARBITRAGE", "FINISHED")
    assert senders == ["MARKET", "SUPPORT"]
    with pytest.raises(ValueError, match="about goods"):
        market.start_dispute(HOME_ID, first_with(market, contextTypes="DIRECT"))


def test_a_sticker_has_neither_text_nor_files(market):
    message = market.buyer_writes(HOME_ID, FIRST, sticker=True)

    assert (message.text, message.files) == (None, ())


def test_the_truth_is_what_the_api_tells(market):
    market.buyer_writes(HOME_ID, FIRST + 3)
    market.finish(HOME_ID, FIRST + 4)
    market.buyer_begins(HOME_ID)

    truth = market.truth(HOME_ID)

    assert set(truth) == set(walked(market))
    for chat_id in list(truth)[:10]:
        history = get_history(market, chat_id, query={"limit": 100}).json["result"]["messages"]
        told = seen(market, chat_id)
        assert truth[chat_id].message_ids == tuple(one["messageId"] for one in reversed(history))
        assert (truth[chat_id].status, truth[chat_id].updated_at.isoformat()) == (told["status"], told["updatedAt"])
    assert truth[FIRST + 3].updated_at == NOW + timedelta(minutes=5)
