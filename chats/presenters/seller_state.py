"""How a seller stands, in one word with a tone: the worst of all that is known of it, for the list of sellers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.models import Circuit, Seller
from chats.presenters import sellers as words
from chats.presenters.formats import times
from chats.problems import SELLER_AT_FAULT
from chats.services.sellers import HOPELESS, OK, findings

OK_TONE, MUTED, WARN, DANGER = "ok", "muted", "warn", "danger"
ICONS: Final = {OK_TONE: "check", MUTED: "x", WARN: "alert", DANGER: "danger"}
# What a token lacks, worst first.
LACKING: Final[Sequence[tuple[str, str, Any]]] = (
    ("no_communication", DANGER, gettext_lazy("does not see chats")),
    ("read_only", WARN, gettext_lazy("reads only")),
    ("no_order_access", WARN, gettext_lazy("sees no orders")),
)


@dataclass(frozen=True, kw_only=True)
class SellerState:
    """`since` is when this was found out; empty where nobody has looked."""

    word: str
    tone: str
    since: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


def seller_state(seller: Seller, *, now: datetime) -> SellerState:
    """`seller` comes with its circuit and its stores."""
    if not seller.active:
        return SellerState(word=_("switched off"), tone=MUTED)
    if seller.token is None:
        return SellerState(word=_("no token"), tone=DANGER)
    circuit: Circuit | None = getattr(seller, "circuit", None)
    if circuit and circuit.error_kind:  # a call that goes well, such as those of a check, forgets it
        tone = DANGER if circuit.error_kind in SELLER_AT_FAULT else WARN
        return SellerState(word=words.short(circuit.error_kind), tone=tone, since=clock(circuit.error_at, now=now))
    return state_by_check(seller, clock(seller.checked_at, now=now))


def state_by_check(seller: Seller, checked: str) -> SellerState:
    if seller.check_kind != OK:
        bad = seller.check_kind in {*HOPELESS, *SELLER_AT_FAULT}
        return SellerState(word=words.short(seller.check_kind), tone=DANGER if bad else WARN, since=checked)
    lacks = findings(tuple(seller.scopes))
    stores = list(seller.campaigns.all())
    off = [store for store in stores if words.is_off(store)]
    if off and len(off) == len(stores):
        return SellerState(word=_("API switched off"), tone=DANGER, since=checked)
    for kind, tone, word in LACKING:
        if kind in lacks:
            return SellerState(word=str(word), tone=tone, since=checked)
    if off:
        return SellerState(word=_("API of a store switched off"), tone=WARN, since=checked)
    return SellerState(word=_("works"), tone=OK_TONE, since=checked)


def clock(value: datetime | None, *, now: datetime) -> str:
    return _("as of %(time)s") % {"time": times.clock(value, now=now)} if value else ""
