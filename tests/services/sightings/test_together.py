"""One call of getChats keeps many open chats fresh."""

from datetime import timedelta

import pytest

from chats.market.types import ContextType
from chats.models import Chat, History, Quota
from chats.sandbox.content.chats import HOME_ROWS
from chats.services.sightings import refresh
from tests.desk_fixture import NOW, again

OLD = NOW - timedelta(days=300)
LATER = NOW + timedelta(seconds=31)


@pytest.fixture
def open_chats(home, market, known_chat):
    """Makes so many chats of Market's known and open here, due now."""

    def make(count: int, **details) -> list[Chat]:
        listed = [one for one in HOME_ROWS if one.context.type != ContextType.DIRECT]
        unfinished = [one for one in listed if one.status != "FINISHED"][:count]
        chats = []
        for one in unfinished:
            about = {"context_type": one.context.type, "order_id": one.context.order_id}
            about["return_id"] = one.context.return_id
            chats.append(known_chat(home, one.chat_id, **{**about, "updated_at": OLD, "status": "NEW", **details}))
            History.objects.create(chat=chats[-1], look_at=LATER, complete_upto=OLD)
        return chats

    return make


def calls(market, operation: str) -> int:
    return sum(call.operation == operation for call in market.calls)


def test_f14_one_list_refreshes_all_open_chats_that_are_due(open_chats, market):
    chats = open_chats(8)

    for chat in chats:
        refresh.refresh_chat_if_due(again(chat), now=LATER)

    assert (calls(market, "getChats"), calls(market, "getChat")) == (1, 0)
    assert {chat.seen_at for chat in Chat.objects.all()} == {LATER}
    assert {chat.due_at for chat in Chat.objects.all()} == {LATER + timedelta(seconds=30)}


def test_f14_a_chat_that_nobody_has_open_is_not_taken_along(open_chats, market):
    first, second, third = open_chats(3)
    History.objects.filter(chat=third).update(look_at=NOW - timedelta(minutes=1))

    refresh.refresh_chat_if_due(again(first), now=LATER)

    assert [again(one).seen_at == LATER for one in (first, second, third)] == [True, True, False]


def test_f14_a_chat_that_the_list_does_not_show_is_asked_for_by_itself(open_chats, market):
    first, second, third = open_chats(3)
    Chat.objects.filter(pk=first.pk).update(order_id=1, return_id=1)
    Chat.objects.filter(pk=third.pk).update(order_id=2, return_id=2)

    refresh.refresh_chat_if_due(again(first), now=LATER)

    assert (calls(market, "getChats"), calls(market, "getChat")) == (1, 1)
    assert [again(one).seen_at == LATER for one in (first, second, third)] == [True, True, False]
    assert again(third).due_at == LATER, "its own page asks for it"


@pytest.mark.parametrize(("fault", "kind"), [("500", "broken"), ("401", "dead_key")])
def test_f14_what_stops_the_list_is_noted_at_each_chat(open_chats, market, fault, kind):
    chats = open_chats(3)
    market.fail(fault)

    refresh.refresh_chat_if_due(again(chats[0]), now=LATER)

    assert [again(one).problem_kind for one in chats] == [kind] * 3
    assert len(market.calls) == 1


def test_f14_without_calls_of_the_list_each_chat_is_asked_for_by_itself(open_chats, home, market):
    chats = open_chats(2)
    window = {"allowance": 5000, "remaining": 900, "renews_at": NOW + timedelta(minutes=30)}
    Quota.objects.create(seller=home, operation="getChats", **window)

    for chat in chats:
        refresh.refresh_chat_if_due(again(chat), now=LATER)

    assert (calls(market, "getChats"), calls(market, "getChat")) == (0, 2)
    assert not Chat.objects.exclude(problem_kind="")


def test_f14_a_list_of_another_seller_is_never_asked(open_chats, tech, known_chat, market):
    chats = open_chats(2)
    other = known_chat(tech, 1)
    History.objects.create(chat=other, look_at=LATER, complete_upto=NOW)

    refresh.refresh_chat_if_due(again(chats[0]), now=LATER)

    assert again(other).seen_at == NOW
