"""Chats in doubt: how they are asked for, when Market's answer leaves the question open."""

import sys
from collections.abc import Iterable
from datetime import timedelta

import msgspec
import pytest

from chats.market.limits import GET_CHAT, GET_CHATS
from chats.models import Chat, Mirror, Sync
from chats.services.sweep.passes import Part, absent
from chats.services.sweep.turn import page_of
from tests.desk_fixture import NOW
from tests.services.sweep.conftest import HOME_ID, status_of, turn_of, whole_pass

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


@pytest.fixture
def omitted(swept, market, monkeypatch) -> Chat:
    """A chat that waits for the shop, but not in Market's list of those that wait."""
    direct = {"context_type": "DIRECT", "status": "WAITING_FOR_PARTNER", "updated_at": NOW}
    chat_id = market.add_chat(HOME_ID, **direct).chat_id
    whole_pass(swept, Part.WAITING)
    chat = Chat.objects.get(chat_id=chat_id)
    monkeypatch.setattr(sys.modules[page_of.__module__], "page_of", page_without(chat.chat_id))
    return chat


def page_without(chat_id: int):
    def ask(*args, **options):
        page = page_of(*args, **options)
        return msgspec.structs.replace(page, chats=tuple(one for one in page.chats if one.chat_id != chat_id))

    return ask


def asked_at(seller, market, part: str, seconds: Iterable[int]) -> list[int]:
    """At which of the passes, which begin so many seconds after NOW, the chat in doubt was asked for by its id."""
    asked = []
    for second in seconds:
        before = calls(market).count(GET_CHAT)
        now = NOW + timedelta(seconds=second)
        whole_pass(seller, part, now=now)
        if Sync.objects.get(part=Part.DOUBTFUL).due_at == now:
            turn_of(seller, Part.DOUBTFUL, now=now)
        asked += [second] * (calls(market).count(GET_CHAT) - before)
    return asked


def test_a_chat_that_the_list_keeps_omitting_is_asked_for_less_and_less(omitted, swept, market):
    every_20_seconds = range(20, 1301, 20)

    assert asked_at(swept, market, Part.WAITING, every_20_seconds) == [20, 60, 140, 300, 620, 1260]


def test_the_pauses_grow_up_to_six_hours(omitted, swept):
    Chat.objects.filter(pk=omitted.pk).update(absences=30)
    six_hours = NOW + timedelta(hours=6)

    late, still = (
        [pk for pk in absent(swept, Part.WAITING, began_at=now, now=now) if pk == omitted.pk]
        for now in (six_hours, six_hours - timedelta(seconds=1))
    )

    assert (late, still) == ([omitted.pk], [])


@pytest.mark.parametrize("change", ["status", "updated_at"])
def test_what_changes_about_an_omitted_chat_ends_its_pauses(omitted, swept, market, change):
    Chat.objects.filter(pk=omitted.pk).update(absences=5, doubtful_since=NOW)
    changes = {"status": "NEW", "updated_at": omitted.updated_at}
    if change == "updated_at":
        changes = {"updated_at": NOW + timedelta(seconds=1)}
    market.set_chat(HOME_ID, omitted.chat_id, **changes)

    turn_of(swept, Part.DOUBTFUL, now=NOW + timedelta(seconds=20))

    assert Chat.objects.get(pk=omitted.pk).absences == 0


@pytest.mark.parametrize(
    ("part", "head", "absences"),
    [(Part.WAITING, 0, 0), (Part.OPEN, 0, 5), (Part.OPEN, 3, 0), (Part.ALL, 3, 5)],
)
def test_the_list_that_omitted_a_chat_ends_its_pauses_by_showing_it(swept, market, part, head, absences):
    """Others do not: the list of open chats shows every ten minutes what that of the waiting ones may omit."""
    whole_pass(swept, Part.WAITING)
    Chat.objects.update(absences=5)
    Mirror.objects.update(sorted_passes=head)

    whole_pass(swept, part, now=NOW + timedelta(seconds=20))

    assert set(Chat.objects.filter(status="WAITING_FOR_PARTNER").values_list("absences", flat=True)) == {absences}


@pytest.mark.parametrize("context_type", ["ORDER", "DIRECT"])
@pytest.mark.parametrize(("ahead", "still", "due_in"), [(3600, 0, None), (30, 1, 10)])
def test_m7_a_doubt_by_a_clock_that_was_set_back_is_not_asked_about_without_a_pause(
    swept, market, known_chat, context_type, ahead, still, due_in
):
    """A little ahead it may have come after the question, by a process whose clock is another one."""
    about = {"order_id": ORDER} if context_type == "ORDER" else {"order_id": None}
    chat_id = market.add_chat(HOME_ID, context_type=context_type, **about).chat_id
    doubtful = {"doubtful_since": NOW + timedelta(seconds=ahead), "context_type": context_type, **about}
    known_chat(swept, chat_id, **doubtful)

    sync = turn_of(swept, Part.DOUBTFUL)

    assert Chat.objects.filter(doubtful_since__isnull=False).count() == still
    assert sync.due_at == (NOW + timedelta(seconds=due_in) if due_in else None)
