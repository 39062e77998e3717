"""Placeholders of prepared answers, such as {buyer}: a closed set of names, replaced in one pass. No template engine,
because agents write these texts and buyers' words go into them.

A placeholder without a value becomes a gap, such as [[buyer?]]: it stays visible and keeps the text from being sent.
Nothing else does: [[1,2]], [[a link of a wiki]] and {"a": 1} are the words of whoever wrote them.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User

from chats.market.text import visible
from chats.models import Chat

LONGEST_VALUE = 100  # characters
# By the name that the code uses: the names that a text may use, in any letter case.
PLACEHOLDER_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "buyer": ("buyer", "покупатель", "买家", "имя", "клиент", "客户"),
    "order": ("order", "заказ", "订单", "номер заказа", "订单号"),
    "return": ("return", "возврат", "退货", "номер возврата", "退货号"),
    "store": ("store", "магазин", "店铺"),
    "seller": ("seller", "продавец", "卖家", "商家"),
    "agent": ("agent", "оператор", "客服", "сотрудник"),
}
NAME_BY_ALIAS: Final = {alias: name for name, aliases in PLACEHOLDER_NAMES.items() for alias in aliases}
PLACEHOLDER = re.compile("[{｛]([^{}｛｝\n]{0,40})[}｝]")
BRACE = re.compile("[{}｛｝]")
GAP = re.compile(r"\[\[([^\[\]\n]{0,40})\?\]\]")
# In doubled braces, as templates of other programs have them, a name is not ours.
NOT_FILLED_IN = re.compile(f"(?<![{{｛]){PLACEHOLDER.pattern}(?![}}｝])")
# Brackets that values lose: a buyer's name must never be taken for a placeholder or a gap.
ROUND_BRACKETS = str.maketrans("{}[]｛｝［］", "()()（）（）")


@dataclass(frozen=True, kw_only=True)
class FilledText:
    """A text with its placeholders filled in. `missing` names those without a value, which are gaps in the text."""

    text: str
    missing: tuple[str, ...] = ()


class BadAnswerText(ValueError):
    """The text cannot be a prepared answer. `kind`: unknown (`names` are no placeholders), brace (a single one, or one
    around too much), or gap (it has the mark of a missing value)."""

    def __init__(self, kind: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(kind)
        self.kind = kind
        self.names = names


def check_placeholders(text: str) -> None:
    """Raise BadAnswerText unless all braces in the text belong to known placeholders, and nothing is a gap."""
    written = [match[1] for match in PLACEHOLDER.finditer(text)]
    unknown = tuple(dict.fromkeys(name.strip() for name in written if not placeholder_called(name)))
    if unknown:
        raise BadAnswerText("unknown", unknown)
    if BRACE.search(PLACEHOLDER.sub("", text)):
        raise BadAnswerText("brace")
    if any(placeholder_called(found[1]) for found in GAP.finditer(text)):
        raise BadAnswerText("gap")


def placeholder_called(written: str) -> str | None:
    """The placeholder, by the name that the code uses, that a text calls by this one; None when there is none."""
    return NAME_BY_ALIAS.get(" ".join(unicodedata.normalize("NFKC", written).casefold().split()))


def fill(text: str, values: Mapping[str, str]) -> FilledText:
    """The text with its placeholders replaced by `values`, which go by the keys of PLACEHOLDER_NAMES. One pass, so that
    a value is never searched for placeholders itself. A placeholder without a value becomes a gap; a name that is no
    placeholder stays as it is written, and counts as missing too."""
    missing: dict[str, None] = {}

    def value_or_gap(found: re.Match[str]) -> str:
        name = placeholder_called(found[1])
        value = values.get(name, "") if name else ""
        if not value:
            missing[name or found[1].strip()] = None
        return value or (f"[[{found[1].strip()}?]]" if name else found[0])

    return FilledText(text=PLACEHOLDER.sub(value_or_gap, text), missing=tuple(missing))


def has_gaps(text: str) -> bool:
    """Whether a value is still missing in a text, which must then not be sent: it has a gap, or a placeholder that was
    not filled in."""
    return any(placeholder_called(found[1]) for mark in (GAP, NOT_FILLED_IN) for found in mark.finditer(text))


def values_of(chat: Chat, agent: User) -> Mapping[str, str]:
    """The values for a chat, empty where the desk knows none. `chat` must have its seller loaded. One query at most.

    An agent without a full name has no value: the user name is half of what it takes to sign in.
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
    """A value on one line, without invisible characters and those that change the direction of writing, and with round
    brackets in place of all others."""
    return visible(value[: LONGEST_VALUE * 8]).translate(ROUND_BRACKETS)[:LONGEST_VALUE].strip()
