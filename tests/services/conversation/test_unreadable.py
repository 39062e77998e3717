"""R3: a message that cannot be decoded leaves a line in its place."""

import logging
from datetime import timedelta

import pytest

from chats.models import Chat, History
from chats.services.conversation import look, older
from chats.services.conversation.messages import messages
from tests.desk_fixture import NOW, again
from tests.services.conversation.reading import HOME_ID, at_market, calls_of, ids, read

CHAT_ID = 310002


def spoil(market, *places: int, readable: bool = False) -> list[int]:
    everything = market.messages(HOME_ID, CHAT_ID)
    spoiled = [everything[place].message_id for place in places]
    for message_id in spoiled:
        market.set_readable(HOME_ID, CHAT_ID, message_id, readable)
    return spoiled


def places(chat: Chat) -> tuple[dict[int, int], int]:
    """How many unreadable ones are directly before the message of that place, and after the last."""
    marked = {place: one.unreadable for place, one in enumerate(messages(chat)) if one.unreadable}
    return marked, History.objects.get(chat=chat).unreadable


@pytest.mark.parametrize("oldest_first", [False, True])
@pytest.mark.parametrize(
    ("bad", "expected"),
    [((1,), ({1: 1}, 0)), ((1, 2), ({1: 2}, 0)), ((0,), ({0: 1}, 0)), ((-1,), ({}, 1)), ((1, -1, -2), ({1: 1}, 2))],
)
def test_r3_what_could_not_be_read_is_counted_between_its_neighbours(chat, market, oldest_first, bad, expected):
    market.set_history(oldest_first=oldest_first)
    spoiled = spoil(market, *bad)

    read(chat)

    assert ids(messages(chat)) == [one for one in at_market(market, chat) if one not in spoiled]
    assert places(chat) == expected


@pytest.mark.parametrize("excluded", [False, True])
@pytest.mark.parametrize("oldest_first", [False, True])
def test_r3_reading_on_counts_each_once_and_logs_one_line(chat, market, caplog, oldest_first, excluded):
    market.set_history(oldest_first=oldest_first, from_is_excluded=excluded)
    read(chat)
    for text in ("раз", "два", "три"):
        market.say(HOME_ID, CHAT_ID, text, at=NOW)
    spoil(market, -2, -1)

    with caplog.at_level(logging.WARNING):
        for second in range(5, 60, 5):
            read(chat, second)
    while_it_was_last = places(chat)
    market.say(HOME_ID, CHAT_ID, "четыре", at=NOW)
    read(chat, 60)

    assert while_it_was_last == ({}, 2)
    assert places(chat) == ({len(messages(chat)) - 1: 2}, 0)
    warned = [record.getMessage().split(":")[0] for record in caplog.records if record.levelno == logging.WARNING]
    assert warned == [f"chat={chat.pk} unreadable messages"]


def test_r3_an_unreadable_last_message_does_not_have_the_history_read_for_ever(chat, market):
    spoil(market, -1)

    for second in range(0, 300, 5):
        look.read_on_if_due(again(chat), looking=False, now=NOW + timedelta(seconds=second))

    assert calls_of(market) <= 1 + 12, "the history may lag behind its chat for a minute, no longer"


def test_r3_a_chat_of_which_nothing_can_be_read_says_so(chat, market):
    spoil(market, *range(len(at_market(market, chat))))

    read(chat)
    read(chat, 5)

    assert places(chat) == ({}, len(at_market(market, chat)))


def test_r3_the_line_goes_when_market_sends_the_message_readable(chat, market):
    spoil(market, -1)
    read(chat)
    spoil(market, -1, readable=True)

    read(chat, 5)

    assert places(chat) == ({}, 0)
    assert ids(messages(chat)) == at_market(market, chat)


def test_r3_whoever_presses_refresh_has_messages_between_others_read_again(chat, market):
    spoil(market, 2)
    read(chat)
    still = look.read_again(again(chat), now=NOW)
    version = again(chat).version
    spoil(market, 2, readable=True)

    healed = look.read_again(again(chat), now=NOW)

    assert (still, healed) == (False, True)
    assert places(chat) == ({}, 0)
    assert ids(messages(chat)) == at_market(market, chat)
    assert again(chat).version > version


def test_r3_refresh_reads_nothing_again_where_all_is_readable(chat, market):
    read(chat)

    assert look.read_again(again(chat), now=NOW) is False
    assert calls_of(market) == 1


def test_r3_at_the_edge_of_a_page_of_earlier_messages_none_is_lost(long_chat, market):
    chat = long_chat(250)
    everything = market.messages(HOME_ID, 310021)
    for place in (149, 150, 151):
        market.set_readable(HOME_ID, 310021, everything[place].message_id)

    read(chat)
    while older.has_older(again(chat), first := messages(chat, most=500)[0]):
        assert older.read_older(again(chat), first, now=NOW) is None

    found = messages(chat, most=500)
    assert len(found) == 247
    assert {place: one.unreadable for place, one in enumerate(found) if one.unreadable} == {149: 3}
