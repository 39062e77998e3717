"""Chats that were set aside: what brings one back, and to which place."""

from datetime import timedelta

import pytest
from django.db import transaction

from chats.models import Chat
from chats.models.sightings import UNTIL_WRITTEN
from chats.services.conversation import store
from chats.services.sightings import queue
from tests.conversation_fixture import message
from tests.desk_fixture import NOW, again
from tests.services.sightings.test_merge import answer, record

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def aside(home, known_chat, agent):
    """aside(until=…): a chat whose buyer has waited for five hours, set aside just now."""

    def make(*, until=NOW + 3 * HOUR, sender="CUSTOMER", **details) -> Chat:
        chat = known_chat(home, 7, **{"updated_at": NOW - 5 * HOUR, **details})
        message(chat, 1, at=NOW - 5 * HOUR, sender=sender)
        store.note_newest(chat, now=NOW)
        Chat.objects.filter(pk=chat.pk).update(snoozed_until=until, snoozed_by=agent, snoozed_at=NOW)
        queue.place_anew(chat.pk, now=NOW)
        return again(chat)

    return make


def place_of(chat: Chat) -> tuple[object, ...]:
    row = again(chat)
    return row.snoozed_until, row.urgency, row.queue_at, row.returned_at


def written(chat: Chat, sender: str, *, at=NOW + HOUR) -> None:
    with transaction.atomic():
        message(chat, 2, at=at, sender=sender)
        store.note_newest(again(chat), now=NOW + HOUR)


def test_it_is_out_of_the_queue_and_keeps_its_waiting_time(aside):
    chat = aside()

    assert (chat.urgency, chat.queue_at, chat.waiting_since) == (None, None, NOW - 5 * HOUR)


def test_it_comes_back_at_its_time_to_its_old_place(aside):
    chat = aside()

    early, late = queue.put_right(now=NOW + 3 * HOUR - MINUTE), queue.put_right(now=NOW + 3 * HOUR)

    assert (early, late) == ((0, False), (1, False))
    assert place_of(chat) == (None, Chat.Urgency.WAITS, NOW - 5 * HOUR, NOW + 3 * HOUR)
    assert again(chat).version == chat.version + 1


def test_until_somebody_writes_no_time_brings_it_back(aside):
    chat = aside(until=UNTIL_WRITTEN)

    queue.put_right(now=NOW + timedelta(days=900))

    assert again(chat).snoozed_until == UNTIL_WRITTEN


@pytest.mark.parametrize("sender", ["CUSTOMER", "MARKET", "SUPPORT", "A_SENDER_OF_TOMORROW"])
@pytest.mark.parametrize("until", [NOW + 3 * HOUR, UNTIL_WRITTEN])
def test_whoever_writes_brings_it_back(aside, sender, until):
    chat = aside(until=until)

    written(chat, sender)

    assert place_of(chat) == (None, Chat.Urgency.WAITS, NOW - 5 * HOUR, NOW + HOUR)


def test_what_was_written_before_and_not_seen_brings_it_back_too(aside):
    chat = aside()

    written(chat, "CUSTOMER", at=NOW - MINUTE)

    assert again(chat).snoozed_until is None


def test_a_colleagues_answer_ends_it_and_the_chat_stays_away(aside):
    chat = aside()

    written(chat, "PARTNER")

    assert place_of(chat) == (None, None, None, None)


def test_an_answer_from_just_before_is_no_reason(aside):
    chat = aside(status="WAITING_FOR_CUSTOMER")

    written(chat, "PARTNER", at=NOW - MINUTE)

    assert again(chat).snoozed_until == NOW + 3 * HOUR


def test_that_older_messages_are_read_is_no_reason(aside):
    chat = aside()

    message(chat, 9, at=NOW - 90 * HOUR)
    store.note_newest(again(chat), now=NOW)

    assert again(chat).snoozed_until == NOW + 3 * HOUR


def test_what_market_tells_of_before_it_can_be_read_brings_it_back(aside, home):
    chat = aside()

    record(home, answer(status="WAITING_FOR_PARTNER", minutes=2), seconds=180)

    assert place_of(chat)[0] is None


def test_a_finished_chat_is_no_longer_set_aside(aside, home):
    chat = aside()

    record(home, answer(status="FINISHED", minutes=-300), seconds=60)

    assert place_of(chat) == (None, None, None, None)


@pytest.mark.parametrize("at", [NOW + 2 * HOUR, NOW + 9 * HOUR])
def test_a_deadline_that_appears_brings_it_back(aside, at):
    chat = aside()

    queue.place_anew(chat.pk, now=NOW + MINUTE, deadline_at=at, deadline_kind="RETURN")

    assert place_of(chat)[:3] == (None, Chat.Urgency.DEADLINE, at)


def test_a_deadline_that_was_there_lets_it_rest_until_before(aside):
    chat = aside(deadline_at=NOW + 4 * HOUR, deadline_kind="RETURN")

    queue.place_anew(chat.pk, now=NOW + MINUTE, deadline_at=None, deadline_kind="")

    assert (chat.urgency, again(chat).snoozed_until) == (None, NOW + 3 * HOUR)


def test_one_that_waits_for_the_buyer_comes_back_as_a_reminder(aside):
    chat = aside(status="WAITING_FOR_CUSTOMER", sender="PARTNER")

    queue.put_right(now=NOW + 3 * HOUR)
    back = place_of(chat)
    written(chat, "PARTNER", at=NOW + 4 * HOUR)

    assert back == (None, Chat.Urgency.WAITS, NOW + 3 * HOUR, NOW + 3 * HOUR)
    assert place_of(chat) == (None, None, None, None)


def test_a_reminder_waits_from_when_the_buyer_writes(aside, home):
    chat = aside(status="WAITING_FOR_CUSTOMER", sender="PARTNER")
    queue.put_right(now=NOW + 3 * HOUR)

    record(home, answer(status="WAITING_FOR_PARTNER", minutes=200), seconds=12_300)

    assert place_of(chat)[1:3] == (Chat.Urgency.WAITS, NOW + 200 * MINUTE)
