"""What the two sellers talk about: forty chats whose times are counted back from the start of the sandbox."""

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

# Numbers that mean several things, as real numbers do.
ORDER_WITH_DISPUTE: Final = 54810000117  # at Дом и сад: a chat and a dispute about one order
ORDER_AND_RETURN: Final = 66200450  # at Дом и сад: an order in one chat, a return in another
CHAT_HERE_ORDER_THERE: Final = 7700123  # a chat at Дом и сад, an order at Техно-Мир
ORDER_AT_BOTH: Final = 54899990001  # an order number that both sellers have
LONG_CHAT: Final = 310021  # a thousand messages
LARGEST_ID: Final = 9223372036854775807
# Chats whose codes the contract does not know yet.
UNKNOWN_STATUS_CHAT: Final = 310050
UNKNOWN_TYPE_CHAT: Final = 310051
UNKNOWN_CONTEXT_CHAT: Final = 310052

FBY, FBS, DBS = 48211001, 48211002, 48211003
TECH_FBS, TECH_FBY = 51932001, 51932002


@dataclass(frozen=True, kw_only=True)
class About:
    type: str = ContextType.DIRECT
    campaign_id: int | None = None
    order_id: int | None = None
    return_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Chat:
    chat_id: int
    about: About
    buyer: Buyer | None
    status: str
    created_at: datetime
    updated_at: datetime
    type: str = ChatType.CHAT


@dataclass(frozen=True)
class Row:
    chat_id: int
    status: str
    about: About
    buyer: Buyer | None
    created: str  # how long ago: "3d", "5h", "20m"
    updated: str
    type: str = ChatType.CHAT


def order(campaign_id: int, order_id: int) -> About:
    return About(type=ContextType.ORDER, campaign_id=campaign_id, order_id=order_id)


def back(campaign_id: int, order_id: int, return_id: int) -> About:
    return About(type=ContextType.RETURN, campaign_id=campaign_id, order_id=order_id, return_id=return_id)


DIRECT: Final = About()
ARBITRAGE: Final = ChatType.ARBITRAGE
PARTNER, CUSTOMER = S.WAITING_FOR_PARTNER, S.WAITING_FOR_CUSTOMER

