"""The sandbox's cabinets and their API keys. Every token is well-formed, and its text says that it is not real."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from chats.market.types import Scope

AVAILABLE: Final = "AVAILABLE"
MANUALLY_DISABLED: Final = "MANUALLY_DISABLED"


@dataclass(frozen=True, kw_only=True)
class Store:
    campaign_id: int
    name: str
    placement_type: str
    api_availability: str = AVAILABLE


@dataclass(frozen=True, kw_only=True)
class SandboxSeller:
    """A cabinet, with the token that a desk would use for it."""

    business_id: int
    name: str
    token: str
    campaigns: tuple[Store, ...]
    scopes: tuple[str, ...] = (Scope.COMMUNICATION, Scope.ORDERS_READ_ONLY)
    api_off: bool = False


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    token: str
    business_id: int
    name: str
    scopes: tuple[str, ...]
    revoked: bool = False


def make_token(words: str, ending: int) -> str:
    return f"ACMA:{('SANDBOXnotArealKEY' + words).ljust(40, '0')}:{ending:08x}"


HOME = SandboxSeller(
    business_id=1001,
    name="Дом и сад",
    token=make_token("DomISad", 0x10010A11),
    campaigns=(
        Store(campaign_id=48211001, name="Дом и сад", placement_type="FBY"),
        Store(campaign_id=48211002, name="Дом и сад — Экспресс", placement_type="FBS"),
        Store(campaign_id=48211003, name="Дом и сад, доставка своими силами", placement_type="DBS"),
    ),
)
TECH = SandboxSeller(
    business_id=2002,
    name="Техно-Мир",
    token=make_token("TehnoMir", 0x20020B22),
    campaigns=(
        Store(campaign_id=51932001, name="Техно-Мир", placement_type="FBS"),
        Store(campaign_id=51932002, name="Техно-Мир Склад", placement_type="FBY"),
    ),
)
# The demo's two sellers.
SELLERS: Final = (HOME, TECH)

# The seller has switched the API off.
API_OFF = SandboxSeller(
    business_id=3003,
    name="Тихий угол",
    token=make_token("ApiSwitchedOff", 0x30030C33),
    campaigns=(
        Store(campaign_id=53300001, name="Тихий угол", placement_type="FBS", api_availability=MANUALLY_DISABLED),
    ),
    api_off=True,
)
NO_STORES = SandboxSeller(
    business_id=4004, name="Новый кабинет", token=make_token("NoStores", 0x40040D44), campaigns=()
)
CABINETS: Final = (*SELLERS, API_OFF, NO_STORES)

# The two sellers' other keys, by business ID.
FULL_ACCESS: Final = {s.business_id: make_token("AllMethods", s.business_id << 16 | 0xA001) for s in SELLERS}
COMMUNICATION_ONLY: Final = {s.business_id: make_token("ChatsOnly", s.business_id << 16 | 0xC002) for s in SELLERS}
READ_ONLY: Final = {s.business_id: make_token("ReadOnly", s.business_id << 16 | 0xE003) for s in SELLERS}
ORDERS_ONLY: Final = {s.business_id: make_token("OrdersOnly", s.business_id << 16 | 0xD004) for s in SELLERS}
REVOKED: Final = {s.business_id: make_token("Revoked", s.business_id << 16 | 0xF005) for s in SELLERS}
# Well-formed, but no cabinet's.
UNKNOWN: Final = make_token("NobodyKnowsIt", 0xFFFF0006)


def extra_keys(business_id: int) -> tuple[ApiKey, ...]:
    def key(tokens: dict[int, str], name: str, *scopes: str, revoked: bool = False) -> ApiKey:
        return ApiKey(token=tokens[business_id], business_id=business_id, name=name, scopes=scopes, revoked=revoked)

    return (
        key(FULL_ACCESS, "Полный доступ", Scope.ALL_METHODS),
        key(COMMUNICATION_ONLY, "Только общение", Scope.COMMUNICATION),
        key(READ_ONLY, "Только просмотр", Scope.ALL_METHODS_READ_ONLY),
        key(ORDERS_ONLY, "Только заказы", Scope.ORDERS),
        key(REVOKED, "Отозванный", Scope.ALL_METHODS, revoked=True),
    )


KEYS: Final = {
    key.token: key
    for key in (
        *(
            ApiKey(token=c.token, business_id=c.business_id, name="Поддержка покупателей", scopes=c.scopes)
            for c in CABINETS
        ),
        *(key for seller in SELLERS for key in extra_keys(seller.business_id)),
    )
}
CABINETS_BY_ID: Final = {cabinet.business_id: cabinet for cabinet in CABINETS}

# Sellers by number, for a load of many: 10001 to 19999, each with one store and the chats that a test generates.
NUMBERED_FROM: Final = 10_000
MOST_NUMBERED: Final = 9_999
NUMBERED_TOKEN: Final = re.compile(r"ACMA:SANDBOXnotArealKEYSeller(\d{5})0*:[0-9a-f]{8}")


@lru_cache(maxsize=1024)
def numbered_seller(number: int) -> SandboxSeller:
    """The seller with that number, 1 to 9 999. Raises ValueError for another."""
    if not 1 <= number <= MOST_NUMBERED:
        raise ValueError(f"Sellers have numbers from 1 to {MOST_NUMBERED}, and not {number}.")
    name = f"Магазин {number}"
    return SandboxSeller(
        business_id=NUMBERED_FROM + number,
        name=name,
        token=make_token(f"Seller{number:05}", 0x5E000000 | number),
        campaigns=(Store(campaign_id=60_000_000 + number, name=name, placement_type="FBS"),),
    )


def cabinet_of(business_id: int) -> SandboxSeller:
    """Raises KeyError when there is no such business."""
    if 1 <= business_id - NUMBERED_FROM <= MOST_NUMBERED:
        return numbered_seller(business_id - NUMBERED_FROM)
    if business_id not in CABINETS_BY_ID:
        raise KeyError(f"There is no business {business_id}.")
    return CABINETS_BY_ID[business_id]


def key_of(token: str) -> ApiKey | None:
    match = NUMBERED_TOKEN.fullmatch(token)
    if match is None or not 1 <= int(match[1]) <= MOST_NUMBERED:
        return KEYS.get(token)
    seller = numbered_seller(int(match[1]))
    if seller.token != token:
        return None
    return ApiKey(token=token, business_id=seller.business_id, name="Поддержка покупателей", scopes=seller.scopes)
