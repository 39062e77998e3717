from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chats.models import Chat, Seller
from chats.presenters.lookup import REFUSALS, refusal_text, results_view
from chats.presenters.rows import recent_rows
from chats.problems import Problem
from chats.services.lookup import identifiers

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)
HOME = Seller(name="Дом и сад", business_id=123)
TECH = Seller(name="Техно-Мир", business_id=456)


@dataclass
class Asked:
    seller: Seller
    at: datetime = NOW
    problem: Problem | None = None


@dataclass
class Found:
    number: int
    chats: tuple[Chat, ...] = ()
    known: bool = False
    asked: tuple[Asked, ...] = ()


def chat(chat_id: int, **values) -> Chat:
    usual = {"type": "CHAT", "status": "NEW", "context_type": "ORDER", "order_id": 77}
    when = {"created_at": NOW, "updated_at": NOW - timedelta(minutes=3), "seen_at": NOW}
    return Chat(**{"seller": HOME, "chat_id": chat_id, **usual, **when, **values})


def test_each_choice_says_which_of_its_numbers_was_found_and_has_a_key():
    chats = (chat(7), chat(8, order_id=7), chat(9, context_type="RETURN", return_id=7))

    (section,) = results_view([Found(number=7, chats=chats)], now=NOW).sections

    assert [row.hit for row in section.rows] == ["by chat number", "by order number", "by return number"]
    assert [row.key for row in section.rows] == ["1", "2", "3"]
    assert section.title == "7: 3 chats"


def test_keys_go_on_through_several_numbers_and_end_at_nine():
    found = [Found(number=1, chats=(chat(1),)), Found(number=2, chats=tuple(chat(2) for _ in range(10)))]

    view = results_view(found, now=NOW)

    assert [row.key for section in view.sections for row in section.rows] == [*"123456789", "", ""]
    assert view.count_line == "2 numbers found in what you pasted"
    assert view.announcement == "2 numbers found in what you pasted. 1: one chat. 2: 10 chats"


def test_one_number_says_nothing_of_how_many_there_were():
    assert results_view([Found(number=1)], now=NOW).count_line == ""


def test_a_number_not_found_says_where_it_was_looked_for_and_when():
    found = Found(number=5, asked=(Asked(HOME), Asked(TECH)))

    (section,) = results_view([found], now=NOW).sections

    assert section.title == "5 was not found at any of the 2 sellers that answered"
    assert [(one.seller, one.at.clock) for one in section.without] == [
        ("Дом и сад", "09:04:31"),
        ("Техно-Мир", "09:04:31"),
    ]


def test_a_seller_that_could_not_be_asked_is_not_counted_as_one_without_the_chat():
    found = Found(number=5, asked=(Asked(HOME), Asked(TECH, problem=Problem(kind="dead_key", at=NOW))))

    (section,) = results_view([found], now=NOW).sections

    assert section.title == "5 was not found at the one seller that answered"
    assert [(one.seller, one.why) for one in section.failed] == [("Техно-Мир", "key not accepted")]


def test_when_no_seller_answered_nothing_is_said_to_be_not_found():
    found = Found(number=5, asked=(Asked(HOME, problem=Problem(kind="not_reached", at=NOW)),))

    (section,) = results_view([found], now=NOW).sections

    assert section.title == "5: Market could not be asked"


@pytest.mark.parametrize(
    ("values", "about"),
    [
        ({}, "Order 77"),
        ({"context_type": "RETURN", "return_id": 66}, "Return 66"),
        ({"context_type": "RETURN"}, "Order 77"),
        ({"context_type": "DIRECT"}, "Direct question"),
        ({"order_id": None}, "About an order"),
    ],
)
def test_a_row_says_what_its_chat_is_about(values, about):
    (row,) = recent_rows([chat(1, **values)], now=NOW)

    assert row.about == about


def test_every_reason_to_refuse_a_text_has_words():
    source = Path(identifiers.__file__).read_text()

    raised = {line.split('"')[1] for line in source.splitlines() if "raise NotAnIdentifier(" in line}

    assert raised == set(REFUSALS)
    assert all(refusal_text(kind) for kind in raised)
