"""Setting a chat aside: until when, what refuses it, and what undoes it."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from chats import database
from chats.models import Chat
from chats.models.sightings import UNTIL_WRITTEN
from chats.services import inbox
from chats.services.conversation import store
from chats.services.inbox import Asked, Refusal
from chats.services.sightings import put_right
from tests.conversation_fixture import message
from tests.desk_fixture import NOW, again

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOSCOW = ZoneInfo("Europe/Moscow")


def offered(now: datetime, **columns) -> dict[str, str]:
    chat = Chat(**columns)
    found = inbox.offered(chat, now=now, zone=MOSCOW)
    return {name: moment.astimezone(MOSCOW).strftime("%a %H:%M") for name, moment in found.items()}


def shown(agent, view: str) -> list[int]:
    return [entry.chat.chat_id for entry in inbox.page_of(agent, Asked(view=view)).entries]


def aside(agent, chat: Chat, until=NOW + HOUR, **how):
    return inbox.snooze(agent, chat, until, **{"seen": {chat.last_message_id}, "now": NOW, **how})


def refused(*args, **how) -> Refusal:
    with pytest.raises(inbox.NotSnoozed) as caught:
        aside(*args, **how)
    return caught.value.why


def test_what_is_offered_is_in_the_agents_own_time():
    monday = datetime(2026, 11, 23, 7, 30, 30, tzinfo=UTC)

    assert offered(monday) == {
        "1h": "Mon 11:31",
        "3h": "Mon 13:31",
        "evening": "Mon 18:00",
        "tomorrow": "Tue 09:00",
        "monday": "Mon 09:00",
    }


@pytest.mark.parametrize(
    ("now", "names"),
    [
        (datetime(2026, 11, 21, 12, tzinfo=UTC), ["1h", "3h", "tomorrow", "monday"]),  # in three hours it is evening
        (datetime(2026, 11, 21, 15, tzinfo=UTC), ["1h", "3h", "tomorrow", "monday"]),  # it is evening
        (datetime(2026, 11, 22, 16, tzinfo=UTC), ["1h", "3h", "tomorrow"]),  # tomorrow is Monday
    ],
)
def test_what_is_past_or_the_same_is_not_offered(now, names):
    assert list(offered(now)) == names


def test_nothing_is_offered_beyond_a_deadline():
    monday = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)

    assert list(offered(monday, deadline_at=monday + 4 * HOUR)) == ["1h", "3h"]


def test_it_leaves_the_queue_for_everybody_and_is_in_a_view_of_its_own(agent, colleague, waiting):
    waiting(1, 9)
    waiting(2, 5)
    waiting(3, 1)
    chats = {chat.chat_id: chat for chat in Chat.objects.all()}

    assert aside(agent, chats[2], UNTIL_WRITTEN) is None
    aside(agent, chats[1])

    assert [shown(who, "waiting") for who in (agent, colleague)] == [[3], [3]]
    assert [shown(who, "snoozed") for who in (agent, colleague)] == [[1, 2], [1, 2]]
    assert inbox.page_of(agent, Asked()).counts["snoozed"] == 2
    assert again(chats[1]).snoozed_by == agent
    assert again(chats[1]).version == 2


def test_the_view_goes_on_from_page_to_page(agent, waiting):
    for number in range(1, 61):
        aside(agent, waiting(number), UNTIL_WRITTEN if number % 2 else NOW + number * HOUR)

    first = inbox.page_of(agent, Asked(view="snoozed"))
    rest = inbox.page_of(agent, Asked(view="snoozed"), after=first.after)

    numbers = [entry.chat.chat_id for page in (first, rest) for entry in page.entries]
    assert numbers == [*range(2, 61, 2), *range(1, 61, 2)]
    assert len(first.entries) == 50


def test_another_time_replaces_the_first_which_is_told(agent, colleague, waiting):
    chat = waiting(1)
    aside(agent, chat)

    assert aside(colleague, chat, NOW + DAY) == NOW + HOUR
    assert (again(chat).snoozed_until, again(chat).snoozed_by) == (NOW + DAY, colleague)


@pytest.mark.parametrize(
    ("until", "why"),
    [
        (NOW, Refusal.PAST),
        (NOW - DAY, Refusal.PAST),
        (NOW + 90 * DAY + HOUR, Refusal.TOO_FAR),
        (NOW + 5 * HOUR, Refusal.DEADLINE),
        (UNTIL_WRITTEN, Refusal.DEADLINE),
    ],
)
def test_a_time_that_cannot_be_is_refused(agent, waiting, until, why):
    chat = waiting(1, deadline_at=NOW + 5 * HOUR, deadline_kind="RETURN")

    assert refused(agent, chat, until) is why
    assert again(chat).version == 1


def test_ninety_days_are_not_too_far(agent, waiting):
    aside(agent, waiting(1), NOW + 90 * DAY)


def test_a_finished_chat_is_refused(agent, waiting):
    assert refused(agent, waiting(1, status="FINISHED")) is Refusal.FINISHED


@pytest.mark.parametrize(("sender", "is_refused"), [("CUSTOMER", True), ("MARKET", True), ("PARTNER", False)])
def test_what_the_agent_has_not_seen_refuses_it_but_for_what_the_shop_wrote(agent, waiting, sender, is_refused):
    chat = waiting(1)
    Chat.objects.filter(pk=chat.pk).update(last_message_id=6, last_sender=sender)

    if is_refused:
        assert refused(agent, chat, seen={5, None}) is Refusal.WRITTEN
    else:
        aside(agent, chat, seen={5, None})


def test_brought_back_by_hand_it_is_as_if_nothing_had_been(agent, waiting):
    chat = waiting(1, 5)
    aside(agent, chat)

    assert inbox.bring_back(chat, now=NOW)
    assert not inbox.bring_back(chat, now=NOW)

    row = again(chat)
    assert (row.queue_at, row.returned_at) == (NOW - 5 * HOUR, None)


def test_a_reminder_leaves_the_queue_when_it_has_been_seen_to(agent, waiting):
    chat = waiting(1, status="WAITING_FOR_CUSTOMER")
    aside(agent, chat)
    put_right(now=NOW + HOUR)
    before = shown(agent, "waiting")

    assert inbox.done(chat, now=NOW + HOUR)

    assert (before, shown(agent, "waiting")) == ([1], [])


def test_one_that_comes_back_is_told_like_one_that_begins_to_wait(agent, colleague, waiting):
    old, other = waiting(1, 9), waiting(2, 9, assignee=colleague)
    waiting(3, 0.5)
    for chat in (old, other):
        aside(agent, chat)
    put_right(now=NOW + HOUR)

    told = inbox.began_to_wait(agent, now=NOW + HOUR)

    assert [chat.chat_id for chat in told] == [1, 3]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
def test_a_message_of_the_same_moment_wins(agent, waiting, round_):
    chat = waiting(1)
    together = threading.Barrier(2)

    def write() -> None:
        together.wait()
        with transaction.atomic():
            database.lock(Chat.objects.filter(pk=chat.pk)).get()
            message(chat, 5, at=NOW)
            store.note_newest(chat, now=NOW)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    together.wait()
    try:
        aside(agent, chat, seen={None})
    except inbox.NotSnoozed as stopped:
        assert stopped.why is Refusal.WRITTEN
    writer.join()

    assert again(chat).snoozed_until is None
    assert shown(agent, "waiting") == [1]
