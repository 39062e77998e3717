"""`wire` for orders and returns."""

from collections.abc import Collection

from chats.market import payload_orders, payload_returns
from chats.market.decode import built, decoded, each
from chats.market.errors import NotUnderstood
from chats.market.limits import GET_BUSINESS_ORDERS, GET_RETURN, Answer
from chats.market.types_orders import OrdersPage, Return
from chats.market.wire import RESULT, RawAnswer, next_page, result_of, understood


def orders_of(
    raw: RawAnswer, *, order_ids: Collection[int], external_order_ids: Collection[str] = ()
) -> Answer[OrdersPage]:
    """This operation has no `result` envelope. Raises NotUnderstood also for an order that is not in `order_ids`, or
    whose own number is not in `external_order_ids` in whatever case, unless those are empty."""
    own_numbers = {number.casefold() for number in external_order_ids}

    def read(body: bytes) -> OrdersPage:
        page = decoded(GET_BUSINESS_ORDERS, body, payload_orders.OrdersPayload)
        shape, build = payload_orders.OrderPayload, payload_orders.order
        orders, left_out = each(GET_BUSINESS_ORDERS, page.orders, shape, build, path="$.orders")
        if order_ids and any(order.order_id not in order_ids for order in orders):
            raise NotUnderstood(GET_BUSINESS_ORDERS, "another order than asked for - at `$.orders`")
        if own_numbers and any((order.external_order_id or "").casefold() not in own_numbers for order in orders):
            raise NotUnderstood(GET_BUSINESS_ORDERS, "an order of another own number - at `$.orders`")
        token = next_page(GET_BUSINESS_ORDERS, page.paging)
        return OrdersPage(orders=orders, next_page_token=token, left_out=left_out)

    return understood(GET_BUSINESS_ORDERS, raw, read)


def return_of(raw: RawAnswer, *, order_id: int, return_id: int) -> Answer[Return]:
    """Raises NotUnderstood also when Market sends another return, or one of another order."""

    def read(body: bytes) -> Return:
        result = result_of(GET_RETURN, body)
        found = built(GET_RETURN, result, payload_returns.ReturnPayload, payload_returns.return_, path=RESULT)
        if (found.order_id, found.return_id) != (order_id, return_id):
            raise NotUnderstood(GET_RETURN, f"another return than asked for - at `{RESULT}`")
        return found

    return understood(GET_RETURN, raw, read)
