"""When an open page reads a history on, and what that costs Market."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Chat
from chats.services.conversation import history, messages
from chats.services.sightings import refresh
from tests.desk_fixture import NOW, again
from tests.services.conversation.reading import HISTORY, HOME_ID, calls_of


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

    with CaptureQueriesContext(connection) as asked:
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


def test_a_problem_keeps_open_pages_quiet_for_a_while(chat, market):
    market.fail("500", operation=HISTORY)

    for second in range(0, 60, 5):
        history.read_on_if_due(again(chat), now=NOW + timedelta(seconds=second))

    assert calls_of(market) == 2
