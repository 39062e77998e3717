"""The operations on orders and returns."""

from collections.abc import Sequence
from datetime import date

import msgspec

from chats.market import wire_orders
from chats.market.caller import Caller
from chats.market.http.transport import Request
from chats.market.limits import GET_BUSINESS_ORDERS, GET_RETURN, ORDERS_PER_PAGE, Answer
from chats.market.token import Token
from chats.market.types_orders import OrdersPage, Return
from chats.market.wire import RawAnswer


class Orders(Caller):
    """Half of `client.Client`."""

    def get_business_orders(  # noqa: PLR0913  (Market's own parameters)
        self,
        token: Token,
        *,
        business_id: int,
        order_ids: Sequence[int] = (),
        external_order_ids: Sequence[str] = (),
        created_from: date | None = None,
        created_to: date | None = None,
        fake: bool | None = None,
        deadline: float | None = None,
    ) -> Answer[OrdersPage]:
        """At most ORDERS_PER_PAGE orders of a business by their ids, or by the shop's own numbers of them.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders

        10 000 an hour per business. At most ORDERS_PER_PAGE ids, or own numbers. `created_from` and `created_to` are at
        most 30 days apart. Without them Market lists the last 30 days only; it does not say whether that holds for a
        search by ids. Test orders need `fake`.
        """
        dates = {"creationDateFrom": created_from, "creationDateTo": created_to}
        known_dates = {name: value for name, value in dates.items() if value}
        ids, external = list(order_ids), list(external_order_ids)
        lists = {"orderIds": ids or None, "externalOrderIds": external or None}  # Market refuses an empty list
        filters = {**lists, "dates": known_dates or None, "fake": fake}
        body = msgspec.json.encode({name: value for name, value in filters.items() if value is not None})
        request = Request("POST", f"v1/businesses/{business_id:d}/orders", {"limit": ORDERS_PER_PAGE}, body)

        def understand(raw: RawAnswer) -> Answer[OrdersPage]:
            return wire_orders.orders_of(raw, order_ids=frozenset(ids), external_order_ids=frozenset(external))

        return self.call(GET_BUSINESS_ORDERS, token, request, deadline, understand)

    def get_return(
        self, token: Token, *, campaign_id: int, order_id: int, return_id: int, deadline: float | None = None
    ) -> Answer[Return]:
        """One return of an order, or one parcel that the buyer did not collect.

        https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getReturn

        7 000 an hour per store.
        """
        request = Request("GET", f"v2/campaigns/{campaign_id:d}/orders/{order_id:d}/returns/{return_id:d}")

        def understand(raw: RawAnswer) -> Answer[Return]:
            return wire_orders.return_of(raw, order_id=order_id, return_id=return_id)

        return self.call(GET_RETURN, token, request, deadline, understand)
