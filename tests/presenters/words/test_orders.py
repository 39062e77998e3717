import pytest

from chats.presenters.words import orders, returns
from chats.presenters.words.codes import in_words
from tests.sandbox.contract import resolved

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
