from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Chat, History, Message, ReadMark
from chats.services.conversation import history, messages, read_marks
from chats.services.sightings import refresh
from chats.services.upstream.ledger import Lane
from tests.desk_fixture import NOW

HOME_ID = 1001
HISTORY = "getChatHistory"


@pytest.fixture
def market(market_of_now):
    return market_of_now


@pytest.fixture
def chat(home, market) -> Chat:
    return refresh.fetch_chat(home, 310002, now=NOW)


@pytest.fixture
def long_chat(home, market):
    """Makes a chat with so many messages at Market."""

    def make(count: int) -> Chat:
        market.set_messages(HOME_ID, 310021, count)
        return refresh.fetch_chat(home, 310021, now=NOW)

    return make


def again(chat: Chat) -> Chat:
    return Chat.objects.select_related("seller").get(pk=chat.pk)


def read(chat: Chat, seconds: float = 0):
    return history.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=seconds))


def calls_of(market, operation: str = HISTORY) -> int:
    return sum(call.operation == operation for call in market.calls)


def ids(messages) -> list[int]:
    return [message.message_id for message in messages]


def at_market(market, chat) -> list[int]:
    return ids(market.messages(HOME_ID, chat.chat_id))


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
        while history.has_older(again(chat), shown[0]):
            assert history.read_older(again(chat), shown[0], now=NOW) is None
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
    assert History.objects.get().whole


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
        history.read_on_if_due(again(chat), now=NOW + timedelta(minutes=minute))
        per_reading.append(calls_of(market) - before)

    assert max(per_reading) == 3
    assert per_reading[-1] == 0
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
    while history.has_older(again(chat), shown[0]):
        assert history.read_older(again(chat), shown[0], now=NOW) is None
        shown = messages.messages_before(chat, shown[0], most=500) + shown

    assert ids(shown) == at_market(market, chat)


def test_a_page_token_that_market_no_longer_takes_costs_the_way_there_and_no_message(long_chat, market):
    chat = long_chat(350)
    read(chat)
    History.objects.update(older_token="from long ago")

    oldest = messages.messages(chat, most=200)[0]
    problem = history.read_older(again(chat), oldest, now=NOW)

    assert problem is None
    assert ids(messages.messages_before(chat, oldest, most=100)) == at_market(market, chat)[150:250]
    assert [call.status for call in market.calls if call.operation == HISTORY] == [200, 400, 200, 200]


def test_older_messages_that_are_known_cost_no_call(long_chat, market):
    chat = long_chat(350)
    read(chat)
    before = calls_of(market)

    shown = messages.messages(chat)
    history.read_older(again(chat), shown[0], now=NOW)

    assert calls_of(market) == before
    assert ids(messages.messages_before(chat, shown[0])) == at_market(market, chat)[250:300]


def test_an_open_chat_with_nothing_new_costs_no_call_of_the_history_in_an_hour(chat, market, settings):
    history.read_on_if_due(again(chat), now=NOW)
    first = calls_of(market)

    for second in range(0, 3600, 15):
        now = NOW + timedelta(minutes=2, seconds=second)
        pulsed = refresh.refresh_chat_if_due(again(chat), now=now)
        history.read_on_if_due(pulsed, now=now)

    assert (first, calls_of(market)) == (1, 1)
    assert calls_of(market, "getChat") <= 1 + 3600 / settings.OPEN_CHAT_MAX_AGE


def test_a_pulse_reads_on_when_the_chat_has_moved(chat, market):
    history.read_on_if_due(again(chat), now=NOW)
    market.say(HOME_ID, 310002, "Ещё вопрос", at=NOW + timedelta(seconds=20))

    pulsed = refresh.refresh_chat_if_due(again(chat), now=NOW + timedelta(minutes=1))
    history.read_on_if_due(pulsed, now=NOW + timedelta(minutes=1))
    history.read_on_if_due(again(chat), now=NOW + timedelta(minutes=2))

    assert messages.messages(chat)[-1].text == "Ещё вопрос"
    assert calls_of(market) == 2


def test_ten_pages_that_find_a_chat_unread_cost_one_call(chat, market):
    tabs = [again(chat) for _ in range(10)]
    for tab in tabs:
        assert history.history_of(tab) is None

    for tab in tabs:
        history.read_on_if_due(tab, now=NOW)

    assert calls_of(market) == 1


def test_a_pulse_that_finds_nothing_due_writes_nothing_and_asks_little(chat, market):
    history.read_on_if_due(again(chat), now=NOW)
    pulsed = Chat.objects.select_related("history").get(pk=chat.pk)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        history.read_on_if_due(pulsed, now=NOW + timedelta(minutes=5))

    assert len(asked) == 0


