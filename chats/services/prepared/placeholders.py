"""Placeholders of prepared answers, such as {buyer}: a closed set of names and plain replacement, no template engine.

A value that the desk lacks leaves a mark, [[buyer?]], that stays visible and that nothing sends.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User

from chats.market.text import visible
from chats.models import Chat

LONGEST_VALUE = 100
# By the name that code uses; every one of the names may stand in a text, in any letter case.
PLACEHOLDER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "buyer": ("buyer", "покупатель", "买家", "имя", "клиент", "客户"),
    "order": ("order", "заказ", "订单", "номер заказа", "订单号"),
    "return": ("return", "возврат", "退货", "номер возврата", "退货号"),
    "store": ("store", "магазин", "店铺"),
    "seller": ("seller", "продавец", "卖家", "商家"),
    "agent": ("agent", "оператор", "客服", "сотрудник"),
}
KNOWN: Final = {alias: name for name, aliases in PLACEHOLDER_NAMES.items() for alias in aliases}
PLACEHOLDER = re.compile("[{｛]([^{}｛｝\n]{0,40})[}｝]")
BRACE = re.compile("[{}｛｝]")
MARK = "[["
# Another's words are never taken for a placeholder or a mark.
HARMLESS = str.maketrans("{}[]｛｝［］", "()()（）（）")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A text ready to be read; `missing` names what the desk lacks: then a mark stands in its place."""

    text: str
    missing: tuple[str, ...] = ()


class BadAnswerText(ValueError):
    """No text for a prepared answer. `kind`: unknown (`names` are no placeholders), brace (one without its other half)
    or mark (it would look like a missing value)."""

    def __init__(self, kind: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(kind)
        self.kind = kind
        self.names = names


def check_placeholders(text: str) -> None:
    """Raises BadText unless every brace of the text belongs to a placeholder that exists, and nothing looks like a
    mark."""
    names = tuple(dict.fromkeys(found[1].strip() for found in PLACEHOLDER.finditer(text) if not named(found[1])))
    if names:
        raise BadAnswerText("unknown", names)
    if BRACE.search(PLACEHOLDER.sub("", text)):
        raise BadAnswerText("brace")
    if MARK in text:
        raise BadAnswerText("mark")


def named(written: str) -> str | None:
    """The placeholder that goes by this name, or None."""
    return KNOWN.get(" ".join(unicodedata.normalize("NFKC", written).casefold().split()))


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """The text with `values`, by the names of NAMES, in one pass: a value is not looked at again. What has no value,
    or no such name, becomes a mark."""
    missing: dict[str, None] = {}

    def value_or_mark(found: re.Match[str]) -> str:
        name = named(found[1])
        value = values.get(name, "") if name else ""
        if not value:
            missing[name or found[1].strip()] = None
        return value or f"{MARK}{found[1].strip()}?]]"

    return Filled(text=PLACEHOLDER.sub(value_or_mark, text), missing=tuple(missing))


def has_marks(text: str) -> bool:
    """Whether a text still waits for a value: a mark stands in it, or a placeholder that nobody filled in. It must not
    be sent."""
    return MARK in text or any(named(found[1]) for found in PLACEHOLDER.finditer(text))


def values_of(chat: Chat, agent: User) -> Mapping[str, str]:
    """What the desk knows of a chat that has its seller; empty where it knows nothing. One query at most.

    A sign-in name is half of a key, so an agent without a name of their own has no value.
    """
    return {
        "buyer": harmless(chat.customer_name),
        "order": str(chat.order_id or ""),
        "return": str(chat.return_id or ""),
        "store": harmless(chat.seller.store_name(chat.campaign_id) or ""),
        "seller": harmless(chat.seller.name),
        "agent": harmless(agent.get_full_name()),
    }


def harmless(value: str) -> str:
    """Another's words on one line, without what cannot be seen, turns the line around, or means something to us."""
    return visible(value[: LONGEST_VALUE * 8]).translate(HARMLESS)[:LONGEST_VALUE].strip()
