"""Rows of the inbox as HTML: kept without their time, which is put in afterwards."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from lxml import html

from chats.models import Chat, Seller
from chats.presenters.inbox_rows import RowContext, inbox_row
from chats.services.people import Person
from chats.templatetags import desk
from chats.templatetags.inbox import PLACE, WRITING, row_html
from tests.desk_fixture import NOW
from tests.presenters.entries import entry_of

HOME = Seller(pk=1, name="Дом и сад", business_id=1001)
OLGA = User(pk=8, username="olga", first_name="Ольга", last_name="Лебедева")


def row(now=NOW, agent_id=7, writers=(), **details):
    usual = {
        "pk": 5, "seller": HOME, "chat_id": 310001, "type": "CHAT", "status": "WAITING_FOR_PARTNER",
        "context_type": "ORDER", "order_id": 54810000101, "customer_name": "Иван П.", "campaign_id": 5,
        "updated_at": NOW, "last_message_id": 9, "last_sender": "CUSTOMER", "last_text": "Где?", "version": 1,
        "urgency": 2, "queue_at": NOW - timedelta(hours=1), "waiting_since": NOW - timedelta(hours=1),
    }  # fmt: skip
    view = RowContext(
        agent_id=agent_id, query="from=mine", is_queue=True, is_mixed=False, same_type="", several=False, stores={}
    )
    return inbox_row(entry_of(Chat(**{**usual, **details})), view, now=now, writers=writers)


def when(item) -> str:
    [found] = html.fromstring(row_html(item)).cssselect(".entry > .wait, .entry > .row-when")
    return " ".join(found.text_content().split())


def test_the_time_stands_in_the_row():
    assert when(row()) == "waits 1 h"
    assert when(row(urgency=None, waiting_since=None)) == "now"
    assert when(row(snoozed_until=NOW + timedelta(hours=1), urgency=None)).startswith("back at")


def test_who_writes_stands_in_the_row_and_the_row_is_kept_without_them():
    maria = Person(9, "maria", "Мария", "<i>Кац")

    rows = [html.fromstring(row_html(row(writers=who))) for who in ([], [maria], [])]

    assert [[one.text_content() for one in shown.cssselect(".writes [aria-hidden]")] for shown in rows] == [
        [],
        ["М< is writing"],
        [],
    ]
    assert rows[1].cssselect(".writes")[0].get("title") == "Мария <i>Кац"
    assert WRITING not in row_html(row())


@pytest.mark.parametrize("text", [PLACE, f"</span>{PLACE}", "&lt;!--when--&gt;", WRITING])
def test_what_a_buyer_writes_is_not_taken_for_the_place_of_the_time(text):
    shown = html.fromstring(row_html(row(last_text=text, customer_name=text)))

    assert shown.cssselect(".row-line")[0].text_content().strip() == text
    assert shown.cssselect(".row-name bdi")[0].text_content() == text
    assert len(shown.cssselect(".wait")) == 1


def test_a_row_is_not_rendered_anew_when_only_the_time_has_passed(monkeypatch):
    row_html(row())
    monkeypatch.setattr(desk, "render_to_string", lambda *_: pytest.fail("rendered anew"))

    assert "1 h 7 min" in row_html(row(now=NOW + timedelta(minutes=7)))


def test_agents_share_a_row_that_does_not_speak_of_them():
    by_olga = {"assignee": OLGA, "assignee_id": 8}

    assert row(agent_id=7, **by_olga).face is row(agent_id=9, **by_olga).face
    assert row(agent_id=8, **by_olga).face.holder.short == "You"
    assert row(agent_id=7).face is row(agent_id=8).face


@pytest.mark.parametrize(
    "details",
    [
        {"version": 2},
        {"last_text": "Ау"},
        {"customer_name": "Пётр"},
        {"problem_kind": "dead_key"},
        {"type": "ARBITRAGE"},
    ],
)
def test_a_changed_chat_is_shown_as_it_is(details):
    assert row(**details).face is not row().face
