"""The rows of the inbox in words."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from chats.models import Chat, Seller
from chats.presenters.inbox import list_view
from chats.presenters.inbox_filters import Scope
from chats.presenters.inbox_rows import RowContext, inbox_row
from chats.presenters.waiting import span_text, wait_view
from chats.presenters.words import inbox as words
from chats.services import inbox
from chats.services.inbox import Asked, InboxPage
from tests.desk_fixture import NOW
from tests.presenters.entries import entry_of

HOME = Seller(pk=1, name="Дом и сад", business_id=1001)
ANNA = User(pk=7, username="anna", first_name="Анна")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def chat(**details) -> Chat:
    usual = {
        "pk": 5, "seller": HOME, "chat_id": 310001, "type": "CHAT", "status": "WAITING_FOR_PARTNER",
        "context_type": "ORDER", "order_id": 54810000101, "customer_name": "Иван П.", "campaign_id": 5,
        "updated_at": NOW, "message_at": NOW, "last_message_id": 9, "last_sender": "CUSTOMER", "last_text": "Где?",
        "urgency": 2, "queue_at": NOW - HOUR, "waiting_since": NOW - HOUR, "version": 1,
    }  # fmt: skip
    return Chat(**{**usual, **details})


def row(*, draft="", view=None, **details):
    entry = entry_of(chat(**details), own_draft=draft)
    usual = {"is_queue": True, "is_mixed": False, "same_type": "", "several": False, "stores": {}}
    return inbox_row(entry, RowContext(agent_id=7, query="from=mine", **{**usual, **(view or {})}), now=NOW)


def test_a_row_leads_to_its_chat_and_back_to_its_list():
    assert row().face.href == "/chats/1001/310001/?from=mine"


@pytest.mark.parametrize(
    ("details", "who", "text"),
    [
        ({}, "", "Где?"),
        ({"last_sender": "PARTNER"}, "Shop:", "Где?"),
        ({"last_sender": "MARKET"}, "Market:", "Где?"),
        ({"last_sender": "SUPPORT"}, "Support:", "Где?"),
        ({"last_sender": "SUPPORT", "type": "ARBITRAGE"}, "Arbiter:", "Где?"),
        ({"last_sender": "SOMEBODY"}, "", "Где?"),
        ({"last_text": "\n  \nПервая\nвторая"}, "", "Первая"),
        ({"last_text": "", "last_files": 3}, "", "3 files"),
        ({"last_text": "Вот", "last_files": 1}, "", "Вот · 1 file"),
        ({"last_text": ""}, "", "Sticker"),
        ({"last_message_id": None}, "", "Messages not read yet"),
        ({"draft": "Добрый день\nеще"}, "Draft:", "Добрый день"),
        ({"last_text": "<b>\u202ehi\u0007"}, "", "<b>hi"),
    ],
)
def test_the_second_line_says_who_wrote_last_and_what(details, who, text):
    line = row(**details).face.line

    assert (line.who, line.text) == (who, text)


@pytest.mark.parametrize(
    ("several", "store", "said"),
    [
        (False, "", ""),
        (False, "Экспресс", "Экспресс"),
        (True, "", "Дом и сад"),
        (True, "Экспресс", "Дом и сад — Экспресс"),
        (True, "Дом и сад — Экспресс", "Дом и сад — Экспресс"),
        (True, "Дом и сад Экспресс", "Дом и сад — Экспресс"),
        (True, "Дом и сад", "Дом и сад"),
        (True, "Дом и садовод", "Дом и сад — Дом и садовод"),
    ],
)
def test_the_shop_is_named_once(several, store, said):
    assert row(view={"several": several, "stores": {5: store}}).face.shop == said


def test_who_has_it_is_short():
    olga = User(pk=8, username="olga", first_name="Ольга", last_name="Лебедева")

    mine, theirs, nobodys = row(assignee=ANNA), row(assignee=olga), row()

    assert (mine.face.holder.short, mine.face.holder.is_me) == ("You", True)
    assert (theirs.face.holder.short, theirs.face.holder.name) == ("ОЛ", "Ольга Лебедева")
    assert nobodys.face.holder.name == ""


@pytest.mark.parametrize(
    ("details", "section"),
    [
        ({"urgency": 0, "deadline_at": NOW + HOUR, "queue_at": NOW + HOUR}, "urgent"),
        ({"urgency": 1}, "urgent"),
        ({"queue_at": NOW - 2 * HOUR}, "long"),
        ({"queue_at": NOW - 2 * HOUR + MINUTE}, "short"),
    ],
)
def test_headings_part_what_presses_from_what_waits(details, section):
    assert row(**details).section == section
    assert row(view={"is_queue": False}, **details).section == ""


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (-MINUTE, "0 min"),
        (59 * MINUTE, "59 min"),
        (60 * MINUTE, "1 h"),
        (68 * MINUTE, "1 h 8 min"),
        (47 * HOUR + 59 * MINUTE, "47 h 59 min"),
        (48 * HOUR, "2 d 0 h"),
        (112 * HOUR, "4 d 16 h"),
    ],
)
def test_a_stretch_of_time_is_short(span, text):
    assert span_text(span) == text


@pytest.mark.parametrize(
    ("kind", "left", "said", "level"),
    [
        ("RETURN", 17 * HOUR, "decide within 17 h", ""),
        ("RETURN", 3 * HOUR + 10 * MINUTE, "decide within 3 h 10 min", "due"),
        ("CANCEL", 40 * HOUR, "answer the cancellation within 40 h", ""),
        ("KEY", 20 * MINUTE, "send the key within 20 min", "due"),
    ],
)
def test_a_deadline_of_markets_counts_down(kind, left, said, level):
    wait = wait_view(chat(urgency=0, deadline_kind=kind, deadline_at=NOW + left), HOME, now=NOW)

    assert (wait.text, wait.level, wait.counts_down) == (said, level, True)


def test_a_deadline_that_has_passed_is_overdue_and_counts_up():
    row = chat(urgency=0, deadline_kind="RETURN", deadline_at=NOW - 3 * HOUR, waiting_since=None)
    wait = wait_view(row, HOME, now=NOW)

    assert (wait.text, wait.level, wait.counts_down) == ("overdue for 3 h", "due", False)


def test_what_does_not_wait_says_nothing():
    assert wait_view(chat(urgency=None, waiting_since=None), HOME, now=NOW) is None


def test_a_list_names_its_view_its_filters_and_where_to_go_without_them():
    page = InboxPage(asked=Asked(view="mine", seller=1001, unread=True), entries=(), after="", counts={})

    shown = list_view(page, ANNA, Scope(sellers={1: HOME}), now=NOW)

    assert (shown.title, shown.count, shown.filtered) == ("Mine, waiting", "0", True)
    assert [(chip.word, chip.href) for chip in shown.chips] == [
        ("Дом и сад", "/?view=mine&unread=1"),
        ("Unread only", "/?view=mine&seller=1001"),
    ]
    assert shown.unfiltered == "/?view=mine"
    assert shown.views[0].href == "/?seller=1001&unread=1"


def test_a_hundred_are_more_than_99():
    page = InboxPage(asked=Asked(), entries=(), after="", counts={"waiting": 100, "mine": 99})

    shown = list_view(page, ANNA, Scope(sellers={1: HOME}), now=NOW)

    assert shown.count == "99+"
    assert {view.name: view.count for view in shown.views} == {
        "waiting": "99+", "mine": "99", "nobodys": "", "disputes": "",
    }  # fmt: skip


def test_headings_come_once_and_go_on_over_pages():
    entries = [
        entry_of(chat(pk=n, chat_id=n, queue_at=NOW - hours * HOUR)) for n, hours in enumerate([5, 4, 1], start=1)
    ]
    page = InboxPage(asked=Asked(), entries=entries, after="2.5.3", counts={})

    first = list_view(page, ANNA, Scope(sellers={1: HOME}), now=NOW)
    second = list_view(page, ANNA, Scope(sellers={1: HOME}), now=NOW, before="long")

    assert [item.key for item in first.items] == ["section-long", "chat-1", "chat-2", "section-short", "chat-3"]
    assert [item.key for item in second.items] == ["chat-1", "chat-2", "section-short", "chat-3"]
    assert first.next == "/?after=2.5.3&section=short"


def test_every_view_has_words():
    assert set(words.VIEWS) == set(inbox.VIEWS)
    assert set(words.CONTEXTS) == set(inbox.CONTEXTS)


def test_the_open_chat_has_a_way_to_its_list_and_to_its_neighbours():
    chats = [chat(pk=n, chat_id=n) for n in (1, 2, 3)]
    entries = [entry_of(one) for one in chats]
    page = InboxPage(asked=Asked(), entries=entries, after="", counts={"waiting": 3})

    ways = [list_view(page, ANNA, Scope(sellers={1: HOME}), now=NOW, shown=one).way for one in [*chats, chat(pk=9)]]

    to = {n: f"/chats/1001/{n}/?from=waiting" for n in (1, 2, 3)}
    assert [(way.place, way.before, way.after) for way in ways] == [
        ("1 of 3", "", to[2]),
        ("2 of 3", to[1], to[3]),
        ("3 of 3", to[2], ""),
        ("", "", to[1]),
    ]