HOME_ROWS: Final = (
    Row(310001, S.NEW, order(FBS, 54810000101), people.IVAN, "4m", "4m"),
    Row(310002, PARTNER, order(FBY, 54810000102), people.MARIA, "2h", "12m"),
    Row(310003, CUSTOMER, order(DBS, 54810000103), people.OLGA, "1d", "3h"),
    Row(310004, S.WAITING_FOR_MARKET, order(FBS, 54810000104), people.ALEXEY, "6d", "2d"),
    Row(310005, S.FINISHED, order(FBY, 54810000105), people.NATALIA, "64d", "61d"),
    Row(310006, PARTNER, back(FBS, 54810000106, 6620106), people.DMITRY, "29h", "35m"),
    Row(310007, S.FINISHED, back(FBY, 54810000107, 6620107), people.EKATERINA, "120d", "97d"),
    Row(310008, PARTNER, DIRECT, people.SERGEY, "50m", "8m"),
    Row(310009, CUSTOMER, DIRECT, people.TATIANA, "3d", "2d"),
    Row(310010, S.NEW, DIRECT, None, "2m", "2m"),
    Row(310017, CUSTOMER, order(FBS, ORDER_WITH_DISPUTE), people.PAVEL, "16d", "9d"),
    Row(310018, S.WAITING_FOR_ARBITER, order(FBS, ORDER_WITH_DISPUTE), people.PAVEL, "8d", "1h", ARBITRAGE),
    Row(310019, PARTNER, back(FBY, 54810000119, 6620119), people.ELENA, "11d", "4h", ARBITRAGE),
    Row(310020, S.FINISHED, back(FBS, 54810000120, 6620120), people.GRIGORY, "80d", "71d", ARBITRAGE),
    Row(310021, PARTNER, order(DBS, ORDER_AND_RETURN), people.ANNA, "4d", "6h"),
    Row(310022, CUSTOMER, back(FBS, 54810000122, ORDER_AND_RETURN), people.ARTEM, "7d", "1d"),
    Row(CHAT_HERE_ORDER_THERE, PARTNER, DIRECT, people.CHINESE, "1d", "22m"),
    Row(310024, PARTNER, order(FBY, ORDER_AT_BOTH), people.UZBEK, "2d", "2h"),
    Row(310030, PARTNER, order(FBS, 54810000130), people.NO_PUBLIC_ID, "9h", "1h"),
    Row(310031, S.NEW, order(FBS, 54810000131), None, "15m", "15m"),
    Row(310032, PARTNER, DIRECT, people.NO_NAME, "3h", "40m"),
    Row(310033, CUSTOMER, DIRECT, people.NOTHING_KNOWN, "5d", "5d"),
    Row(310034, PARTNER, order(DBS, 54810000134), people.ODD_PUBLIC_ID, "7h", "18m"),
    Row(310035, CUSTOMER, order(FBY, 54810000135), people.LONG_NAME, "30h", "11h"),
    Row(310036, PARTNER, DIRECT, people.SCRIPT, "90m", "25m"),
    Row(310037, PARTNER, order(FBS, 54810000137), people.IMAGE, "26h", "5h"),
    Row(UNKNOWN_STATUS_CHAT, "PAUSED", order(FBY, 54810000150), people.EMOJI, "10d", "3d"),
    Row(UNKNOWN_TYPE_CHAT, PARTNER, order(FBS, 54810000151), people.HEBREW, "12h", "2h", "CONSULTATION"),
    Row(UNKNOWN_CONTEXT_CHAT, PARTNER, About(type="REVIEW", campaign_id=FBY), people.UZBEK_CYRILLIC, "2d", "9h"),
    Row(1780212617058078, PARTNER, order(FBY, 54810000161), people.ONE_LETTER, "13h", "55m"),
)
TECH_ROWS: Final = (
    Row(420001, PARTNER, order(TECH_FBS, 54820000201), people.ARABIC, "3h", "6m"),
    Row(420002, S.NEW, order(TECH_FBY, 54820000202), people.EMOJI, "9m", "9m"),
    Row(420003, CUSTOMER, back(TECH_FBS, 54820000203, 6630203), people.OLGA, "6d", "20h"),
    Row(420004, PARTNER, order(TECH_FBS, CHAT_HERE_ORDER_THERE), people.DMITRY, "2d", "3h"),
    Row(420005, CUSTOMER, order(TECH_FBY, ORDER_AT_BOTH), people.MARIA, "5d", "1d"),
    Row(
        420006,
        S.WAITING_FOR_ARBITER,
        back(TECH_FBY, 54820000206, 6630206),
        people.PATH_PUBLIC_ID,
        "9d",
        "2d",
        ARBITRAGE,
    ),
    Row(420007, S.FINISHED, order(TECH_FBS, 54820000207), people.SERGEY, "150d", "149d"),
    Row(420008, PARTNER, DIRECT, people.TEMPLATE, "1h", "14m"),
    Row(420009, S.WAITING_FOR_MARKET, DIRECT, people.HTMX, "3d", "2d"),
    Row(420010, PARTNER, order(TECH_FBY, 54820000210), people.UNBROKEN_NAME, "8h", "45m"),
    Row(420011, PARTNER, DIRECT, people.BIDI, "5h", "31m"),
    Row(987654321012345678, CUSTOMER, order(TECH_FBS, 1152921504606846977), people.IVAN, "4d", "17h"),
    Row(LARGEST_ID, PARTNER, back(TECH_FBS, 54820000213, 6630213), people.ELENA, "35d", "7h"),
)
# Orders and returns that nobody has written about yet, by business.
WITHOUT_CHAT: Final = {
    HOME.business_id: (
        order(FBS, 54810000301),
        order(DBS, 54810000302),
        order(FBY, 54810000303),
        back(FBS, 54810000304, 6620304),
        back(DBS, 54810000305, 6620305),
    ),
    TECH.business_id: (
        order(TECH_FBS, 54820000401),
        order(TECH_FBY, 54820000402),
        back(TECH_FBS, 54820000403, 6630403),
    ),
}
UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}


def ago(start: datetime, text: str) -> datetime:
    moment = start - timedelta(**{UNITS[text[-1]]: int(text[:-1])})
    return moment.astimezone(MOSCOW).replace(microsecond=0)


def chats(rows: Iterable[Row], start: datetime) -> dict[int, Chat]:
    return {
        row.chat_id: Chat(
            chat_id=row.chat_id,
            about=row.about,
            buyer=row.buyer,
            status=row.status,
            created_at=ago(start, row.created),
            updated_at=ago(start, row.updated),
            type=row.type,
        )
        for row in rows
    }
