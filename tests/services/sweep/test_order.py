"""What the order of Market's list proves, and what follows when it turns out otherwise."""

from datetime import timedelta

import pytest

from chats.models import Chat, Mirror, Sync
from chats.services import jobs, sweep
from chats.services.sweep import ends
from chats.services.sweep.passes import Part
from tests.desk_fixture import NOW
from tests.services.sweep.conftest import HOME_ID, turn_of, whole_pass


@pytest.fixture
def proved(swept, market):
    """A seller of whose list three passes in a row have shown the newest messages first."""
    market.set_list(order="updated")
    for number in range(3):
        whole_pass(swept, Part.ALL, now=NOW + timedelta(minutes=number))
    return swept


def due_at(part: str):
    return Sync.objects.get(part=part).due_at


def test_three_passes_that_show_the_newest_messages_first_prove_the_order(proved):
    assert ends.has_head(proved)
    assert due_at(Part.HEAD) == NOW + timedelta(minutes=2)


def test_one_page_proves_nothing(swept, market):
    for number in range(4):
        whole_pass(swept, Part.HEAD, now=NOW + timedelta(minutes=number))

    assert not ends.has_head(swept)


@pytest.mark.parametrize("order", ["created", "none"])
def test_a_list_in_another_order_proves_nothing(swept, market, order):
    market.set_list(order=order)
    for number in range(4):
        whole_pass(swept, Part.ALL, now=NOW + timedelta(minutes=number))

    assert not ends.has_head(swept)
    assert due_at(Part.HEAD) is None


def test_the_head_is_read_until_a_page_tells_nothing_new(proved, market):
    later = NOW + timedelta(minutes=3)
    market.clock = lambda: later
    chat = Chat.objects.exclude(status="FINISHED").first()
    market.say(HOME_ID, chat.chat_id, "Где посылка?")

    first = turn_of(proved, Part.HEAD, now=later)
    second = turn_of(proved, Part.HEAD, now=later + timedelta(seconds=1))

    assert (first.pages, second.pages, second.finished_pages) == (1, 0, 2)
    assert Chat.objects.get(pk=chat.pk).updated_at > chat.updated_at
    assert second.due_at == later + timedelta(seconds=5)


def test_while_the_head_is_enough_nothing_asks_for_the_waiting_chats(proved, market):
    sync = whole_pass(proved, Part.WAITING, now=NOW + timedelta(minutes=3))

    assert sync.due_at is None


def test_one_pass_in_another_order_ends_that_for_a_day(proved, market):
    whole_pass(proved, Part.WAITING, now=NOW + timedelta(minutes=3))
    market.set_list(order="created")
    later = NOW + timedelta(minutes=4)

    whole_pass(proved, Part.OPEN, now=later)

    assert not ends.has_head(proved)
    assert (due_at(Part.HEAD), due_at(Part.WAITING)) == (None, later)
    market.set_list(order="updated")
    for minutes in range(5, 9):
        whole_pass(proved, Part.ALL, now=NOW + timedelta(minutes=minutes))
    assert Mirror.objects.get().sorted_passes == 0
    for days in range(2, 5):
        whole_pass(proved, Part.ALL, now=NOW + timedelta(days=days))
    assert ends.has_head(proved)


@pytest.mark.parametrize("order", ["updated", "created", "none"])
@pytest.mark.parametrize("paging", ["offset", "key"])
def test_nothing_stays_unseen_in_whatever_order_and_paging(swept, market, order, paging):
    """While one is reading, chats move between the pages; what one pass misses the next one sees."""
    market.set_list(order=order, paging=paging)
    turn_of(swept, Part.ALL)
    for number, chat_id in enumerate(list(market.truth(HOME_ID))[:12]):
        market.clock = lambda number=number: NOW + timedelta(seconds=number + 1)
        market.say(HOME_ID, chat_id, f"Вопрос {number}")
        turn_of(swept, Part.ALL, now=NOW + timedelta(seconds=number + 1))

    whole_pass(swept, Part.ALL, now=NOW + timedelta(minutes=1))
    whole_pass(swept, Part.ALL, now=NOW + timedelta(minutes=2))

    truth = market.truth(HOME_ID)
    known = dict(Chat.objects.values_list("chat_id", "updated_at"))
    assert known == {chat_id: chat.updated_at for chat_id, chat in truth.items()}


def test_a_head_that_is_being_read_when_the_order_turns_out_otherwise_is_not_read_again(proved, market):
    [under_way] = jobs.claim(Sync.objects.filter(part=Part.HEAD), 1, now=NOW + timedelta(minutes=3))
    Mirror.objects.update(sorted_passes=0)
    Sync.objects.filter(part=Part.HEAD).update(due_at=None)

    sweep.turn(under_way, now=NOW + timedelta(minutes=3))

    assert due_at(Part.HEAD) is None
