from collections import Counter
from datetime import timedelta

import pytest

from chats.sandbox import Sandbox, Size, WorldOptions
from tests.market import announced

from ..asking import HOME, TECH, create_chat, send_message
from ..world.many import NOW, Clock
from .contract import faults_in
from .shop import Shop, notifying

HOME_ID, TECH_ID = HOME.business_id, TECH.business_id


@pytest.fixture
def market():
    with notifying() as (sandbox, shop, _):
        yield sandbox, shop


def heard(market):
    sandbox, shop = market
    sandbox.deliver_due()
    assert [faults_in(body) for body in shop.bodies] == [[]] * len(shop.bodies)
    return shop.bodies


def test_ping_comes_when_the_notifications_are_switched_on(market):
    _, shop = market

    pings = [body for _, body, _ in shop.got]
    assert [faults_in(body) for body in pings] == [[], []]
    assert {body["notificationType"] for body in pings} == {"PING"}


def test_a_message_is_announced_with_its_number_as_text(market):
    message = market[0].buyer_writes(HOME_ID, 310002)

    [body] = heard(market)
    assert body["notificationType"] == "CHAT_MESSAGE_SENT"
    assert (body["chatId"], body["messageId"]) == (310002, str(message.message_id))
    assert (body["businessId"], body["sentAt"]) == (HOME_ID, "2026-11-22T10:41:07.000Z")


def test_nobody_hears_of_a_sticker(market):
    market[0].buyer_writes(HOME_ID, 310002, sticker=True)

    assert heard(market) == []


def test_a_new_chat_is_announced_with_its_order_and_its_return(market):
    order, returned, direct = (
        market[0].buyer_begins(HOME_ID, context_type=kind) for kind in ("ORDER", "RETURN", "DIRECT")
    )

    heard(market)
    expected = ["ORDER_CREATED", "CHAT_CREATED", "CHAT_MESSAGE_SENT"]
    expected += ["ORDER_CREATED", "ORDER_RETURN_CREATED", "CHAT_CREATED", "CHAT_MESSAGE_SENT"]
    assert Counter(market[1].types) == Counter([*expected, "CHAT_CREATED", "CHAT_MESSAGE_SENT"])
    created = [body["chatId"] for body in market[1].bodies if body["notificationType"] == "CHAT_CREATED"]
    assert created == [order.chat_id, returned.chat_id, direct.chat_id]


def test_a_dispute_is_announced_twice(market):
    market[0].start_dispute(HOME_ID, 310003)
    market[0].end_dispute(HOME_ID, 310003)

    types = [body["notificationType"] for body in heard(market)]
    assert types == ["CHAT_ARBITRAGE_STARTED", "CHAT_MESSAGE_SENT", "CHAT_MESSAGE_SENT", "CHAT_ARBITRAGE_FINISHED"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "DELIVERED", "substatus": "DELIVERED_USER_RECEIVED"}, ["ORDER_STATUS_UPDATED"]),
        ({"status": "CANCELLED", "substatus": "USER_CHANGED_MIND"}, ["ORDER_CANCELLED"]),
        ({"cancelRequested": True}, ["ORDER_CANCELLATION_REQUEST"]),
        ({"notes": "Код 12"}, []),
    ],
)
def test_a_changed_order_is_announced(market, changes, expected):
    market[0].set_order(HOME_ID, 54810000103, **changes)

    assert [body["notificationType"] for body in heard(market)] == expected


def test_new_dates_of_an_order_are_announced(market):
    order = {"shipment": {"shipmentDate": "2026-12-01"}, "dates": {"fromDate": "2026-12-02"}}
    market[0].set_order(HOME_ID, 54810000103, delivery=order)

    assert [body["updateType"] for body in heard(market)] == ["SHIPMENT_DATE_UPDATED", "DELIVERY_DATE_UPDATED"]


