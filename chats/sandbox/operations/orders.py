"""getBusinessOrders, with its quirks: the last 30 days, test orders apart, no envelope."""

from datetime import date, timedelta
from typing import Any, Final

from ..content.chats import MOSCOW
from ..protocol import answers, call
from ..protocol.answers import Answer
from ..protocol.call import is_integer
from ..protocol.filters import unique_items, valid_id
from . import order_bodies
from .request import Visit

MOST_ORDERS: Final = 50
LONGEST: Final = 30  # days


def get_business_orders(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getBusinessOrders"""
    _limit(visit)
    body = call.json_object(visit.call)
    first, last = _window(body, visit.now.astimezone(MOSCOW).date())
    fake = body.get("fake", False)
    if not isinstance(fake, bool):
        raise answers.refusal(400, "Illegal input at 'fake'")
    found = [order_bodies.order(visit.world, visit.cabinet, order_id) for order_id in _asked(visit, body)]
    shown = [
        order for order in found if order and order["fake"] == fake and first <= order["creationDate"][:10] <= last
    ]
    return answers.json_answer({"orders": shown[:MOST_ORDERS], "paging": {}})


def _limit(visit: Visit) -> None:
    """Too large a limit is cut without a word."""
    text = visit.call.parameter("limit")
    if text is not None and not (is_integer(text) and int(text) > 0):
        raise answers.refusal(400, "Parameter limit must be greater than or equal to '1'")


def _asked(visit: Visit, body: dict[str, Any]) -> list[int]:
    ids = unique_items(body, "orderIds")
    if ids is None:
        about = {chat.context.order_id for chat in visit.world.chats(visit.cabinet.business_id)}
        return sorted(order_id for order_id in about if order_id)
    if len(ids) > MOST_ORDERS:
        raise answers.refusal(400, f"'orderIds' size must be between '1' and '{MOST_ORDERS}'")
    return [valid_id(item, f"orderIds[{place}]", 1) for place, item in enumerate(ids)]


def _window(body: dict[str, Any], today: date) -> tuple[str, str]:
    """The first and the last day of creation that are looked at: without dates, of the last 30."""
    dates = body.get("dates") or {}
    if not isinstance(dates, dict):
        raise answers.refusal(400, "Illegal input at 'dates'")
    first, last = _day(dates, "creationDateFrom"), _day(dates, "creationDateTo")
    if first is None and last is None:
        return (today - timedelta(days=LONGEST)).isoformat(), today.isoformat()
    last = last or (first or today) + timedelta(days=LONGEST)
    first = first or last - timedelta(days=LONGEST)
    if last - first > timedelta(days=LONGEST):
        words = f"interval between '{first}' and '{last}' is more than '{LONGEST}' days."
        raise answers.refusal(400, f"Invalid filters: {words}")
    return first.isoformat(), last.isoformat()


def _day(dates: dict[str, Any], name: str) -> date | None:
    text = dates.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise answers.refusal(400, f"Illegal input at 'dates.{name}'") from None