def test_a_history_that_lags_behind_its_chat_is_read_again_soon(chat, market):
    Chat.objects.filter(pk=chat.pk).update(updated_at=NOW + timedelta(seconds=5))

    seconds_that_cost_a_call = []
    for second in range(10, 200, 10):
        before = calls_of(market)
        history.read_on_if_due(again(chat), now=NOW + timedelta(seconds=second))
        if calls_of(market) > before:
            seconds_that_cost_a_call.append(second)

    assert seconds_that_cost_a_call == [10, 20, 30, 40, 50, 60, 70]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("401", "dead_key"),
        ("404", "not_found"),
        ("500", "broken"),
        ("truncated", "not_reached"),
        ("420_hourly", "hourly_limit"),
    ],
)
def test_a_problem_is_kept_beside_what_is_known_and_goes_with_the_next_reading(chat, market, fault, kind):
    read(chat)
    known = ids(messages.messages(chat))
    market.fail(fault, operation=HISTORY)

    problem = read(chat, 60)
    noted = history.problem_of_history(again(chat))
    market.clear()
    History.objects.update(upto=None)
    read(chat, 3 * 3600)

    assert (problem.kind, noted.kind, ids(messages.messages(chat))) == (kind, kind, known)
    assert history.problem_of_history(again(chat)) is None


def test_a_problem_keeps_open_pages_quiet_for_a_while(chat, market):
    market.fail("500", operation=HISTORY)

    for second in range(0, 60, 5):
        history.read_on_if_due(again(chat), now=NOW + timedelta(seconds=second))

    assert calls_of(market) == 2


def test_u19_the_history_of_another_chat_is_not_taken(chat, market, caplog):
    Chat.objects.filter(pk=chat.pk).update(order_id=54810000999)

    problem = read(chat)

    assert problem.kind == "not_understood"
    assert not Message.objects.exists()
    assert "getChatHistory not_understood" in caplog.text


def test_u16_odd_letters_are_kept_as_characters_that_a_row_takes(chat, market):
    market.fail("odd_text", operation=HISTORY)

    assert read(chat) is None

    texts = "".join(one.text + "".join(file["name"] for file in one.files) for one in messages.messages(chat))
    assert texts
    assert "\0" not in texts
    texts.encode()


@pytest.mark.parametrize("fault", ["unknown_values", "unknown_fields"])
def test_u17_what_nobody_knows_yet_costs_no_message(chat, market, fault):
    market.fail(fault, operation=HISTORY)

    assert read(chat) is None
    assert ids(messages.messages(chat)) == at_market(market, chat)


@pytest.mark.parametrize("fault", ["truncated", "truncated_chunked"])
def test_u12_half_an_answer_is_no_half_list_of_messages(chat, market, fault):
    market.fail(fault, operation=HISTORY)

    problem = read(chat)

    assert (problem.kind, Message.objects.count()) == ("not_reached", 0)


def test_messages_come_in_the_order_in_which_they_were_written(chat):
    for message_id, second in ((9, 1), (3, 1), (5, 0), (7, 2)):
        Message.objects.create(
            chat=chat, message_id=message_id, created_at=NOW + timedelta(seconds=second), sender="CUSTOMER", text="x"
        )

    assert ids(messages.messages(chat)) == [5, 3, 9, 7]
    assert ids(messages.messages(chat, most=2)) == [9, 7]
    assert ids(messages.messages_before(chat, messages.message_of(chat, 9))) == [5, 3]
    assert ids(messages.messages_before(chat, messages.message_of(chat, 9), most=1)) == [3]
    assert ids(messages.messages_after(chat, 3)) == [9, 7]
    assert ids(messages.messages_after(chat, 3, most=1)) == [9]
    assert ids(messages.messages_after(chat, None)) == [5, 3, 9, 7]
    assert messages.messages_after(chat, 12345) == []


def test_messages_of_another_chat_are_never_among_them(chat, home, known_chat):
    other = known_chat(home, 310003)
    Message.objects.create(chat=other, message_id=5, created_at=NOW, sender="CUSTOMER", text="x")

    assert messages.messages(chat) == messages.messages_after(chat, 5) == []
    assert messages.message_of(chat, 5) is None


def test_a_mark_moves_forward_only_and_shows_what_is_unread(chat, agent, market):
    read(chat)
    known = ids(messages.messages(chat))
    market.say(HOME_ID, 310002, "Новое", at=NOW + timedelta(seconds=1))

    nobody_has_read = read_marks.first_unread(agent, chat)
    for message_id in (known[-1], known[0], 12345):
        read_marks.mark_read(agent, chat, message_id)
    all_read = read_marks.first_unread(agent, chat)
    read(chat, 60)

    assert (nobody_has_read, all_read) == (None, None)
    assert read_marks.first_unread(agent, chat) == at_market(market, chat)[-1]
    assert ReadMark.objects.get().message_id == known[-1]
