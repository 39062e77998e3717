from datetime import timedelta

import pytest

from chats.sandbox import Sandbox, Size, WorldOptions
from chats.sandbox.content.cabinets import HOME, TECH
from chats.sandbox.content.chats import HOME_ROWS
from chats.sandbox.content.generated import GeneratedChats

from ..asking import get_chat, get_chats, get_history, get_orders, get_return
from ..contract import faults_in
from .many import FIRST, HOME_ID, NOW, OPEN, ORDER_OF_FIRST, WAITING, many, walked


def test_there_are_as_many_as_asked_for_of_each_kind():
    with many(chats=500, is_open=130, waiting=35) as (sandbox, _):
        counts = [len(walked(sandbox, body)) for body in ({}, OPEN, WAITING, {"statuses": ["FINISHED"]})]
        kinds = [len(walked(sandbox, {"contextTypes": [kind]})) for kind in ("ORDER", "RETURN", "DIRECT")]

    assert counts == [500, 130, 35, 370]
    assert sum(kinds) == 500 and min(kinds) >= 40


def test_the_written_chats_stay_unless_told_otherwise():
    with many(chats=60, written=True) as (sandbox, _):
        assert len(walked(sandbox)) == 60 + len(HOME_ROWS)
        assert get_chat(sandbox, 310001).status == 200


def test_they_are_the_same_at_every_start_and_others_with_another_seed():
    size = Size(chats=50, open=20, waiting=5)
    first, again, other = (list(GeneratedChats(HOME, size, NOW, seed).rows()) for seed in (1, 1, 2))

    assert first == again != other


def test_no_two_businesses_share_a_number():
    size = Size(chats=9_999_999)
    here, there = GeneratedChats(HOME, size, NOW), GeneratedChats(TECH, size, NOW)

    assert here.chat(FIRST + 9_999_998) and not here.chat(FIRST + 9_999_999)
    assert not there.chat(FIRST) and not there.about(ORDER_OF_FIRST)


def test_every_one_is_what_the_document_says_in_the_list_and_alone():
    with many(chats=100, is_open=60, waiting=30) as (sandbox, _):
        page = get_chats(sandbox, query={"limit": 20}).json
        chats = [get_chat(sandbox, chat_id).json for chat_id in walked(sandbox)]

    assert faults_in("getChats", 200, page) == []
    assert [faults_in("getChat", 200, chat) for chat in chats] == [[]] * 100
    assert [chat["result"] for chat in chats[:20]] == page["result"]["chats"]
    assert all(chat["result"]["createdAt"] <= chat["result"]["updatedAt"] for chat in chats)


@pytest.mark.parametrize("number", [0, 7, 30, 90])
def test_each_has_a_history_that_goes_with_it(number):
    with many(chats=100, is_open=60, waiting=30) as (sandbox, _):
        chat = get_chat(sandbox, FIRST + number).json["result"]
        history = get_history(sandbox, FIRST + number).json

    assert faults_in("getChatHistory", 200, history) == []
    assert history["result"]["messages"][0]["createdAt"] == chat["updatedAt"]
    assert history["result"]["context"] == chat["context"]


def test_each_order_and_return_behind_them_can_be_asked_for():
    with many(chats=100, is_open=60, waiting=30) as (sandbox, _):
        chats = [get_chat(sandbox, chat_id).json["result"] for chat_id in walked(sandbox)[:50]]
        contexts = [chat["context"] for chat in chats if "orderId" in chat["context"]]
        wanted = [context["orderId"] for context in contexts]
        orders = get_orders(sandbox, {"orderIds": wanted}).json
        returns = [
            get_return(sandbox, one["campaignId"], one["orderId"], one["returnId"])
            for one in contexts
            if "returnId" in one
        ]

    assert faults_in("getBusinessOrders", 200, orders) == []
    assert [one["orderId"] for one in orders["orders"]] == wanted
    assert returns and [reply.status for reply in returns] == [200] * len(returns)
    assert faults_in("getReturn", 200, returns[0].json) == []


def test_they_are_found_by_what_they_are_about():
    with many(chats=100) as (sandbox, _):
        contexts = [chat["context"] for chat in get_chats(sandbox, query={"limit": 20}).json["result"]["chats"]]
        asked = [
            {"type": one["type"], "id": one.get("returnId", one.get("orderId"))} for one in contexts if "orderId" in one
        ]
        found = get_chats(sandbox, {"contexts": asked}, query={"limit": 20}).json["result"]["chats"]
        finished = get_chats(sandbox, {"contexts": asked, "statuses": ["FINISHED"]}).json["result"]["chats"]

    assert [chat["context"] for chat in found] == [one for one in contexts if "orderId" in one]
    assert finished == []


def test_reading_keeps_nothing_and_writing_keeps_what_changed():
    with many(chats=100) as (sandbox, clock):
        world = sandbox._state.world
        before = [get_history(sandbox, chat_id).json["result"]["messages"] for chat_id in walked(sandbox)]
        kept = (world.kept_chats(HOME_ID), world.conversations._messages)
        clock.now += timedelta(minutes=1)
        message = sandbox.buyer_writes(HOME_ID, FIRST)
        after = get_history(sandbox, FIRST).json["result"]["messages"]

        assert kept == ([], {(HOME_ID, FIRST): world.conversations._messages[HOME_ID, FIRST]})
        assert [chat.chat_id for chat in world.kept_chats(HOME_ID)] == [FIRST]
        assert after == [message.as_json(), *before[0]]


def test_a_status_that_changes_leaves_the_messages_alone():
    with many() as (sandbox, _):
        before = sandbox.messages(HOME_ID, FIRST)
        sandbox.finish(HOME_ID, FIRST)

        assert sandbox.messages(HOME_ID, FIRST) == before


@pytest.mark.parametrize(("chats", "is_open", "waiting"), [(10, 11, 0), (10, 5, 6), (10, 5, -1), (10_000_000, 0, 0)])
def test_numbers_that_do_not_fit_together_are_refused(chats, is_open, waiting):
    with pytest.raises(ValueError, match="does not hold"):
        Size(chats=chats, open=is_open, waiting=waiting)


def test_a_business_without_stores_has_questions_only():
    with Sandbox(world=WorldOptions(sizes={4004: Size(chats=20)})) as sandbox:
        truth = sandbox.truth(4004)
        contexts = [sandbox._state.world.chat(4004, chat_id).context.type for chat_id in truth]

    assert contexts == ["DIRECT"] * 20
