from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chats.models import Chat, Seller
from chats.presenters.lookup import REFUSALS, refusal_text, results_view
from chats.presenters.rows import recent_rows
from chats.problems import Problem
from chats.services.lookup import LookupResult, identifiers, paste
from chats.services.lookup.results import SellerAsked

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)
HOME = Seller(name="Дом и сад", business_id=123)
TECH = Seller(name="Техно-Мир", business_id=456)


def Asked(seller: Seller, **how) -> SellerAsked:
    return SellerAsked(seller=seller, at=NOW, **how)


def Found(**how) -> LookupResult:
    return LookupResult(**{"number": 7, "chats": (), "known": False, **how})


def chat(chat_id: int, **values) -> Chat:
    usual = {"type": "CHAT", "status": "NEW", "context_type": "ORDER", "order_id": 77}
    when = {"created_at": NOW, "updated_at": NOW - timedelta(minutes=3), "seen_at": NOW}
    return Chat(**{"seller": HOME, "chat_id": chat_id, **usual, **when, **values})


def failed(seller: Seller, kind: str, **details) -> SellerAsked:
    return Asked(seller, problem=Problem(kind=kind, at=NOW, **details))


def test_each_choice_says_which_of_its_numbers_was_found_and_has_a_key():
    chats = (chat(7), chat(8, order_id=7), chat(9, context_type="RETURN", return_id=7))

    view = results_view([Found(number=7, chats=chats)], now=NOW)

    assert [item.row.hit for item in view.items] == ["by chat number", "by order number", "by return number"]
    assert [item.row.key for item in view.items] == ["1", "2", "3"]
    assert view.title == view.announcement == "7: 3 chats"


def test_f9_several_numbers_are_one_list_with_the_number_in_front_of_each_row():
    found = [
        Found(number=1, chats=(chat(1),), known=True),
        Found(number=5, asked=(Asked(HOME),)),
        Found(number=2, chats=tuple(chat(2) for _ in range(10)), known=True),
    ]

    view = results_view(found, now=NOW)

    assert [item.number for item in view.items] == ["1", "5", *["2"] * 10]
    assert [item.row.number for item in view.items if item.row] == ["1", *["2"] * 10]
    assert not any(item.row.hit for item in view.items if item.row)  # the number itself says so
    assert [item.title for item in view.items if not item.row] == ["5 was not found at the one seller that answered"]
    assert (view.several, view.known, view.again) == (True, "1, 2", "")
    assert view.title == "3 numbers found in what you pasted"
    assert view.announcement == (
        "3 numbers found in what you pasted. 1: one chat. 5 was not found at the one seller that answered. 2: 10 chats"
    )


def test_keys_go_on_through_several_numbers_and_end_at_nine():
    found = [Found(number=1, chats=(chat(1),)), Found(number=2, chats=tuple(chat(2) for _ in range(10)))]

    assert [item.row.key for item in results_view(found, now=NOW).items] == [*"123456789", "", ""]


def test_one_number_is_not_repeated_in_front_of_its_rows():
    view = results_view([Found(number=7, chats=(chat(7), chat(8, order_id=7)))], now=NOW)

    assert not view.several
    assert [item.row.number for item in view.items] == ["", ""]


def test_a_number_not_found_says_where_it_was_looked_for_and_when():
    view = results_view([Found(number=5, asked=(Asked(HOME), Asked(TECH)))], now=NOW)

    assert view.title == "5 was not found at any of the 2 sellers that answered"
    assert (view.answered.sellers, view.answered.at.clock) == (("Дом и сад", "Техно-Мир"), "09:04:31")
    assert [one.word for one in view.items[0].new_chat.sellers] == ["Дом и сад", "Техно-Мир"]


def test_a_seller_that_could_not_be_asked_is_not_counted_as_one_without_the_chat():
    view = results_view([Found(number=5, asked=(Asked(HOME), failed(TECH, "dead_key")))], now=NOW)

    assert view.title == "5 was not found at the one seller that answered"
    assert view.answered.sellers == ("Дом и сад",)
    assert [(one.words, one.sellers) for one in view.failed.reasons] == [("key not accepted", ("Техно-Мир",))]
    assert view.again == "5"


def test_when_no_seller_answered_nothing_is_said_to_be_not_found():
    view = results_view([Found(number=5, asked=(failed(HOME, "not_reached"),))], now=NOW)

    assert view.title == "5: Market could not be asked"
    assert (view.answered, view.items[0].new_chat) == (None, None)


def test_f8_sellers_with_one_reason_share_one_line_and_the_time_when_all_of_them_can_be_asked_again():
    sooner, later = NOW + timedelta(minutes=2), NOW + timedelta(minutes=20)
    asked = (
        failed(HOME, "hourly_limit", until=later),
        failed(TECH, "hourly_limit", until=sooner),
        failed(Seller(name="Книги", business_id=7), "broken", trace="00-abc"),
    )

    view = results_view([Found(number=5, asked=asked), Found(number=6, asked=asked)], now=NOW).failed

    assert [(one.kind, one.sellers) for one in view.reasons] == [
        ("hourly_limit", ("Дом и сад", "Техно-Мир")),
        ("broken", ("Книги",)),
    ]
    assert view.reasons[0].until == "The limit renews at 09:24."


def test_f8_all_codes_are_copied_as_one_text_and_each_stands_there_once():
    asked = (failed(HOME, "broken", trace="00-aaa"), failed(TECH, "broken", trace="00-bbb"), failed(TECH, "slow"))

    view = results_view([Found(number=5, asked=asked), Found(number=6, asked=asked)], now=NOW).failed

    assert [(one.seller, one.code) for one in view.codes] == [("Дом и сад", "00-aaa"), ("Техно-Мир", "00-bbb")]
    assert view.to_copy == "Дом и сад: 00-aaa\nТехно-Мир: 00-bbb"


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
    source = Path(identifiers.__file__).read_text() + Path(paste.__file__).read_text()

    raised = {line.split('"')[1] for line in source.splitlines() if 'raise NotAnIdentifier("' in line}
    raised |= {"phone", "rounded", "no_digits"}  # of Reading.reason

    assert raised == set(REFUSALS)
    assert all(refusal_text(kind) for kind in raised)
