"""getReturn, and the returns that there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from ..content.cabinets import HOME, TECH
from ..content.chats import ORDER_AND_RETURN, Chat, ago
from ..content.goods import goods_of, story_of
from ..protocol import answers
from ..protocol.answers import Answer
from ..protocol.call import whole
from .order_bodies import money
from .request import Visit

POINT: Final = {
    "id": 10001234,
    "name": "Пункт возврата Маркета, Складочная, 1",
    "address": {
        "country": "Россия",
        "city": "Москва",
        "street": "Складочная улица",
        "house": "1",
        "postcode": "127018",
    },
    "instruction": "Вход со двора, домофон 12. Возьмите паспорт и доверенность.",
    "type": "WAREHOUSE",
}


@dataclass(frozen=True, kw_only=True)
class Story:
    """`item` is the place of the order's item that comes back; `applied` is how long ago, if not as old as the chat."""

    refund: str | None
    shipment: str | None = None
    reason: str | None = None
    subreason: str | None = None
    comment: str | None = None
    decision: str | None = None
    item: int = 0
    applied: str = ""
    kind: str = "RETURN"
    photos: int = 0
    more: Mapping[str, Any] = field(default_factory=dict)


STORIES: Final = {
    HOME.business_id: {
        6620106: Story(
            refund="PREMODERATION_DECISION_WAITING", shipment="CREATED", reason="BAD_QUALITY", subreason="DAMAGED",
            comment="Эмаль отколота у носика, внутри ржавчина.\nКоробка была целая, значит, положили уже такой.",
            applied="30h", photos=3,
        ),
        6620107: Story(
            refund="REFUNDED", shipment="PICKED", reason="DOES_NOT_FIT", subreason="USER_DID_NOT_LIKE",
            comment="Цвет ярче, чем на фото", decision="REFUND_MONEY",
        ),
        6620119: Story(
            refund="PREMODERATION_DISPUTE", shipment="RECEIVED", reason="WRONG_ITEM", subreason="WRONG_COLOR",
            comment="Заказывала белые, пришли бежевые. Две штуки!!!", decision="DECLINE_REFUND", photos=2,
        ),
        6620120: Story(
            refund="REJECTED", shipment="CANCELLED", reason="BAD_QUALITY", subreason="NOT_WORKING",
            comment="Не режет", decision="SEND_TO_EXAMINATION",
        ),
        ORDER_AND_RETURN: Story(
            refund="REFUND_IN_PROGRESS", shipment="READY_FOR_PICKUP", reason="BAD_QUALITY", subreason="BROKEN",
            comment="Из шести лампочек две разбиты", decision="PARTIAL_MONEY_REFUND",
            more={"logisticPickupPoint": POINT, "shipmentRecipientType": "SHOP"},
        ),
    },
    TECH.business_id: {
        6630203: Story(
            refund="REFUNDED_IN_STARS", reason="SOLAR_WIND", subreason="TOO_COSMIC", comment="Шумит",
            decision="SEND_TO_MARS", more={"fastReturn": True},
        ),
        6630206: Story(
            refund="PREMODERATION_DISPUTE", shipment="IN_TRANSIT", reason="BAD_QUALITY", subreason="NOT_WORKING",
            comment="Ездит кругами и не находит базу. <b>Верните деньги!</b>", decision="REPAIR", photos=1,
        ),
        6630213: Story(refund=None, shipment="IN_TRANSIT", kind="UNREDEEMED", more={"shipmentRecipientType": "SHOP"}),
    },
}  # fmt: skip
USUAL: Final = Story(refund="STARTED_BY_USER", shipment="CREATED", reason="UNKNOWN")


def get_return(visit: Visit) -> Answer:
    """https://yandex.ru/dev/market/partner-api/doc/ru/reference/orders/getReturn"""
    campaign_id, order_id, return_id = (
        whole(visit.place[name], name) for name in ("campaignId", "orderId", "returnId")
    )
    wanted = (campaign_id, order_id, return_id)
    for chat in visit.world.chats(visit.cabinet.business_id):
        if (chat.about.campaign_id, chat.about.order_id, chat.about.return_id) == wanted:
            return answers.ok(_body(visit, chat, order_id, return_id))
    raise answers.refuse(404, f"Return '{return_id}' for order '{order_id}' is not found")


def _body(visit: Visit, chat: Chat, order_id: int, return_id: int) -> dict[str, Any]:
    business_id = visit.cabinet.business_id
    told = STORIES.get(business_id, {}).get(return_id, USUAL)
    number, count = story_of(business_id, order_id).items[told.item]
    good = goods_of(business_id, number)
    worth = Decimal(good.price) * count
    applied = ago(visit.world.start, told.applied) if told.applied else chat.created_at - timedelta(minutes=9)
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


def _decisions(told: Story, count: int, worth: Decimal) -> dict[str, Any]:
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
