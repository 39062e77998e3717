from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chats.market.types_orders import (
    Address,
    ItemStatus,
    Money,
    Order,
    OrderDelivery,
    OrderItem,
    OrderPrices,
    Return,
    ReturnDecision,
    ReturnItem,
)
from chats.models import Chat, Seller
from chats.presenters.subject import subject_view
from chats.problems import Problem
from chats.services.orders import LastSeen, Subject

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)


def roubles(value) -> Money:
    return Money(value=Decimal(str(value)), currency_id="RUR")


def order(**values) -> Order:
    delivery = OrderDelivery(
        type="PICKUP", service_name="", delivery_partner_type="YANDEX_MARKET", from_date=date(2026, 11, 25)
    )
    usual = {
        "order_id": 5,
        "campaign_id": 7,
        "status": "PROCESSING",
        "substatus": "STARTED",
        "creation_date": NOW - timedelta(days=1),
        "payment_type": "PREPAID",
        "payment_method": "SBP",
        "fake": False,
        "items": (OrderItem(offer_id="sku", offer_name="Плед", count=2, payment=roubles(199)),),
        "delivery": delivery,
        "prices": OrderPrices(payment=roubles(199)),
    }
    return Order(**{**usual, **values})


def back(**values) -> Return:
    usual = {
        "return_id": 9,
        "order_id": 5,
        "return_type": "RETURN",
        "refund_status": "WAITING_FOR_DECISION",
        "creation_date": NOW - timedelta(hours=30),
        "items": (ReturnItem(shop_sku="sku", count=1, decisions=(ReturnDecision(comment="Мал\nи колется"),)),),
    }
    return Return(**{**usual, **values})


def view(found: Order | None = None, returned: Return | None = None, *, problem: Problem | None = None):
    chat = Chat(seller=Seller(name="Дом и сад", business_id=123), chat_id=1, customer_name="Иван")
    seen = LastSeen(number=5, value=found, seen_at=NOW if found else None, problem=problem)
    sent_back = LastSeen(number=9, value=returned, seen_at=NOW, problem=problem) if returned else None
    return subject_view(chat, Subject(order=seen, return_=sent_back), [], now=NOW)


@pytest.mark.parametrize(
    ("count", "sum_", "shown"),
    [
        (1, "758", "758\u00a0₽"),
        (4, "758", "4 × 189.50 = 758\u00a0₽"),
        (2, "3498", "2 × 1,749 = 3,498\u00a0₽"),
        (3, "100", "3 pcs. = 100\u00a0₽"),
        (0, "100", "0 pcs. = 100\u00a0₽"),
    ],
)
def test_f22_the_sum_of_several_is_not_taken_for_the_price_of_one(count, sum_, shown):
    (goods,) = view(
        order(items=(OrderItem(offer_id="s", offer_name="П", count=count, payment=roubles(sum_)),))
    ).order.goods

    assert goods.price == shown


def test_an_order_shows_goods_sums_and_days():
    shown = view(order()).order

    assert (shown.number, shown.status.text, shown.substatus.text) == ("5", "Being prepared", "Work has begun")
    assert [(one.name, one.count, one.price) for one in shown.goods] == [("Плед", 2, "2 × 99.50 = 199\u00a0₽")]
    assert ("Expected", "25 Nov") in [(line.label, line.value) for line in shown.lines]
    assert [(line.label, line.value, line.note) for line in shown.sums] == [
        ("Total", "199\u00a0₽", ""),
        ("Payment", "Faster Payments (SBP)", "paid in advance"),
    ]


def test_f18_a_substatus_of_delivery_says_where_the_parcel_is():
    shown = view(order(status="DELIVERY", substatus="DELIVERY_SERVICE_RECEIVED")).order

    assert (shown.substatus.text, shown.codes) == ("Taken over by the delivery service", ())


def test_f18_a_substatus_without_words_is_folded_away_under_a_status_that_has_them():
    known = view(order(status="DELIVERY", substatus="TELEPORTING")).order
    unknown = view(order(status="AT_CUSTOMS", substatus="TELEPORTING")).order

    assert (known.substatus, known.codes) == (None, ("TELEPORTING",))
    assert (unknown.substatus.text, unknown.codes) == ("TELEPORTING", ())


