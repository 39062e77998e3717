"""getReturn, and the returns that there are."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from ..content.chats import Chat, time_ago
from ..content.products import product_of
from ..content.stories import ReturnStory, order_story, return_story
from ..protocol import answers
from ..protocol.answers import Answer
from ..protocol.call import positive_int
from .order_bodies import money
from .request import Visit


def get_return(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getReturn"""
    campaign_id, order_id, return_id = (
        positive_int(visit.place[name], name) for name in ("campaignId", "orderId", "returnId")
    )
    wanted = (campaign_id, order_id, return_id)
    for chat in visit.world.chats(visit.cabinet.business_id):
        if (chat.context.campaign_id, chat.context.order_id, chat.context.return_id) == wanted:
            return answers.ok(_body(visit, chat, order_id, return_id))
    raise answers.refusal(404, f"Return '{return_id}' for order '{order_id}' is not found")


def _body(visit: Visit, chat: Chat, order_id: int, return_id: int) -> dict[str, Any]:
    business_id = visit.cabinet.business_id
    told = return_story(business_id, return_id)
    number, count = order_story(business_id, order_id).items[told.item]
    good = product_of(business_id, number)
    worth = Decimal(good.price) * count
    applied = time_ago(visit.world.start, told.applied) if told.applied else chat.created_at - timedelta(minutes=9)
    statuses = {"refundStatus": told.refund, "shipmentStatus": told.shipment}
    ready = {"pickupTillDate": (chat.updated_at + timedelta(days=7)).isoformat()}
    return {
        "id": return_id,
        "orderId": order_id,
        "returnType": told.kind,
        "creationDate": applied.isoformat(),
        "updateDate": max(applied, chat.updated_at).isoformat(),
        **{name: code for name, code in statuses.items() if code},
        **(ready if told.shipment == "READY_FOR_PICKUP" else {}),
        "amount": money(worth),
        "fastReturn": False,
        "items": [
            {"marketSku": 100_000 + number, "shopSku": good.sku, "count": count, **_decisions(told, count, worth)}
        ],
        **told.more,
        **visit.world.return_changes.get((business_id, return_id), {}),
    }


def _decisions(told: ReturnStory, count: int, worth: Decimal) -> dict[str, Any]:
    if told.kind != "RETURN":
        return {"tracks": [{"trackCode": "RX903112457RU"}]}
    said = {
        "comment": told.comment,
        "reasonType": told.reason,
        "subreasonType": told.subreason,
        "decisionType": told.decision,
        "amount": money(worth / 3 if told.decision == "PARTIAL_MONEY_REFUND" else worth) if told.decision else None,
        "images": [f"{photo:032x}" for photo in range(1, told.photos + 1)] or None,
    }
    known = {name: value for name, value in said.items() if value is not None}
    return {"decisions": [{"returnItemId": 55_001, "count": count, **known}]}
