"""Sums of money and addresses as a person reads them, and the labelled lines that show them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import pgettext

from chats.market.types_orders import Address, Money
from chats.presenters.formats.text import clean

ROUBLES = "RUR"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class DetailLine:
    """One labelled value of an order or a return. `copy` is the label of its copy button, which only those have that
    are copied all day; `code` is true where `value` is Market's own code, which the desk has no words for."""

    label: str
    value: str
    note: str = ""
    copy: str = ""
    code: bool = False
    number: bool = False


def money(amount: Money) -> str:
    """2 490 ₽ or 189,50 ₽, in the format of the active language; other currencies are shown by their code."""
    unit = "₽" if amount.currency_id == ROUBLES else clean(amount.currency_id, 10)
    return f"{bare_amount(amount.value)}{NO_BREAK}{unit}"


def bare_amount(value: Decimal) -> str:
    """An amount without its currency, with two places or none."""
    places = 0 if value == value.to_integral_value() else 2
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def sum_line(label: str, amount: Money, *, note: str = "") -> DetailLine:
    return DetailLine(label=label, value=money(amount), note=note, number=True)


def address_line(address: Address) -> str:
    """The address on one line in the order of Russian post: from the country down to the door."""
    inside = (
        (pgettext("address", "block %(part)s"), address.block),
        (pgettext("address", "entrance %(part)s"), address.entrance),
        (pgettext("address", "floor %(part)s"), address.floor),
        (pgettext("address", "flat %(part)s"), address.apartment),
        (pgettext("address", "door phone %(part)s"), address.entryphone),
        (pgettext("address", "metro %(part)s"), address.subway),
    )
    outside = [address.postcode, address.country, address.city, address.district, address.street, address.house]
    parts = [part for part in outside if part]
    parts += [pattern % {"part": part} for pattern, part in inside if part]
    return clean(", ".join(parts), 500)
