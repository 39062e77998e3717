"""getReturn."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from ..content.chats import WITHOUT_CHAT, ChatContext, time_ago
from ..content.products import product_of
from ..content.stories import ReturnStory, order_story, return_story
from ..protocol import answers
from ..protocol.answers import Answer
from ..protocol.call import positive_int
from ..world.world import World
from .order_bodies import money_json
from .request import Request


def get_return(request: Request) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getReturn"""
    campaign_id, order_id, return_id = (
        positive_int(request.path_ids[name], name) for name in ("campaignId", "orderId", "returnId")
    )
    found = find_return(request.world, request.business_id, return_id)
    if found is None or (found[0].campaign_id, found[0].order_id) != (campaign_id, order_id):
        raise answers.refusal(404, f"Return '{return_id}' for order '{order_id}' is not found")
    return answers.ok(return_json(request.world, request.business_id, *found))


def find_return(world: World, business_id: int, return_id: int) -> tuple[ChatContext, datetime, datetime] | None:
    """What a return belongs to, and about when it was made and last changed: by its chat, or by the list of those that
    have none. None when there is no such return."""
    for chat in world.chats_about(business_id, return_id):
        if chat.context.return_id == return_id:
            return chat.context, chat.created_at, chat.updated_at
    without = next((one for one in WITHOUT_CHAT.get(business_id, ()) if one.return_id == return_id), None)
    return (without, time_ago(world.start, "26h"), time_ago(world.start, "5h")) if without else None


def return_json(
    world: World, business_id: int, context: ChatContext, begun: datetime, updated: datetime
) -> dict[str, Any]:
    order_id, return_id = context.order_id or 0, context.return_id or 0
    story = return_story(business_id, return_id)
    number, count = order_story(business_id, order_id).items[story.item]
    product = product_of(business_id, number)
    price = Decimal(product.price) * count
    applied = time_ago(world.start, story.applied) if story.applied else begun - timedelta(minutes=9)
    statuses = {"refundStatus": story.refund, "shipmentStatus": story.shipment}
    ready = {"pickupTillDate": (updated + timedelta(days=7)).isoformat()}
    return {
        "id": return_id,
        "orderId": order_id,
        "returnType": story.kind,
        "creationDate": applied.isoformat(),
        "updateDate": max(applied, updated).isoformat(),
        **{name: code for name, code in statuses.items() if code},
        **(ready if story.shipment == "READY_FOR_PICKUP" else {}),
        "amount": money_json(price),
        "fastReturn": False,
        "items": [
            {
                "marketSku": 100_000 + number,
                "shopSku": product.sku,
                "count": count,
                **decisions_json(story, count, price),
            }
        ],
        **story.more,
        **world.return_changes.get((business_id, return_id), {}),
    }


def decisions_json(story: ReturnStory, count: int, price: Decimal) -> dict[str, Any]:
    if story.kind != "RETURN":
        return {"tracks": [{"trackCode": "RX903112457RU"}]}
    refund = price / 3 if story.decision == "PARTIAL_MONEY_REFUND" else price
    fields = {
        "comment": story.comment,
        "reasonType": story.reason,
        "subreasonType": story.subreason,
        "decisionType": story.decision,
        "amount": money_json(refund) if story.decision else None,
        "images": [f"{photo:032x}" for photo in range(1, story.photos + 1)] or None,
    }
    known = {name: value for name, value in fields.items() if value is not None}
    return {"decisions": [{"returnItemId": 55_001, "count": count, **known}]}
