"""Chats in doubt: how they are asked for, when Market's answer leaves the question open."""

from datetime import timedelta

import pytest

from chats.market.limits import GET_CHAT, GET_CHATS
from chats.models import Chat, Sync
from chats.services.sweep.passes import Part
from tests.desk_fixture import NOW
from tests.services.sweep.conftest import HOME_ID, status_of, turn_of

ORDER = 54800900900


@pytest.fixture
def crowded(swept, market, known_chat) -> Chat:
    """A chat in doubt that has ended at Market, about an order with so many newer chats that they fill a page."""
    market.set_list(order="updated")
    ended = {"order_id": ORDER, "status": "FINISHED", "updated_at": NOW - timedelta(hours=1)}
    chat_id = market.add_chat(HOME_ID, **ended).chat_id
    for minutes in range(20):
        market.add_chat(HOME_ID, order_id=ORDER, updated_at=NOW - timedelta(minutes=minutes))
    known = {"order_id": ORDER, "updated_at": NOW - timedelta(hours=1), "seen_at": NOW - timedelta(hours=1)}
    return known_chat(swept, chat_id, **known, doubtful_since=NOW)


def calls(market) -> list[str]:
    return [call.operation for call in market.calls]


def test_absence_is_not_concluded_from_a_page_that_others_follow(crowded, swept, market):
    turn_of(swept, Part.DOUBTFUL)

    chat = Chat.objects.get(pk=crowded.pk)
    assert (chat.doubtful_since, chat.problem_kind) == (NOW, "")
    assert Sync.objects.get(part=Part.DOUBTFUL).due_at == NOW + timedelta(seconds=10)


def test_a_chat_that_a_page_leaves_in_doubt_is_asked_for_by_its_id(crowded, swept, market):
    turn_of(swept, Part.DOUBTFUL)
    sync = turn_of(swept, Part.DOUBTFUL, now=NOW + timedelta(seconds=10))

    assert calls(market) == [GET_CHATS, GET_CHAT]
    assert status_of(swept, crowded.chat_id) == "FINISHED"
    assert (sync.due_at, sync.pages) == (None, 0)


def test_those_that_a_page_shows_are_settled_though_others_follow(crowded, swept, market, known_chat):
    shown = market.add_chat(HOME_ID, order_id=ORDER, status="FINISHED", updated_at=NOW)
    later = {"order_id": ORDER, "updated_at": NOW - timedelta(hours=1), "seen_at": NOW - timedelta(hours=1)}
    known_chat(swept, shown.chat_id, **later, doubtful_since=NOW)

    sync = turn_of(swept, Part.DOUBTFUL)

    assert status_of(swept, shown.chat_id) == "FINISHED"
    assert list(Chat.objects.filter(doubtful_since__isnull=False)) == [crowded]
    assert (sync.due_at, sync.pages) == (NOW, 0)
