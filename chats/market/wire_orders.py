"""Answers about orders and returns, in the manner of `wire`."""

from collections.abc import Collection

from chats.market import payload_orders as sent_orders
from chats.market import payload_returns as sent_returns
from chats.market.decode import built, decoded, each
from chats.market.errors import NotUnderstood
from chats.market.limits import GET_BUSINESS_ORDERS, GET_RETURN, Answer
from chats.market.types_orders import OrdersPage, Return
from chats.market.wire import RESULT, Reply, next_page, result_of, understood


def orders_of(reply: Reply, *, order_ids: Collection[int]) -> Answer[OrdersPage]:
    """This operation has no envelope. Raises NotUnderstood also for another order than those asked for, if any were."""

    def read(body: bytes) -> OrdersPage:
        page = decoded(GET_BUSINESS_ORDERS, body, sent_orders.SentOrders)
        shape, build = sent_orders.SentOrder, sent_orders.order
        orders, left_out = each(GET_BUSINESS_ORDERS, page.orders, shape, build, path="$.orders")
        if order_ids and any(order.order_id not in order_ids for order in orders):
            raise NotUnderstood(GET_BUSINESS_ORDERS, "another order than asked for - at `$.orders`")
        token = next_page(GET_BUSINESS_ORDERS, page.paging)
        return OrdersPage(orders=orders, next_page_token=token, left_out=left_out)

    return understood(GET_BUSINESS_ORDERS, reply, read)


def return_of(reply: Reply, *, order_id: int, return_id: int) -> Answer[Return]:
    """Raises NotUnderstood also for another return, or one of another order, than was asked for."""

    def read(body: bytes) -> Return:
        raw = result_of(GET_RETURN, body)
        found = built(GET_RETURN, raw, sent_returns.SentReturn, sent_returns.return_, path=RESULT)
        if (found.order_id, found.return_id) != (order_id, return_id):
            raise NotUnderstood(GET_RETURN, f"another return than asked for - at `{RESULT}`")
        return found

    return understood(GET_RETURN, reply, read)