def test_f18_a_substatus_that_says_what_the_status_says_is_not_said_again():
    shown = view(order(status="DELIVERED", substatus="DELIVERED_USER_RECEIVED")).order

    assert (shown.status.text, shown.substatus, shown.codes) == ("Received by the buyer", None, ())


def test_f19_only_the_track_and_the_address_are_copied_with_a_button():
    delivery = OrderDelivery(
        type="DELIVERY",
        service_name="",
        delivery_partner_type="SHOP",
        from_date=date(2026, 11, 25),
        tracks=("RB1",),
        address=Address(city="Омск"),
    )

    shown = view(order(delivery=delivery, external_order_id="УТ-1")).order

    lines = {line.value: line.copy for line in (*shown.sums, *shown.lines)}
    assert {value for value, copy in lines.items() if copy} == {"RB1", "Омск"}
    assert "УТ-1" in lines


def test_f17_a_folded_order_is_told_in_a_line():
    received = OrderDelivery(
        type="PICKUP",
        service_name="",
        delivery_partner_type="YANDEX_MARKET",
        from_date=date(2026, 11, 17),
        real_delivery_date=date(2026, 11, 18),
    )

    assert view(order(status="DELIVERED", delivery=received)).order.summary == "Received on 18 Nov · 199\u00a0₽"
    assert view(order()).order.summary == "Being prepared · 199\u00a0₽"


def test_the_age_of_order_and_return_is_one_while_they_agree():
    both, one = view(order(), back()), view(order())

    assert [(age.label, age.at.clock) for age in both.ages] == [("Return and order", "09:04:31")]
    assert [(age.label, age.at.clock) for age in one.ages] == [("Order", "09:04:31")]
    assert [(age.label, age.at) for age in view().ages] == [("Order", None)]


def test_goods_that_went_another_way_than_the_order_say_so():
    statuses = (ItemStatus(status="RETURNED", count=1), ItemStatus(status="DELIVERED_TO_BUYER", count=1))

    (goods,) = view(
        order(items=(OrderItem(offer_id="s", offer_name="П", count=2, item_statuses=statuses),))
    ).order.goods

    assert goods.note == "returned × 1"


def test_items_that_were_left_out_are_counted():
    assert view(order(items_left_out=2)).order.left_out == "2 more items were not understood"


@pytest.mark.parametrize(
    ("hours", "left", "over"),
    [(30, "18 h 0 min left", False), (47.5, "30 min left", False), (48, "time is up", True), (90, "time is up", True)],
)
def test_the_clock_of_a_decision_counts_48_hours_from_the_application(hours, left, over):
    deadline = view(order(), back(creation_date=NOW - timedelta(hours=hours))).return_.deadline

    assert (deadline.left, deadline.over) == (left, over)
    assert deadline.soon == (hours > 42)


@pytest.mark.parametrize("status", ["DECISION_MADE", "REFUNDED", "PREMODERATION_DISPUTE", None, "NEW_ONE"])
def test_a_return_that_waits_for_no_decision_has_no_clock(status):
    assert view(order(), back(refund_status=status)).return_.deadline is None


def test_what_comes_back_has_the_name_that_the_order_gives_it():
    (reason,) = view(order(), back()).return_.reasons
    (nameless,) = view(None, back()).return_.reasons

    assert (reason.goods, reason.comment) == ("Плед", "Мал\nи колется")
    assert nameless.goods == "sku"


def test_a_missing_scope_is_said_once_for_both():
    shown = view(None, back(), problem=Problem(kind="no_order_access", at=NOW))

    assert "inventory-and-order-processing:read-only" in shown.no_access.text
    assert (shown.order.problem, shown.return_problem) == (None, None)


def test_trouble_is_one_line_with_the_time_of_the_next_try():
    problem = Problem(kind="hourly_limit", at=NOW, until=NOW + timedelta(minutes=30), trace="00-1")

    shown = view(order(), problem=problem).order

    assert shown.problem.text == ("Market’s limit for this hour is used up. The limit renews at 09:34.")
    assert (shown.problem.trace, shown.known) == ("00-1", True)


def test_what_passes_within_seconds_is_asked_for_again_by_itself():
    assert view(problem=Problem(kind="busy", at=NOW)).asks_again
    assert not view(problem=Problem(kind="broken", at=NOW)).asks_again
