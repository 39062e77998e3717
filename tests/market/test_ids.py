import pytest

from chats.market.ids import market_id
from chats.market.limits import LARGEST_ID


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("007", 7), (str(LARGEST_ID), LARGEST_ID)])
def test_digits_are_an_id(text, number):
    assert market_id(text) == number


@pytest.mark.parametrize(
    "text", [None, "", "0", "-1", "+1", "1_0", " 1", "1\n", "1.0", "x", "٣", "１", "²", str(LARGEST_ID + 1), "9" * 5000]
)
def test_anything_else_is_none(text):
    assert market_id(text) is None
