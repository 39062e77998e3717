"""Which messages stand together under one name and time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation

from chats.models import Chat, Message, Reply, Seller
from chats.presenters.chat_page import talk_view
from chats.presenters.conversation import conversation_lines
from chats.services.page_messages import PageMessages

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)
CHAT = Chat(customer_name="Иван П.", type="CHAT", seller=Seller(name="Дом и сад", business_id=1))


def at(minutes: float, number: int = 0, *, agent: int | None = None, **details) -> Message:
    """A message of so many minutes after the first, at 8:04:31 UTC; `agent` is who wrote it at this desk."""
    usual = {"sender": "PARTNER" if agent else "CUSTOMER", "text": "а", "files": []}
    created_at = NOW - timedelta(hours=1) + timedelta(minutes=minutes)
    message = Message(message_id=number or int(minutes * 60) + 1, created_at=created_at, **{**usual, **details})
    if agent:
        message.reply = Reply(agent=User(pk=agent, username=f"agent{agent}"))
    return message


def grouped(*messages: Message, **more) -> list[bool]:
    return [line.follows for line in conversation_lines(messages, chat=CHAT, now=NOW, **more)]


@pytest.mark.parametrize(("gap", "together"), [(0, True), (5, True), (5.02, False), (60, False)])
def test_messages_of_one_sender_stand_together_for_five_minutes(gap, together):
    assert grouped(at(0), at(gap, 2)) == [False, together]


def test_the_five_minutes_count_from_the_message_before():
    assert grouped(at(0), at(4), at(8)) == [False, True, True]


def test_another_author_has_a_name_of_their_own():
    writers = [{"agent": 1}, {"agent": 1}, {"agent": 2}, {"sender": "PARTNER"}, {"sender": "SUPPORT"}, {}]

    assert grouped(*(at(0.1 * place, **who) for place, who in enumerate(writers))) == [False, True, *[False] * 4]


@pytest.mark.parametrize("stop", [{"unread": 2}, {}])
def test_what_stands_between_two_messages_parts_them(stop):
    unreadable = 0 if stop else 3

    assert grouped(at(0, 1), at(1, 2, unreadable=unreadable), **stop) == [False, False]


@pytest.mark.parametrize(("zone", "together"), [("Europe/Moscow", True), ("Pacific/Auckland", False)])
def test_midnight_of_the_agent_parts_them(zone, together):
    with timezone.override(zone):  # in Auckland the second is of the next day
        assert grouped(at(174, 1), at(177, 2)) == [False, together]


def test_a_part_goes_on_where_the_page_ends():
    assert grouped(at(2), after=at(0)) == [True]
    assert grouped(at(7), after=at(0)) == [False]


@pytest.mark.parametrize(("gap", "joined"), [(2, "121"), (6, "")])
def test_earlier_messages_say_whether_the_page_goes_on_where_they_end(gap, joined):
    below = at(gap)

    view = talk_view(PageMessages(found=[at(-1), at(0)], below=below, earlier=True), chat=CHAT, reader_id=1, now=NOW)

    assert view.joined == joined


def test_nothing_earlier_joins_nothing():
    assert talk_view(PageMessages(found=(), below=at(0), earlier=True), chat=CHAT, reader_id=1, now=NOW).joined == ""


@pytest.mark.parametrize(
    ("name", "kind", "plain"),
    [
        ("Иван П.", "CHAT", True),
        ("Иван П.", "ARBITRAGE", False),
        ("", "CHAT", False),
        ("\u3164", "CHAT", False),
        ("Поддержка Маркета", "CHAT", False),
        ("yandex market", "CHAT", False),
    ],
)
def test_a_buyer_is_called_one_where_the_side_of_the_page_does_not_say_so(name, kind, plain):
    chat = Chat(customer_name=name, type=kind)

    (line,) = conversation_lines([at(0)], chat=chat, now=NOW)

    assert (line.bubble.role, line.bubble.role_is_plain) == ("buyer", plain)


def test_market_and_its_support_are_always_named():
    found = conversation_lines([at(0, sender="MARKET"), at(1, sender="SUPPORT")], chat=CHAT, now=NOW)

    assert [line.bubble.role_is_plain for line in found] == [False, False]


def test_the_words_are_the_agents():
    with translation.override("ru"):
        (line,) = conversation_lines([at(0)], chat=CHAT, now=NOW)

    assert line.bubble.role == "покупатель"
