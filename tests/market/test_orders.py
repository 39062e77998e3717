"""Orders and returns: what is asked, and what is made of the answers."""

import copy
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from chats.market import wire_orders
from chats.market.client import Client
from chats.market.errors import KeyRejected, NotUnderstood
from chats.market.limits import GET_BUSINESS_ORDERS, GET_RETURN, HOURLY
from chats.market.token import Token
from chats.market.types_orders import Money, Order, Return
from tests.market.raw import raw
from tests.market.servers import Server, answer, says
from tests.market.test_client import asked

TOKEN = Token("a-key-of-no-account")
ORDER: dict[str, Any] = {
    "orderId": 5,
    "campaignId": 7,
    "programType": "DBS",
    "status": "DELIVERY",
    "substatus": "DELIVERY_SERVICE_RECEIVED",
    "creationDate": "2026-11-20T10:00:00+03:00",
    "paymentType": "PREPAID",
    "paymentMethod": "SBP",
    "fake": False,
    "items": [
        {
            "id": 1,
            "offerId": "ПЛ-1",
            "offerName": "Плед",
            "count": 2,
            "prices": {"payment": {"value": 2599.5, "currencyId": "RUR"}},
            "itemStatuses": [{"status": "SHIPPED", "count": 2}],
        }
    ],
    "prices": {
        "payment": {"value": 2799, "currencyId": "RUR"},
        "delivery": {"payment": {"value": "199.5", "currencyId": "RUR"}},
    },
    "delivery": {
        "type": "DELIVERY",
        "serviceName": "Курьер",
        "deliveryServiceId": 1,
        "deliveryPartnerType": "SHOP",
        "dates": {"fromDate": "2026-11-23", "toDate": "2026-11-24", "fromTime": "10:00:00", "toTime": "18:30"},
        "courier": {"address": {"city": "Москва", "street": "Лесная", "house": "5", "gps": {"latitude": 1}}},
        "tracks": [{"trackCode": "RX1", "deliveryServiceId": 1}, {"deliveryServiceId": 1}],
    },
}
RETURN: dict[str, Any] = {
    "id": 9,
    "orderId": 5,
    "returnType": "RETURN",
    "creationDate": "2026-11-20T10:00:00+03:00",
    "refundStatus": "WAITING_FOR_DECISION",
    "amount": {"value": 1500, "currencyId": "RUR"},
    "items": [
        {
            "shopSku": "ПЛ-1",
            "count": 1,
            "decisions": [
                {"comment": "Порвался\nв первый день", "reasonType": "BAD_QUALITY", "images": ["a", "b"]},
                {"count": -1},
            ],
        }
    ],
    "logisticPickupPoint": {"name": "Пункт 12", "address": {"city": "Тверь"}},
}


