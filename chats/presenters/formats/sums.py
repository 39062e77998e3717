"""Sums, addresses and days as a person reads them, and lines of them that can be copied."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import pgettext

from chats.market.types_orders import Address, Money
from chats.presenters.formats.text import clean

ROUBLES = "RUR"
NO_BREAK = "\u00a0"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One labelled value. `copied` is what its button, named `copy`, copies; `code` marks a code without words."""

    label: str
    value: str
    note: str = ""
    copied: str = ""
    copy: str = ""
    code: bool = False
    number: bool = False


def money(amount: Money) -> str:
    """2 490 ₽ or 189,50 ₽, as the language writes it; another currency by its code."""
    places = 0 if amount.value == amount.value.to_integral_value() else 2
    number = number_format(amount.value, decimal_pos=places, use_l10n=True, force_grouping=True)
    unit = "₽" if amount.currency_id == ROUBLES else clean(amount.currency_id, 10)
    return f"{number}{NO_BREAK}{unit}"


def bare(value: Decimal) -> str:
    """For the clipboard: no grouping, a point."""
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"


def sum_line(label: str, amount: Money, *, copy: str, note: str = "") -> Line:
    return Line(label=label, value=money(amount), note=note, copied=bare(amount.value), copy=copy, number=True)


def day(value: date, *, today: date) -> str:
    if value.year == today.year:
        return date_format(value, pgettext("Django date format: this year", "j M"))
    return date_format(value, pgettext("Django date format: another year", "j M Y"))


def address(sent: Address) -> str:
    """One line, from the country down to the door, in the order in which Russian post writes it."""
    inside = (
        (pgettext("address", "block %(part)s"), sent.block),
        (pgettext("address", "entrance %(part)s"), sent.entrance),
        (pgettext("address", "floor %(part)s"), sent.floor),
        (pgettext("address", "flat %(part)s"), sent.apartment),
        (pgettext("address", "door phone %(part)s"), sent.entryphone),
        (pgettext("address", "metro %(part)s"), sent.subway),
    )
    outside = [sent.postcode, sent.country, sent.city, sent.district, sent.street, sent.house]
    parts = [part for part in outside if part]
    parts += [words % {"part": part} for words, part in inside if part]
    return clean(", ".join(parts), 500)
