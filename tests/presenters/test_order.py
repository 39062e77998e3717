from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

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
from chats.presenters.formats.sums import address_line, money, plain_number
from chats.presenters.order import subject_view
from chats.presenters.words import orders, returns
from chats.presenters.words.codes import in_words
from chats.problems import Problem
from chats.services.orders import LastSeen, Subject
from tests.sandbox.contract import resolved

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
    ("language", "value", "shown"),
    [
        ("ru", "2490", "2\u00a0490\u00a0₽"),
        ("ru", "189.50", "189,50\u00a0₽"),
        ("en", "1234567.00", "1,234,567\u00a0₽"),
        ("zh-hans", "2490", "2490\u00a0₽"),
    ],
)
def test_sums_read_as_the_language_writes_them(language, value, shown):
    with translation.override(language):
        read = money(roubles(value))

    assert read.replace("\u202f", "\u00a0").replace("2,490", "2490") == shown


def test_another_currency_is_named_by_its_code():
    assert money(Money(value=Decimal(5), currency_id="KZT")) == "5\u00a0KZT"


@pytest.mark.parametrize(("value", "copied"), [("2490.00", "2490"), ("189.5", "189.50"), ("0", "0")])
def test_a_sum_is_copied_bare(value, copied):
    assert plain_number(Decimal(value)) == copied


def test_an_address_is_one_line_of_what_was_sent():
    sent = Address(postcode="125047", city="Москва", street="Лесная", house="5", apartment="41")

    assert address_line(sent) == "125047, Москва, Лесная, 5, flat 41"


TABLES = [
    (orders.STATUSES, "OrderStatusType"),
    (orders.DELIVERIES, "OrderDeliveryType"),
    (orders.PAYMENT_METHODS, "OrderPaymentMethodType"),
    (orders.PAYMENT_TYPES, "OrderPaymentType"),
    (orders.DIGITAL_GOODS, "DigitalGoodsDeliveryType"),
    (returns.REFUNDS, "RefundStatusType"),
    (returns.SHIPMENTS, "ReturnShipmentStatusType"),
    (returns.RECIPIENTS, "RecipientType"),
    (returns.DECISIONS, "ReturnDecisionType"),
    (returns.REASONS, "ReturnDecisionReasonType"),
    (returns.SUBREASONS, "ReturnDecisionSubreasonType"),
]


@pytest.mark.parametrize(("table", "schema"), TABLES, ids=[schema for _, schema in TABLES])
def test_every_documented_code_has_its_words_and_no_word_is_without_a_code(table, schema):
    documented = set(resolved({"$ref": f"#/components/schemas/{schema}"})["enum"])

    assert documented - {"UNKNOWN"} == set(table) - {"UNKNOWN"}


def test_substatuses_with_words_are_among_the_documented():
    documented = set(resolved({"$ref": "#/components/schemas/OrderSubstatusType"})["enum"])

    assert set(orders.SUBSTATUSES) <= documented


def test_a_code_without_words_is_shown_as_it_came():
    found = in_words(orders.STATUSES, "TELE\u202ePORTED")

    assert (found.text, found.known) == ("TELEPORTED", False)
    assert in_words(orders.SUBSTATUSES, "UNKNOWN") is None


def test_an_order_shows_goods_sums_and_days():
    shown = view(order()).order

    assert (shown.number, shown.status.text, shown.substatus.text) == ("5", "Being prepared", "work has begun")
    assert [(one.name, one.count, one.price) for one in shown.goods] == [("Плед", 2, "199\u00a0₽")]
    assert ("Expected", "25 Nov") in [(line.label, line.value) for line in shown.lines]
    assert [(line.copied, line.note) for line in shown.sums if line.number] == [("199", "paid in advance")]


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
    assert (shown.problem.trace, shown.seen_at.clock) == ("00-1", "09:04:31")


def test_what_passes_within_seconds_is_asked_for_again_by_itself():
    assert view(problem=Problem(kind="busy", at=NOW)).asks_again
    assert not view(problem=Problem(kind="broken", at=NOW)).asks_again
