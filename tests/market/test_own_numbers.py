"""Orders asked for by the shop's own numbers of them."""

import json

import pytest

from chats.market import wire_orders
from chats.market.client import Client
from chats.market.errors import NotUnderstood
from tests.market.raw import raw
from tests.market.servers import Server, answer, says
from tests.market.test_client import asked
from tests.market.test_orders import ORDER, TOKEN


def test_p4_orders_are_asked_for_by_the_shops_own_numbers():
    with Server(says(answer(json.dumps({"orders": []}).encode()))) as server:
        Client(server.url).get_business_orders(TOKEN, business_id=1, external_order_ids=["УТ-00012345"])

    assert json.loads(asked(server.requests[0])[2]) == {"externalOrderIds": ["УТ-00012345"]}


@pytest.mark.parametrize("own", ["УТ-00012345", "ут-00012345"])
def test_p4_an_order_answers_to_its_own_number_in_any_case(own):
    body = {"orders": [{**ORDER, "externalOrderId": "УТ-00012345"}]}

    page = wire_orders.orders_of(raw(body), order_ids=[], external_order_ids=[own]).result

    assert [order.external_order_id for order in page.orders] == ["УТ-00012345"]


@pytest.mark.parametrize("own", [{}, {"externalOrderId": "УТ-1"}])
def test_p4_an_order_of_another_own_number_is_refused(own):
    with pytest.raises(NotUnderstood):
        wire_orders.orders_of(raw({"orders": [{**ORDER, **own}]}), order_ids=[], external_order_ids=["УТ-00012345"])
