"""Messages that the background reads, and what open pages have of it."""

from datetime import timedelta

import pytest

from chats.models import Chat, History, Quota
from chats.problems import NotNow
from chats.services import conversation, jobs, sightings
from chats.services.conversation import look, messages
from tests.desk_fixture import NOW, again
from tests.services.conversation.reading import HISTORY, HOME_ID, at_market, ids

MINUTE = timedelta(minutes=1)


def turn(chat: Chat, *, now=NOW) -> History:
    """One turn of the background on the chat's history, as the loop takes and puts off turns."""
    [claimed] = jobs.claim(jobs.due(History.objects.filter(chat=chat), now=now), 1, now=now)
    try:
        conversation.read_in_background(claimed, now=now)
    except NotNow as refusal:
        jobs.put_off(claimed, refusal.until, lease=claimed.leased_until, counted=False)
    return History.objects.get(chat=chat)


def test_a_chat_that_the_background_reads_is_not_open_on_a_page(chat, home, market):
    History.objects.create(chat=chat, due_at=NOW)

    turn(chat)

    assert History.objects.get().complete_upto is not None
    assert not sightings.open_chats(home, now=NOW).exists()


def test_an_open_page_is_spared_the_look_that_the_background_has_had(chat, home, market):
    History.objects.create(chat=chat, due_at=NOW, look_at=NOW + timedelta(seconds=2))

    turn(chat)

    assert History.objects.get().look_at > NOW + timedelta(seconds=2)


@pytest.mark.parametrize("status", ["WAITING_FOR_PARTNER", "FINISHED"])
@pytest.mark.parametrize("rested", [None, 4 * MINUTE])
def test_an_open_page_does_not_wait_for_calls_that_the_background_may_not_have(chat, home, market, rested, status):
    look.read_on_if_due(again(chat), now=NOW - 2 * MINUTE)
    market.say(HOME_ID, chat.chat_id, "Ещё вопрос", at=NOW)
    Chat.objects.update(updated_at=NOW, status=status)
    History.objects.update(due_at=NOW, look_at=rested and NOW + rested)
    Quota.objects.filter(operation=HISTORY).update(remaining=4_000, renews_at=NOW + 50 * MINUTE)

    put_off = turn(chat)
    look.read_on_if_due(again(chat), now=NOW + timedelta(seconds=3))

    assert put_off.due_at == NOW + 50 * MINUTE
    assert messages.messages(chat)[-1].text == "Ещё вопрос"


def test_more_new_messages_than_a_page_holds_cost_none_of_those_stored(long_chat, market):
    chat = long_chat(30)
    History.objects.create(chat=chat, due_at=NOW)
    turn(chat)
    before = set(at_market(market, chat))
    for number in range(150):
        market.say(HOME_ID, chat.chat_id, f"Сообщение {number}", at=NOW + timedelta(seconds=1 + number))
    later = NOW + 5 * MINUTE
    Chat.objects.update(updated_at=NOW + timedelta(seconds=150))
    History.objects.update(due_at=later, is_news=True)

    turn(chat, now=later)

    assert ids(messages.messages(chat, most=500)) == sorted(at_market(market, chat))
    assert before <= set(ids(messages.messages(chat, most=500)))


def test_old_messages_leave_calls_for_what_buyers_write(chat, home, market, known_chat):
    look.read_on_if_due(again(chat), now=NOW)
    Quota.objects.filter(operation=HISTORY).update(remaining=4_900, renews_at=NOW + 50 * MINUTE)
    for number in range(1, 4):
        History.objects.create(chat=known_chat(home, number), due_at=NOW, is_news=False)
    [claimed] = jobs.claim(conversation.due_histories(news=False, now=NOW), 1, now=NOW)

    with pytest.raises(NotNow):
        conversation.read_in_background(claimed, now=NOW)

    assert set(History.objects.filter(is_news=False).exclude(pk=claimed.pk).values_list("due_at", flat=True)) == {
        NOW + 50 * MINUTE
    }
    market.say(HOME_ID, chat.chat_id, "Ещё вопрос", at=NOW)
    History.objects.filter(chat=chat).update(due_at=NOW)
    turn(chat, now=NOW + MINUTE)
    assert messages.messages(chat)[-1].text == "Ещё вопрос"