def test_of_a_return_only_the_status_that_changed_is_announced(market):
    market[0].set_return(HOME_ID, 6620106, refundStatus="PREMODERATION_DISPUTE", shipmentStatus="CREATED")
    market[0].set_return(HOME_ID, 6620106, fastReturn=True)
    market[0].set_return(HOME_ID, 99, refundStatus="REFUNDED")

    [body] = heard(market)
    assert body["statuses"] == {"refundStatus": "PREMODERATION_DISPUTE"}
    assert (body["orderId"], body["returnId"]) == (54810000106, 6620106)


def test_what_the_shop_does_is_announced_unless_told_otherwise(market):
    sandbox, shop = market
    for _ in range(2):
        send_message(sandbox, 310002, "Уже едет")
        sandbox.shop_answers_elsewhere(HOME_ID, 310003)
        create_chat(sandbox, {"context": {"type": "ORDER", "id": 54810000301}})
        create_chat(sandbox, {"context": {"type": "ORDER", "id": 54810000302}})
        sandbox.set_notifications(own=False)

    heard(market)
    assert shop.types == ["CHAT_MESSAGE_SENT", "CHAT_MESSAGE_SENT", "CHAT_CREATED", "CHAT_CREATED"]


def test_anything_can_be_announced(market):
    market[0].announce(TECH_ID, "GOODS_FEEDBACK_CREATED", feedbackId=1)
    market[0].announce(TECH_ID, "NOBODY_KNOWS_IT_YET", chatId="x")

    market[0].deliver_due()
    assert market[1].bodies == [
        {"notificationType": "GOODS_FEEDBACK_CREATED", "feedbackId": 1},
        {"notificationType": "NOBODY_KNOWS_IT_YET", "chatId": "x"},
    ]


def test_a_day_of_traffic_is_announced_in_right_words():
    clock, shop = Clock(), Shop()
    world = WorldOptions(sizes={HOME_ID: Size(chats=200, open=80, waiting=20)}, traffic=200, elsewhere=1.0)
    with Sandbox(clock=clock, world=world, by_hand=True, post=shop) as sandbox:
        sandbox.connect_notifications(HOME_ID, "http://localhost/")
        before = sandbox.truth(HOME_ID)
        for _ in range(24):
            clock.now += timedelta(minutes=15)
            sandbox.deliver_due()
        clock.now += timedelta(minutes=1)
        sandbox.deliver_due()
        after = sandbox.truth(HOME_ID)
        stickers = sum(
            one.text is None and not one.files
            for chat_id in after
            for one in sandbox.messages(HOME_ID, chat_id)
            if one.created_at > NOW
        )

    messages = [int(body["messageId"]) for body in shop.bodies if body["notificationType"] == "CHAT_MESSAGE_SENT"]
    new = {one for chat_id, truth in after.items() for one in truth.message_ids} - {
        one for truth in before.values() for one in truth.message_ids
    }
    assert [faults_in(body) for body in shop.bodies] == [[]] * len(shop.bodies)
    assert set(messages) <= new and len(messages) == len(new) - stickers
    assert stickers > 0
    assert set(shop.types) >= {"CHAT_CREATED", "ORDER_CREATED", "ORDER_RETURN_CREATED", "CHAT_ARBITRAGE_STARTED"}


def test_all_types_that_a_chat_an_order_or_a_return_can_bring_are_known_to_the_document():
    assert {name for name in announced.shapes() if name.startswith(("CHAT_", "ORDER_", "PING"))} == {
        *("PING", "CHAT_CREATED", "CHAT_MESSAGE_SENT", "CHAT_ARBITRAGE_STARTED", "CHAT_ARBITRAGE_FINISHED"),
        *("ORDER_CREATED", "ORDER_CANCELLED", "ORDER_STATUS_UPDATED", "ORDER_UPDATED", "ORDER_CANCELLATION_REQUEST"),
        *("ORDER_RETURN_CREATED", "ORDER_RETURN_STATUS_UPDATED"),
    }