def changed(thing: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """A copy with one part replaced, by its path; `...` takes it away."""
    found = copy.deepcopy(thing)
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    node: Any = found
    for step in way:
        node = node[step]
    if value is ...:
        del node[last]
    else:
        node[last] = value
    return found


def orders(*sent: object) -> tuple[list[Order], int]:
    page = wire_orders.orders_of(raw({"orders": sent}), order_ids={5}).result
    return list(page.orders), page.left_out


def return_(sent: object) -> Return:
    return wire_orders.return_of(raw({"status": "OK", "result": sent}), order_id=5, return_id=9).result


def test_an_order_is_asked_for_by_its_number_and_nothing_else() -> None:
    with Server(says(answer(b'{"orders":[]}'))) as server:
        Client(server.url).get_business_orders(TOKEN, business_id=7, order_ids=[5])

    line, _, body = asked(server.requests[0])
    assert line == "POST /v1/businesses/7/orders?limit=50 HTTP/1.1"
    assert json.loads(body) == {"orderIds": [5]}


def test_an_order_is_asked_for_with_a_window_and_as_a_test_order() -> None:
    with Server(says(answer(b'{"orders":[]}'))) as server:
        market = Client(server.url)
        window = {"created_from": date(2026, 1, 1), "created_to": date(2026, 1, 30)}
        market.get_business_orders(TOKEN, business_id=7, order_ids=[5], fake=True, **window)

    assert json.loads(asked(server.requests[0])[2]) == {
        "orderIds": [5],
        "dates": {"creationDateFrom": "2026-01-01", "creationDateTo": "2026-01-30"},
        "fake": True,
    }


def test_a_return_is_asked_for_at_its_store() -> None:
    body = json.dumps({"status": "OK", "result": RETURN}).encode()
    with Server(says(answer(body))) as server:
        found = Client(server.url).get_return(TOKEN, campaign_id=3, order_id=5, return_id=9)

    assert asked(server.requests[0])[0] == "GET /v2/campaigns/3/orders/5/returns/9 HTTP/1.1"
    assert found.result.return_id == 9


def test_both_have_their_documented_allowance() -> None:
    assert (HOURLY[GET_BUSINESS_ORDERS], HOURLY[GET_RETURN]) == (10_000, 7_000)


def test_an_order_comes_out_whole_without_an_envelope() -> None:
    (found,), left_out = orders(ORDER)

    assert left_out == 0
    assert (found.order_id, found.campaign_id, found.status, found.fake) == (5, 7, "DELIVERY", False)
    assert found.creation_date == datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert found.items[0].payment == Money(value=Decimal("2599.50"), currency_id="RUR")
    assert (found.prices.payment.value, found.prices.delivery.value) == (2799, Decimal("199.5"))
    assert (found.delivery.from_date, found.delivery.from_time) == (date(2026, 11, 23), "10:00")
    assert (found.delivery.address.city, found.delivery.address.postcode) == ("Москва", None)
    assert found.delivery.tracks == ("RX1",)


def test_a_return_comes_out_with_the_buyers_own_words() -> None:
    found = return_(RETURN)

    (decision,) = found.items[0].decisions
    assert (decision.comment, decision.images) == ("Порвался\nв первый день", 2)
    assert (found.amount.value, found.logistic_pickup_point.name) == (1500, "Пункт 12")


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("status", "LEVITATING"),
        ("substatus", "ON_A_CLOUD"),
        ("paymentMethod", "SEASHELLS"),
        ("delivery.type", "DRONE"),
        ("items.0.itemStatuses", None),
        ("delivery.tracks", None),
        ("mood", {"deep": [1]}),
    ],
)
def test_codes_that_market_adds_and_nothing_where_a_list_may_be_are_no_trouble(place: str, value: object) -> None:
    (found,), left_out = orders(changed(ORDER, place, value))

    assert (found.order_id, left_out) == (5, 0)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("orderId", ...),
        ("orderId", 0),
        ("status", ...),
        ("creationDate", "2026-11-20T10:00:00"),
        ("delivery", ...),
        ("delivery.dates.fromDate", "soon"),
        ("prices.payment.value", "NaN"),
        ("prices.payment.value", 10**15),
        ("fake", "perhaps"),
    ],
)
def test_an_order_that_makes_no_sense_is_left_out_and_counted(place: str, value: object) -> None:
    found, left_out = orders(changed(ORDER, place, value), ORDER)

    assert ([one.order_id for one in found], left_out) == ([5], 1)


def test_one_bad_item_does_not_cost_the_order() -> None:
    (found,), _ = orders(changed(ORDER, "items", [{"offerId": 1}, *ORDER["items"]]))

    assert ([item.offer_name for item in found.items], found.items_left_out) == (["Плед"], 1)


def test_u19_another_order_or_return_than_asked_for_is_not_understood() -> None:
    with pytest.raises(NotUnderstood):
        orders(ORDER, changed(ORDER, "orderId", 6))
    for place in ("id", "orderId"):
        with pytest.raises(NotUnderstood):
            return_(changed(RETURN, place, 6))


@pytest.mark.parametrize("body", [None, [], {}, {"orders": None}, {"orders": 5}])
def test_what_is_no_list_of_orders_is_not_understood(body: object) -> None:
    with pytest.raises(NotUnderstood):
        wire_orders.orders_of(raw(body), order_ids={5})


def test_u16_texts_of_buyers_are_made_safe_to_keep() -> None:
    found = return_(changed(RETURN, "items.0.decisions.0.comment", "А\ud800Б\0В" + "я" * 9000))

    comment = found.items[0].decisions[0].comment or ""
    assert comment.startswith("А\ufffdБВ")
    assert len(comment) == 4000


def test_a_key_without_the_scope_is_a_thing_of_its_own() -> None:
    words = "Token does not have any of the scopes to access the API method: all-methods"
    refusal = {"status": "ERROR", "errors": [{"code": "FORBIDDEN", "message": words}]}

    with pytest.raises(KeyRejected) as caught:
        wire_orders.orders_of(raw(refusal, 403), order_ids={5})

    assert caught.value.kind == "missing_scope"
