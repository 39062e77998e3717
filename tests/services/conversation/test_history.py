from datetime import timedelta

import pytest

from chats.models import History, Message
from chats.services.conversation import look, messages, older
from chats.services.sightings import refresh
from tests.desk_fixture import NOW, again
from tests.services.conversation.reading import HISTORY, HOME_ID, at_market, calls_of, ids, read


def test_a_first_reading_keeps_the_newest_messages_as_market_gave_them(chat, market):
    problem = read(chat)

    kept, given = messages.messages(chat), market.messages(HOME_ID, 310002)
    assert problem is None
    assert [(one.message_id, one.created_at, one.sender) for one in kept] == [
        (one.message_id, one.created_at, one.sender) for one in given
    ]
    assert [one.text for one in kept] == [one.text or "" for one in given]
    assert [one.files for one in kept] == [
        [{"name": file.name, "url": file.url, "size": file.size} for file in one.files] for one in given
    ]


@pytest.mark.parametrize("oldest_first", [False, True])
@pytest.mark.parametrize("from_is_excluded", [False, True])
def test_however_market_lists_what_is_new_is_read_once_and_in_order(chat, market, oldest_first, from_is_excluded):
    market.set_history(oldest_first=oldest_first, from_is_excluded=from_is_excluded)
    read(chat)
    before = calls_of(market)

    market.say(HOME_ID, 310002, "Где мой заказ?", at=NOW + timedelta(seconds=1))
    market.say(HOME_ID, 310002, "Ау", at=NOW + timedelta(seconds=2))
    read(chat, 10)

    assert ids(messages.messages(chat)) == at_market(market, chat)
    assert calls_of(market) == before + 1


def test_what_is_new_moves_the_version_of_the_chat_and_nothing_new_does_not(chat, market):
    versions = []

    for seconds in (0, 10, 20):
        read(chat, seconds)
        versions.append(again(chat).version)
        if seconds == 10:
            market.say(HOME_ID, 310002, "Ау", at=NOW + timedelta(seconds=11))

    assert versions == [2, 2, 3]


def test_a_chat_of_a_thousand_messages_costs_one_call_each_time_it_is_read(long_chat, market):
    chat = long_chat(1000)

    read(chat)
    first = calls_of(market)
    read(chat, 60)

    assert (first, calls_of(market) - first) == (1, 1)
    assert ids(messages.messages(chat)) == at_market(market, chat)[-50:]


def test_a_thousand_messages_read_to_the_beginning_cost_ten_calls_and_the_second_time_none(long_chat, market):
    chat = long_chat(1000)
    read(chat)

    def read_to_the_beginning() -> int:
        shown = messages.messages(chat)
        while older.has_older(again(chat), shown[0]):
            assert older.read_older(again(chat), shown[0], now=NOW) is None
            shown = messages.messages_before(chat, shown[0]) + shown
        assert ids(shown) == at_market(market, chat)
        return calls_of(market)

    assert (read_to_the_beginning(), read_to_the_beginning()) == (10, 10)


def test_where_the_list_runs_up_a_thousand_messages_are_all_read_at_once(long_chat, market):
    market.set_history(oldest_first=True)
    chat = long_chat(1000)

    read(chat)
    read(chat, 60)

    assert calls_of(market) == 11
    assert Message.objects.filter(chat=chat).count() == 1000
    assert History.objects.get().has_first_message


@pytest.mark.parametrize("oldest_first", [False, True])
def test_u21_a_reading_is_bounded_and_the_next_one_goes_on(long_chat, market, monkeypatch, oldest_first):
    monkeypatch.setattr("chats.services.conversation.reader.MOST_PAGES", 3)
    market.set_history(oldest_first=oldest_first)
    chat = long_chat(250)
    read(chat)
    for number in range(450):
        market.say(HOME_ID, 310021, f"№ {number}", at=NOW + timedelta(seconds=1, milliseconds=number))
    chat = refresh.refresh_chat(chat, now=NOW + timedelta(minutes=1))

    per_reading = []
    for minute in range(1, 5):
        before = calls_of(market)
        look.read_on_if_due(again(chat), now=NOW + timedelta(minutes=minute))
        per_reading.append(calls_of(market) - before)

    assert max(per_reading) == 3
    assert per_reading[-1] == 1, "one look for news"
    kept = ids(messages.messages(chat, most=1000))
    assert kept == at_market(market, chat)[-len(kept) :]
    assert len(kept) >= 300


def test_what_lies_between_two_readings_is_never_left_out_in_silence(long_chat, market, monkeypatch):
    monkeypatch.setattr("chats.services.conversation.reader.MOST_PAGES", 2)
    chat = long_chat(50)
    read(chat)
    for number in range(250):
        market.say(HOME_ID, 310021, f"№ {number}", at=NOW + timedelta(seconds=1, milliseconds=number))

    read(chat, 60)
    shown = messages.messages(chat, most=500)
    while older.has_older(again(chat), shown[0]):
        assert older.read_older(again(chat), shown[0], now=NOW) is None
        shown = messages.messages_before(chat, shown[0], most=500) + shown

    assert ids(shown) == at_market(market, chat)


def test_a_page_token_that_market_no_longer_takes_costs_the_way_there_and_no_message(long_chat, market):
    chat = long_chat(350)
    read(chat)
    History.objects.update(older_token="from long ago")

    oldest = messages.messages(chat, most=200)[0]
    problem = older.read_older(again(chat), oldest, now=NOW)

    assert problem is None
    assert ids(messages.messages_before(chat, oldest, most=100)) == at_market(market, chat)[150:250]
    assert [call.status for call in market.calls if call.operation == HISTORY] == [200, 400, 200, 200]


def test_older_messages_that_are_known_cost_no_call(long_chat, market):
    chat = long_chat(350)
    read(chat)
    before = calls_of(market)

    shown = messages.messages(chat)
    older.read_older(again(chat), shown[0], now=NOW)

    assert calls_of(market) == before
    assert ids(messages.messages_before(chat, shown[0])) == at_market(market, chat)[250:300]
