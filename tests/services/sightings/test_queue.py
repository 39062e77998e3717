"""Who waits for the shop, since when, and in which order."""

from datetime import timedelta

import pytest

from chats.models import Chat
from chats.services.sightings import merge_page, queue
from tests.conversation_fixture import message
from tests.desk_fixture import NOW, again
from tests.services.sightings.test_merge import answer, record

HOUR = timedelta(hours=1)


def placed(home, known_chat, number, **details) -> Chat:
    chat = known_chat(home, number, **details)
    queue.place_anew(chat.pk, now=NOW)
    return again(chat)


def wrote(chat: Chat, sender: str, *, at) -> None:
    """As `conversation.store` notes it."""
    number = chat.messages.count() + 1
    message(chat, number, at=at, sender=sender)
    Chat.objects.filter(pk=chat.pk).update(message_at=at, last_sender=sender, last_message_id=number)


@pytest.mark.parametrize(
    ("status", "waits"),
    [
        ("NEW", True),
        ("WAITING_FOR_PARTNER", True),
        ("WAITING_FOR_CUSTOMER", False),
        ("WAITING_FOR_ARBITER", False),
        ("WAITING_FOR_MARKET", False),
        ("FINISHED", False),
        ("SOMETHING_NEW", False),
    ],
)
def test_a_chat_waits_for_the_shop_when_its_status_says_so(home, known_chat, status, waits):
    chat = placed(home, known_chat, 1, status=status)

    assert (chat.waiting_since, chat.urgency) == ((NOW, Chat.Urgency.WAITS) if waits else (None, None))


def test_deadlines_come_first_then_disputes_then_who_has_waited_longest(home, known_chat):
    late = {"deadline_at": NOW + 30 * HOUR, "deadline_kind": "RETURN"}
    soon = {"deadline_at": NOW + HOUR, "deadline_kind": "KEY", "status": "WAITING_FOR_CUSTOMER"}
    placed(home, known_chat, 1, updated_at=NOW - HOUR)
    placed(home, known_chat, 2, updated_at=NOW - 5 * HOUR)
    placed(home, known_chat, 3, type="ARBITRAGE", updated_at=NOW)
    placed(home, known_chat, 4, **late)
    placed(home, known_chat, 5, **soon)

    waiting = Chat.objects.filter(queue_at__isnull=False).order_by("urgency", "queue_at")
    assert [chat.chat_id for chat in waiting] == [5, 4, 3, 2, 1]


def test_a_finished_chat_waits_for_nothing_whatever_its_deadline(home, known_chat):
    chat = placed(home, known_chat, 1, status="FINISHED", type="ARBITRAGE", deadline_at=NOW + HOUR)

    assert (chat.urgency, chat.queue_at, chat.disputed_at) == (None, None, None)


def test_a_second_message_of_the_buyer_does_not_cost_the_chat_its_place(home):
    record(home, answer(status="WAITING_FOR_PARTNER"))

    row = record(home, answer(status="WAITING_FOR_PARTNER", minutes=9), seconds=600)

    assert (row.waiting_since, row.queue_at) == (NOW, NOW)


def test_the_clock_starts_at_the_first_message_after_the_shops_last_one(home):
    chat = record(home, answer(status="WAITING_FOR_CUSTOMER"))
    for minutes, sender in [(-60, "CUSTOMER"), (-50, "PARTNER"), (-40, "CUSTOMER"), (-10, "CUSTOMER")]:
        wrote(chat, sender, at=NOW + timedelta(minutes=minutes))

    row = record(home, answer(status="WAITING_FOR_PARTNER", minutes=1), seconds=60)

    assert row.waiting_since == NOW - timedelta(minutes=40)


def test_a_chat_that_the_shop_has_answered_waits_no_more_before_market_says_so(home):
    chat = record(home, answer(status="WAITING_FOR_PARTNER"))
    wrote(chat, "PARTNER", at=NOW + timedelta(minutes=2))

    queue.place_anew(chat.pk, now=NOW + timedelta(minutes=3))
    row = record(home, answer(status="WAITING_FOR_PARTNER"), seconds=200)

    assert (again(chat).urgency, row.urgency) == (None, None)


def test_market_is_believed_when_it_knows_the_answer_and_still_says_that_the_chat_waits(home):
    chat = record(home, answer(status="WAITING_FOR_PARTNER"))
    wrote(chat, "PARTNER", at=NOW + timedelta(minutes=2))

    row = record(home, answer(status="WAITING_FOR_PARTNER", minutes=2), seconds=180)

    assert row.waiting_since == NOW + timedelta(minutes=2)


def test_market_is_believed_when_it_has_said_so_for_five_minutes(home):
    chat = record(home, answer(status="WAITING_FOR_PARTNER"))
    wrote(chat, "PARTNER", at=NOW + timedelta(minutes=2))
    queue.place_anew(chat.pk, now=NOW + timedelta(minutes=3))

    early = queue.put_right(now=NOW + timedelta(minutes=6))
    late = queue.put_right(now=NOW + timedelta(minutes=7))

    assert (early, late) == ((0, False), (1, False))
    assert again(chat).waiting_since == NOW + timedelta(minutes=2)


def test_a_deadline_that_has_passed_keeps_its_chat_in_front_of_those_that_run_out(home, known_chat):
    passed = placed(home, known_chat, 1, deadline_at=NOW + HOUR, deadline_kind="RETURN")
    runs = placed(home, known_chat, 2, deadline_at=NOW + 5 * HOUR, deadline_kind="RETURN")

    moved = queue.put_right(now=NOW + 2 * HOUR)
    seen = record(home, answer(1, status="WAITING_FOR_CUSTOMER", minutes=150), seconds=9_000)

    assert moved == (0, False)
    assert (seen.urgency, seen.queue_at) == (Chat.Urgency.DEADLINE, passed.deadline_at)
    assert list(Chat.objects.order_by("urgency", "queue_at")) == [passed, runs]


def test_a_deadline_that_passed_a_week_ago_gives_the_place_back(home, known_chat):
    chat = placed(home, known_chat, 1, deadline_at=NOW + HOUR, deadline_kind="RETURN")
    before = again(chat)

    queue.put_right(now=NOW + HOUR + queue.OVERDUE)

    row = again(chat)
    assert before.urgency == Chat.Urgency.DEADLINE
    assert (row.urgency, row.queue_at, row.version) == (Chat.Urgency.WAITS, NOW, before.version + 1)


def test_a_place_that_is_right_is_not_written_again(home, known_chat):
    chat = placed(home, known_chat, 1)

    changed = queue.place_anew(chat.pk, now=NOW + HOUR)

    assert (changed, again(chat).version) == (False, chat.version)


def test_a_page_of_the_list_places_new_chats(home):
    merge_page(home, [answer(status="NEW"), answer(8, status="FINISHED")], seen_at=NOW)

    assert list(Chat.objects.order_by("chat_id").values_list("urgency", "queue_at")) == [(2, NOW), (None, None)]
