"""getBusinessOrders, with its quirks: 30 days at most, test orders only on request, no envelope around the result."""

from datetime import date, timedelta
from typing import Any, Final

from ..content.chats import MOSCOW, WITHOUT_CHAT
from ..protocol import answers, call
from ..protocol.answers import Answer
from ..protocol.call import is_integer
from ..protocol.filters import unique_items, valid_id
from . import order_bodies
from .request import Request

MAX_ORDERS: Final = 50
MAX_DAYS: Final = 30


def get_business_orders(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders"""
    check_limit(request)
    body = call.json_object(request.call)
    first, last = creation_dates(body, request.now.astimezone(MOSCOW).date())
    fake = body.get("fake", False)
    if not isinstance(fake, bool):
        raise answers.refusal(400, "Illegal input at 'fake'")
    orders = [
        order_bodies.order_json(request.world, request.cabinet, order_id) for order_id in order_ids(request, body)
    ]
    own_numbers = external_ids(body)
    shown = [
        order
        for order in orders
        if order
        and order["fake"] == fake
        and first <= order["creationDate"][:10] <= last
        and (own_numbers is None or order.get("externalOrderId") in own_numbers)
    ]
    return answers.json_answer({"orders": shown[:MAX_ORDERS], "paging": {}})


def check_limit(request: Request) -> None:
    """A limit that is too large is lowered without an error."""
    text = request.call.parameter("limit")
    if text is not None and not (is_integer(text) and int(text) > 0):
        raise answers.refusal(400, "Parameter limit must be greater than or equal to '1'")


def order_ids(request: Request, body: dict[str, Any]) -> list[int]:
    """The orders asked for; those of all chats but the generated ones when none are named."""
    ids = unique_items(body, "orderIds")
    if ids is None:
        known = {chat.context.order_id for chat in request.world.kept_chats(request.business_id)}
        known |= {context.order_id for context in WITHOUT_CHAT.get(request.business_id, ())}
        return sorted(order_id for order_id in known if order_id)
    if len(ids) > MAX_ORDERS:
        raise answers.refusal(400, f"'orderIds' size must be between '1' and '{MAX_ORDERS}'")
    return [valid_id(item, f"orderIds[{index}]", 1) for index, item in enumerate(ids)]


def external_ids(body: dict[str, Any]) -> list[str] | None:
    numbers = unique_items(body, "externalOrderIds")
    if numbers and len(numbers) > MAX_ORDERS:
        raise answers.refusal(400, f"'externalOrderIds' size must be between '1' and '{MAX_ORDERS}'")
    for index, number in enumerate(numbers or ()):
        if not isinstance(number, str) or not number:
            raise answers.refusal(400, f"Illegal input at 'externalOrderIds[{index}]'")
    return numbers


def creation_dates(body: dict[str, Any], today: date) -> tuple[str, str]:
    """The first and last day of creation to look at; the last 30 days if none are given."""
    dates = body.get("dates") or {}
    if not isinstance(dates, dict):
        raise answers.refusal(400, "Illegal input at 'dates'")
    first, last = parse_date(dates, "creationDateFrom"), parse_date(dates, "creationDateTo")
    if first is None and last is None:
        return (today - timedelta(days=MAX_DAYS)).isoformat(), today.isoformat()
    last = last or (first or today) + timedelta(days=MAX_DAYS)
    first = first or last - timedelta(days=MAX_DAYS)
    if last - first > timedelta(days=MAX_DAYS):
        reason = f"interval between '{first}' and '{last}' is more than '{MAX_DAYS}' days."
        raise answers.refusal(400, f"Invalid filters: {reason}")
    return first.isoformat(), last.isoformat()


def parse_date(dates: dict[str, Any], name: str) -> date | None:
    text = dates.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise answers.refusal(400, f"Illegal input at 'dates.{name}'") from None
