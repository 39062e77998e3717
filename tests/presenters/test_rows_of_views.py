"""What the rows of each view say of their chats, and what is left out because all rows would say it."""

import pytest
from django.contrib.auth.models import User

from chats.models import Chat, Seller
from chats.presenters.inbox import Scope, list_view
from chats.presenters.inbox_rows import RowFace
from chats.services.inbox import Asked, Entry, InboxPage
from tests.desk_fixture import NOW
from tests.presenters.entries import entry_of

HOME = Seller(pk=1, name="Дом и сад", business_id=1001)
ANNA = User(pk=7, username="anna")


def entry(**details) -> Entry:
    usual = {
        "pk": 5, "seller": HOME, "chat_id": 310001, "type": "CHAT", "status": "WAITING_FOR_PARTNER",
        "context_type": "ORDER", "order_id": 54810000101, "updated_at": NOW, "queue_at": NOW, "version": 1,
    }  # fmt: skip
    return entry_of(Chat(**{**usual, **details}))


def listed(name: str, *entries: Entry, opened: Entry | None = None) -> RowFace:
    page = InboxPage(asked=Asked(view=name), entries=entries, after="", counts={}, opened=opened)
    return list_view(page, ANNA, Scope(sellers={1: HOME}), now=NOW).items[-1].row.face


@pytest.mark.parametrize(("name", "code"), [("waiting", None), ("finished", None), ("all", "FINISHED")])
def test_a_badge_is_shown_where_the_statuses_of_a_view_differ(name, code):
    badge = listed(name, entry(status="FINISHED")).badge

    assert (badge and badge.code) == code


def test_where_all_are_disputes_no_row_says_so():
    dispute = entry(type="ARBITRAGE")

    assert (listed("disputes", dispute).type, listed("disputes", dispute).edge) == (None, "ARBITRAGE")
    assert listed("all", dispute).type.code == "ARBITRAGE"


def test_a_chat_that_its_view_does_not_hold_says_what_it_is():
    row = listed("disputes", opened=entry(type="ARBITRAGE"))

    assert (row.type.code, row.badge.code) == ("ARBITRAGE", "WAITING_FOR_PARTNER")
    assert listed("buyer", opened=entry()).badge.code == "WAITING_FOR_PARTNER"


@pytest.mark.parametrize(
    ("details", "number"),
    [
        ({}, "54810000101"),
        ({"context_type": "RETURN", "return_id": 6620106}, "6620106"),
        ({"context_type": "RETURN"}, "54810000101"),
        ({"context_type": "DIRECT"}, ""),
        ({"order_id": None}, ""),
    ],
)
def test_the_number_of_what_a_chat_is_about_stands_by_itself(details, number):
    assert listed("all", entry(**details)).number == number


def test_filters_that_leave_nothing_say_how_many_they_hide():
    page = InboxPage(asked=Asked(unread=True), entries=(), after="", counts={}, hidden=100)

    assert list_view(page, ANNA, Scope(sellers={1: HOME}), now=NOW).hidden == "99+"
