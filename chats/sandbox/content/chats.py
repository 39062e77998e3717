"""The two sellers' chats. Their times are relative to the start of the sandbox, so that they never grow old."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from chats.market.types import ChatStatus as S
from chats.market.types import ChatType, ContextType

from . import people
from .cabinets import HOME, TECH
from .people import Buyer

MOSCOW: Final = timezone(timedelta(hours=3))

# One number may be several things at once, as in reality.
ORDER_WITH_DISPUTE: Final = 54810000117  # at Дом и сад: a chat and a dispute about one order
ORDER_AND_RETURN: Final = 66200450  # at Дом и сад: an order in one chat, a return in another
CHAT_HERE_ORDER_THERE: Final = 7700123  # a chat at Дом и сад, an order at Техно-Мир
ORDER_AT_BOTH: Final = 54899990001  # an order number that both sellers have
LONG_CHAT: Final = 310021  # a thousand messages
LARGEST_ID: Final = 9223372036854775807
# Chats with codes that Market's contract does not have (yet).
UNKNOWN_STATUS_CHAT: Final = 310050
UNKNOWN_TYPE_CHAT: Final = 310051
UNKNOWN_CONTEXT_CHAT: Final = 310052

FBY, FBS, DBS = 48211001, 48211002, 48211003
TECH_FBS, TECH_FBY = 51932001, 51932002


@dataclass(frozen=True, kw_only=True)
class ChatContext:
    """What a chat is about, as Market calls it."""

    type: str = ContextType.DIRECT
    campaign_id: int | None = None
    order_id: int | None = None
    return_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Chat:
    chat_id: int
    context: ChatContext
    buyer: Buyer | None
    status: str
    created_at: datetime
    updated_at: datetime
    type: str = ChatType.CHAT


@dataclass(frozen=True)
class ChatRow:
    """A chat of the table below, with relative times."""

    chat_id: int
    status: str
    context: ChatContext
    buyer: Buyer | None
    created: str  # time before the start: "3d", "5h", "20m"
    updated: str
    type: str = ChatType.CHAT


def about_order(campaign_id: int, order_id: int) -> ChatContext:
    return ChatContext(type=ContextType.ORDER, campaign_id=campaign_id, order_id=order_id)


def about_return(campaign_id: int, order_id: int, return_id: int) -> ChatContext:
    return ChatContext(type=ContextType.RETURN, campaign_id=campaign_id, order_id=order_id, return_id=return_id)


DIRECT: Final = ChatContext()
ARBITRAGE: Final = ChatType.ARBITRAGE
PARTNER, CUSTOMER = S.WAITING_FOR_PARTNER, S.WAITING_FOR_CUSTOMER

HOME_ROWS: Final = (
    ChatRow(310001, S.NEW, about_order(FBS, 54810000101), people.IVAN, "4m", "4m"),
    ChatRow(310002, PARTNER, about_order(FBY, 54810000102), people.MARIA, "2h", "12m"),
    ChatRow(310003, CUSTOMER, about_order(DBS, 54810000103), people.OLGA, "1d", "3h"),
    ChatRow(310004, S.WAITING_FOR_MARKET, about_order(FBS, 54810000104), people.ALEXEY, "6d", "2d"),
    ChatRow(310005, S.FINISHED, about_order(FBY, 54810000105), people.NATALIA, "64d", "61d"),
    ChatRow(310006, PARTNER, about_return(FBS, 54810000106, 6620106), people.DMITRY, "29h", "35m"),
    ChatRow(310007, S.FINISHED, about_return(FBY, 54810000107, 6620107), people.EKATERINA, "120d", "97d"),
    ChatRow(310008, PARTNER, DIRECT, people.SERGEY, "50m", "8m"),
    ChatRow(310009, CUSTOMER, DIRECT, people.TATIANA, "3d", "2d"),
    ChatRow(310010, S.NEW, DIRECT, None, "2m", "2m"),
    ChatRow(310017, CUSTOMER, about_order(FBS, ORDER_WITH_DISPUTE), people.PAVEL, "16d", "9d"),
    ChatRow(310018, S.WAITING_FOR_ARBITER, about_order(FBS, ORDER_WITH_DISPUTE), people.PAVEL, "8d", "1h", ARBITRAGE),
    ChatRow(310019, PARTNER, about_return(FBY, 54810000119, 6620119), people.ELENA, "11d", "4h", ARBITRAGE),
    ChatRow(310020, S.FINISHED, about_return(FBS, 54810000120, 6620120), people.GRIGORY, "80d", "71d", ARBITRAGE),
    ChatRow(310021, PARTNER, about_order(DBS, ORDER_AND_RETURN), people.ANNA, "4d", "6h"),
    ChatRow(310022, CUSTOMER, about_return(FBS, 54810000122, ORDER_AND_RETURN), people.ARTEM, "7d", "1d"),
    ChatRow(CHAT_HERE_ORDER_THERE, PARTNER, DIRECT, people.CHINESE, "1d", "22m"),
    ChatRow(310024, PARTNER, about_order(FBY, ORDER_AT_BOTH), people.UZBEK, "2d", "2h"),
    ChatRow(310030, PARTNER, about_order(FBS, 54810000130), people.NO_PUBLIC_ID, "9h", "1h"),
    ChatRow(310031, S.NEW, about_order(FBS, 54810000131), None, "15m", "15m"),
    ChatRow(310032, PARTNER, DIRECT, people.NO_NAME, "3h", "40m"),
    ChatRow(310033, CUSTOMER, DIRECT, people.NOTHING_KNOWN, "5d", "5d"),
    ChatRow(310034, PARTNER, about_order(DBS, 54810000134), people.ODD_PUBLIC_ID, "7h", "18m"),
    ChatRow(310035, CUSTOMER, about_order(FBY, 54810000135), people.LONG_NAME, "30h", "11h"),
    ChatRow(310036, PARTNER, DIRECT, people.SCRIPT, "90m", "25m"),
    ChatRow(310037, PARTNER, about_order(FBS, 54810000137), people.IMAGE, "26h", "5h"),
    ChatRow(UNKNOWN_STATUS_CHAT, "PAUSED", about_order(FBY, 54810000150), people.EMOJI, "10d", "3d"),
    ChatRow(UNKNOWN_TYPE_CHAT, PARTNER, about_order(FBS, 54810000151), people.HEBREW, "12h", "2h", "CONSULTATION"),
    ChatRow(
        UNKNOWN_CONTEXT_CHAT, PARTNER, ChatContext(type="REVIEW", campaign_id=FBY), people.UZBEK_CYRILLIC, "2d", "9h"
    ),
    ChatRow(1780212617058078, PARTNER, about_order(FBY, 54810000161), people.ONE_LETTER, "13h", "55m"),
)
TECH_ROWS: Final = (
    ChatRow(420001, PARTNER, about_order(TECH_FBS, 54820000201), people.ARABIC, "3h", "6m"),
    ChatRow(420002, S.NEW, about_order(TECH_FBY, 54820000202), people.EMOJI, "9m", "9m"),
    ChatRow(420003, CUSTOMER, about_return(TECH_FBS, 54820000203, 6630203), people.OLGA, "6d", "20h"),
    ChatRow(420004, PARTNER, about_order(TECH_FBS, CHAT_HERE_ORDER_THERE), people.DMITRY, "2d", "3h"),
    ChatRow(420005, CUSTOMER, about_order(TECH_FBY, ORDER_AT_BOTH), people.MARIA, "5d", "1d"),
    ChatRow(
        420006,
        S.WAITING_FOR_ARBITER,
        about_return(TECH_FBY, 54820000206, 6630206),
        people.PATH_PUBLIC_ID,
        "9d",
        "2d",
        ARBITRAGE,
    ),
    ChatRow(420007, S.FINISHED, about_order(TECH_FBS, 54820000207), people.SERGEY, "150d", "149d"),
    ChatRow(420008, PARTNER, DIRECT, people.TEMPLATE, "1h", "14m"),
    ChatRow(420009, S.WAITING_FOR_MARKET, DIRECT, people.HTMX, "3d", "2d"),
    ChatRow(420010, PARTNER, about_order(TECH_FBY, 54820000210), people.UNBROKEN_NAME, "8h", "45m"),
    ChatRow(420011, PARTNER, DIRECT, people.BIDI, "5h", "31m"),
    ChatRow(987654321012345678, CUSTOMER, about_order(TECH_FBS, 1152921504606846977), people.IVAN, "4d", "17h"),
    ChatRow(LARGEST_ID, PARTNER, about_return(TECH_FBS, 54820000213, 6630213), people.ELENA, "35d", "7h"),
)
# Orders and returns that have no chat yet, by business.
WITHOUT_CHAT: Final = {
    HOME.business_id: (
        about_order(FBS, 54810000301),
        about_order(DBS, 54810000302),
        about_order(FBY, 54810000303),
        about_return(FBS, 54810000304, 6620304),
        about_return(DBS, 54810000305, 6620305),
    ),
    TECH.business_id: (
        about_order(TECH_FBS, 54820000401),
        about_order(TECH_FBY, 54820000402),
        about_return(TECH_FBS, 54820000403, 6630403),
    ),
}
# The shops' own numbers of orders.
OWN_NUMBERS: Final = {
    HOME.business_id: {54810000102: "УТ-00012345", 54810000301: "УТ-00012399", ORDER_WITH_DISPUTE: "УТ-00011870"},
    TECH.business_id: {54820000201: "TM/2026-0417", 54820000401: "TM/2026-0420"},
}
DURATION_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


def time_ago(start: datetime, duration: str) -> datetime:
    time = start - timedelta(**{DURATION_UNITS[duration[-1]]: int(duration[:-1])})
    return time.astimezone(MOSCOW).replace(microsecond=0)


def chats_by_id(rows: Iterable[ChatRow], start: datetime) -> dict[int, Chat]:
    return {
        row.chat_id: Chat(
            chat_id=row.chat_id,
            context=row.context,
            buyer=row.buyer,
            status=row.status,
            created_at=time_ago(start, row.created),
            updated_at=time_ago(start, row.updated),
            type=row.type,
        )
        for row in rows
    }
