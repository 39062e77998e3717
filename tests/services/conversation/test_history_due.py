"""When an open page reads a history on, and what that costs Market."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Chat, History, Mirror, NotificationAddress, Quota, Slot, Worker
from chats.services.conversation import history, look, messages
from chats.services.sightings import refresh
from tests.desk_fixture import NOW, again
from tests.services.conversation.reading import HISTORY, HOME_ID, calls_of


def pulses(chat: Chat, *seconds: float, looking: bool = True) -> Chat:
    for second in seconds:
        now = NOW + timedelta(seconds=second)
        chat = look.read_on_if_due(refresh.refresh_chat_if_due(again(chat), now=now), looking=looking, now=now)
    return chat


def test_b7_a_hidden_tab_with_nothing_new_costs_no_call_of_the_history_in_an_hour(chat, market, settings):
    look.read_on_if_due(again(chat), now=NOW)
    first = calls_of(market)

    pulses(chat, *range(120, 3720, 60), looking=False)

    assert (first, calls_of(market)) == (1, 1)
    assert calls_of(market, "getChat") <= 1 + 3600 / settings.OPEN_CHAT_MAX_AGE


@pytest.mark.parametrize("tabs", [1, 10])
def test_f14_whatever_the_number_of_tabs_an_open_chat_is_looked_at_once_in_its_time(chat, market, settings, tabs):
    pulses(chat, 0)

    pulses(chat, *(5 + second + tab / tabs for second in range(0, 600, 5) for tab in range(tabs)))

    assert calls_of(market) == 1 + 120
    assert calls_of(market, "getChat") <= 2 + 600 / settings.OPEN_CHAT_MAX_AGE


@pytest.mark.parametrize("lacking", ["", "a worker", "notifications", "trust in them", "a sweep that runs"])
def test_open_pages_do_not_ask_for_what_a_worker_hears_by_itself(chat, home, market, lacking):
    if lacking != "a worker":
        Worker.objects.create(name="one", started_at=NOW, beat_at=NOW + timedelta(seconds=60), threads=8)
    verdict = "MISSING" if lacking == "notifications" else "WORKING"
    distrusted = NOW + timedelta(hours=1) if lacking == "trust in them" else None
    address = {
        "secret": "0" * 48,
        "made_at": NOW,
        "verdict": verdict,
        "verdict_at": NOW,
        "distrusted_until": distrusted,
    }
    NotificationAddress.objects.create(seller=home, **address)
    Mirror.objects.create(seller=home, paused=lacking == "a sweep that runs")
    pulses(chat, 0, 1, 31)
    before = len(market.calls)

    pulses(chat, *range(36, 96, 5))

    assert (len(market.calls) > before) == bool(lacking)


def test_f14_an_open_page_finds_a_message_that_the_chat_does_not_tell_of_yet(chat, market):
    pulses(chat, 0, 31)
    market.say(HOME_ID, 310002, "Ещё вопрос", at=NOW + timedelta(seconds=33))
    before = calls_of(market, "getChat")

    pulses(chat, 36)
    when_it_came = (messages.messages(chat)[-1].text, calls_of(market, "getChat") - before)
    seen = pulses(chat, 36.5)

    assert when_it_came == ("Ещё вопрос", 0)
    assert seen.updated_at == NOW + timedelta(seconds=33), "the status comes with the next pulse"
    assert calls_of(market, "getChat") == before + 1


def test_f14_a_message_that_the_chat_never_tells_of_makes_the_desk_ask_once(chat, market):
    pulses(chat, 0, 31)
    market.say(HOME_ID, 310002, "Ещё вопрос", at=NOW + timedelta(seconds=33))
    market.set_chat(HOME_ID, 310002, updated_at=NOW)
    before = calls_of(market, "getChat")

    pulses(chat, 36, 41, 46, 51)

    assert calls_of(market, "getChat") == before + 1


def test_f14_a_buyer_whose_name_the_history_knows_better_makes_the_desk_ask_for_the_chat(chat, market):
    Chat.objects.update(customer_name="", due_at=NOW + timedelta(hours=1))

    seen = pulses(chat, 0, 40, 45)

    assert seen.customer_name != ""
    assert calls_of(market, "getChat") == 2


def test_f14_a_finished_chat_is_not_looked_at(chat, market):
    pulses(chat, 0)
    Chat.objects.update(status="FINISHED")

    pulses(chat, 5, 10, 60)

    assert calls_of(market) == 1


def test_f14_nobody_is_alarmed_when_all_slots_are_taken_for_a_moment(chat, home, market):
    pulses(chat, 0)
    for number in range(1, 5):
        Slot.objects.update_or_create(
            seller=home, number=number, defaults={"leased_until": NOW + timedelta(seconds=30)}
        )

    pulses(chat, 5)

    assert (calls_of(market), History.objects.get().problem) == (1, None)
    assert History.objects.get().look_at == NOW + timedelta(seconds=10)


def test_f14_with_many_open_chats_each_waits_longer_and_people_keep_their_share(chat, home, market, known_chat):
    pulses(chat, 0)
    for number in range(1, 100):
        other = known_chat(home, number)
        History.objects.create(chat=other, look_at=NOW, complete_upto=NOW)
    Quota.objects.filter(operation=HISTORY).update(remaining=6_000, renews_at=NOW + timedelta(minutes=30))

    pulses(chat, 5)

    waits = History.objects.get(chat=chat).look_at - NOW - timedelta(seconds=5)
    assert waits.total_seconds() == pytest.approx(100 * 1795 / (6_000 - 1 - 2_000), rel=0.01)


def test_a_pulse_reads_on_when_the_chat_has_moved(chat, market):
    look.read_on_if_due(again(chat), now=NOW)
    market.say(HOME_ID, 310002, "Ещё вопрос", at=NOW + timedelta(seconds=20))

    pulses(chat, 60, 120, looking=False)

    assert messages.messages(chat)[-1].text == "Ещё вопрос"
    assert calls_of(market) == 2


def test_ten_pages_that_find_a_chat_unread_cost_one_call(chat, market):
    tabs = [again(chat) for _ in range(10)]
    for tab in tabs:
        assert history.history_of(tab) is None

    for tab in tabs:
        look.read_on_if_due(tab, now=NOW)

    assert calls_of(market) == 1


def test_a_pulse_that_finds_nothing_due_writes_nothing_and_asks_little(chat, market):
    look.read_on_if_due(again(chat), now=NOW)
    pulsed = Chat.objects.select_related("history").get(pk=chat.pk)

    with CaptureQueriesContext(connection) as asked:
        look.read_on_if_due(pulsed, now=NOW + timedelta(seconds=3))
        look.read_on_if_due(pulsed, looking=False, now=NOW + timedelta(minutes=5))

    assert len(asked) == 0


def test_a_history_that_lags_behind_its_chat_is_read_again_soon(chat, market):
    Chat.objects.filter(pk=chat.pk).update(updated_at=NOW + timedelta(seconds=5))

    seconds_that_cost_a_call = []
    for second in range(10, 200, 10):
        before = calls_of(market)
        look.read_on_if_due(again(chat), looking=False, now=NOW + timedelta(seconds=second))
        if calls_of(market) > before:
            seconds_that_cost_a_call.append(second)

    assert seconds_that_cost_a_call == [10, 20, 30, 40, 50, 60, 70]


def test_a_problem_keeps_open_pages_quiet_for_a_while(chat, market):
    market.fail("500", operation=HISTORY)

    for second in range(0, 60, 5):
        look.read_on_if_due(again(chat), now=NOW + timedelta(seconds=second))

    assert calls_of(market) == 2


def test_u5_a_page_whose_parts_ask_all_at_once_alarms_nobody_until_it_lasts(chat, home):
    """A new page asks for its messages, its order and the chats about the same order at the same moment."""
    taken = NOW + timedelta(minutes=1)
    Slot.objects.all().delete()
    Slot.objects.bulk_create([Slot(seller=home, number=number, leased_until=taken) for number in range(1, 5)])

    said = [history.problem_of_history(again(pulses(chat, second))) for second in (0, 5, 10)]
    read = pulses(chat, 66, 71, 76, 81, 86, 91, 96)

    assert [problem and problem.kind for problem in said] == [None, None, "busy"]
    assert history.problem_of_history(again(read)) is None
    assert messages.messages(chat)
