"""The cabinets of the sandbox and their keys. Every token has the shape of a real one and says that it is none."""

from dataclasses import dataclass
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
    """A cabinet with the token that a desk would use for it."""

    business_id: int
    name: str
    token: str
    campaigns: tuple[Store, ...]
    scopes: tuple[str, ...] = (Scope.COMMUNICATION, Scope.ORDERS_READ_ONLY)
    api_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Key:
    token: str
    business_id: int
    name: str
    scopes: tuple[str, ...]
    revoked: bool = False


def _token(words: str, ending: int) -> str:
    return f"ACMA:{('SANDBOXnotArealKEY' + words).ljust(40, '0')}:{ending:08x}"


HOME = SandboxSeller(
    business_id=1001,
    name="Дом и сад",
    token=_token("DomISad", 0x10010A11),
    campaigns=(
        Store(campaign_id=48211001, name="Дом и сад", placement_type="FBY"),
        Store(campaign_id=48211002, name="Дом и сад — Экспресс", placement_type="FBS"),
        Store(campaign_id=48211003, name="Дом и сад, доставка своими силами", placement_type="DBS"),
    ),
)
TECH = SandboxSeller(
    business_id=2002,
    name="Техно-Мир",
    token=_token("TehnoMir", 0x20020B22),
    campaigns=(
        Store(campaign_id=51932001, name="Техно-Мир", placement_type="FBS"),
        Store(campaign_id=51932002, name="Техно-Мир Склад", placement_type="FBY"),
    ),
)
# The two sellers of the demo.
SELLERS: Final = (HOME, TECH)

# A cabinet whose API the seller has switched off.
API_OFF = SandboxSeller(
    business_id=3003,
    name="Тихий угол",
    token=_token("ApiSwitchedOff", 0x30030C33),
    campaigns=(
        Store(campaign_id=53300001, name="Тихий угол", placement_type="FBS", api_availability=MANUALLY_DISABLED),
    ),
    api_off=True,
)
# A cabinet without a single store.
NO_STORES = SandboxSeller(business_id=4004, name="Новый кабинет", token=_token("NoStores", 0x40040D44), campaigns=())
CABINETS: Final = (*SELLERS, API_OFF, NO_STORES)

# More keys of the two sellers, by business ID.
FULL_ACCESS: Final = {s.business_id: _token("AllMethods", s.business_id << 16 | 0xA001) for s in SELLERS}
COMMUNICATION_ONLY: Final = {s.business_id: _token("ChatsOnly", s.business_id << 16 | 0xC002) for s in SELLERS}
READ_ONLY: Final = {s.business_id: _token("ReadOnly", s.business_id << 16 | 0xE003) for s in SELLERS}
ORDERS_ONLY: Final = {s.business_id: _token("OrdersOnly", s.business_id << 16 | 0xD004) for s in SELLERS}
REVOKED: Final = {s.business_id: _token("Revoked", s.business_id << 16 | 0xF005) for s in SELLERS}
# Right in its shape, known to nobody.
UNKNOWN: Final = _token("NobodyKnowsIt", 0xFFFF0006)


def _extra_keys(business_id: int) -> tuple[Key, ...]:
    def key(tokens: dict[int, str], name: str, *scopes: str, revoked: bool = False) -> Key:
        return Key(token=tokens[business_id], business_id=business_id, name=name, scopes=scopes, revoked=revoked)

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
            Key(token=c.token, business_id=c.business_id, name="Поддержка покупателей", scopes=c.scopes)
            for c in CABINETS
        ),
        *(key for seller in SELLERS for key in _extra_keys(seller.business_id)),
    )
}
