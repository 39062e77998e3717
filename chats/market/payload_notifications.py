"""The bodies of Market's notifications, type by type: what the desk reads of them.

https://yandex.ru/dev/market/partner-api/doc/ru/push-notifications/reference/sendNotification
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

import msgspec

from chats.market.decode import Id

PING: Final = "PING"
CHAT_CREATED: Final = "CHAT_CREATED"
CHAT_MESSAGE_SENT: Final = "CHAT_MESSAGE_SENT"

# A time in words; another kind of value costs the time, and not the event.
Time = str | int | float | None


class Payload(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The body of one type. Fields that are not listed are left alone. `own` are the fields that tell one event of the
    type from another: Market gives events no id."""

    own: ClassVar[tuple[str, ...]] = ()


class OfChat(Payload, frozen=True, kw_only=True):
    business_id: Id
    chat_id: Id


class ChatCreated(OfChat, frozen=True, kw_only=True):
    own = ("business_id", "chat_id")
    at: Time = msgspec.field(name="createdAt", default="")


class ChatMessageSent(OfChat, frozen=True, kw_only=True):
    """The id of the message is a string here, and a number everywhere else in the API."""

    own = ("business_id", "chat_id", "message_id")
    message_id: int | str
    at: Time = msgspec.field(name="sentAt", default="")


class ChatArbitrageStarted(OfChat, frozen=True, kw_only=True):
    own = ("business_id", "chat_id", "at")
    at: Time = msgspec.field(name="startedAt", default="")


class ChatArbitrageFinished(OfChat, frozen=True, kw_only=True):
    own = ("business_id", "chat_id", "at")
    at: Time = msgspec.field(name="finishedAt", default="")


class OfOrder(Payload, frozen=True, kw_only=True):
    own: ClassVar[tuple[str, ...]] = ("campaign_id", "order_id", "at")
    campaign_id: Id
    order_id: Id


class OrderCreated(OfOrder, frozen=True, kw_only=True):
    at: Time = msgspec.field(name="createdAt", default="")


class OrderCancelled(OfOrder, frozen=True, kw_only=True):
    at: Time = msgspec.field(name="cancelledAt", default="")


class OrderStatusUpdated(OfOrder, frozen=True, kw_only=True):
    own = ("campaign_id", "order_id", "status", "substatus", "at")
    status: str = ""
    substatus: str = ""
    at: Time = msgspec.field(name="updatedAt", default="")


class OrderUpdated(OfOrder, frozen=True, kw_only=True):
    own = ("campaign_id", "order_id", "update_type", "at")
    update_type: str = ""
    at: Time = msgspec.field(name="updatedAt", default="")


class OrderCancellationRequest(OfOrder, frozen=True, kw_only=True):
    at: Time = msgspec.field(name="requestedAt", default="")


class OfReturn(OfOrder, frozen=True, kw_only=True):
    own = ("campaign_id", "return_id", "at")
    return_id: Id


class OrderReturnCreated(OfReturn, frozen=True, kw_only=True):
    at: Time = msgspec.field(name="createdAt", default="")


class OrderReturnStatusUpdated(OfReturn, frozen=True, kw_only=True):
    at: Time = msgspec.field(name="updatedAt", default="")


class OfGoods(Payload, frozen=True, kw_only=True):
    """Reviews and questions, which the desk does not have yet."""

    business_id: Id
    at: Time = msgspec.field(name="createdAt", default="")


class GoodsFeedbackCreated(OfGoods, frozen=True, kw_only=True):
    own = ("business_id", "feedback_id")
    feedback_id: Id


class GoodsFeedbackCommentCreated(OfGoods, frozen=True, kw_only=True):
    own = ("business_id", "comment_id")
    comment_id: Id


class QuestionCreated(OfGoods, frozen=True, kw_only=True):
    own = ("business_id", "question_id")
    question_id: Id


class QuestionAnswerCreated(OfGoods, frozen=True, kw_only=True):
    own = ("business_id", "answer_id")
    answer_id: Id


class QuestionCommentCreated(OfGoods, frozen=True, kw_only=True):
    own = ("business_id", "answer_id", "comment_id")
    answer_id: Id
    comment_id: Id


class Ping(Payload, frozen=True, kw_only=True):
    """Market's check when notifications are switched on. Its `time` is described as the shop's, so it is not read."""


class Unknown(Payload, frozen=True, kw_only=True):
    business_id: Id | None = None


KINDS: Final[Mapping[str, type[Payload]]] = MappingProxyType(
    {
        PING: Ping,
        CHAT_CREATED: ChatCreated,
        CHAT_MESSAGE_SENT: ChatMessageSent,
        "CHAT_ARBITRAGE_STARTED": ChatArbitrageStarted,
        "CHAT_ARBITRAGE_FINISHED": ChatArbitrageFinished,
        "ORDER_CREATED": OrderCreated,
        "ORDER_CANCELLED": OrderCancelled,
        "ORDER_STATUS_UPDATED": OrderStatusUpdated,
        "ORDER_UPDATED": OrderUpdated,
        "ORDER_CANCELLATION_REQUEST": OrderCancellationRequest,
        "ORDER_RETURN_CREATED": OrderReturnCreated,
        "ORDER_RETURN_STATUS_UPDATED": OrderReturnStatusUpdated,
        "GOODS_FEEDBACK_CREATED": GoodsFeedbackCreated,
        "GOODS_FEEDBACK_COMMENT_CREATED": GoodsFeedbackCommentCreated,
        "QUESTION_CREATED": QuestionCreated,
        "QUESTION_ANSWER_CREATED": QuestionAnswerCreated,
        "QUESTION_COMMENT_CREATED": QuestionCommentCreated,
    }
)
