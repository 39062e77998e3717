"""A list whose pages come again and again, by tokens that are never the same twice in a row."""

import sys
from datetime import timedelta

import pytest

from chats.market.types import Chat as MarketChat
from chats.market.types import ChatContext, ChatsPage
from chats.models import Chat, Mirror, Sync
from chats.services import sweep
from chats.services.sweep.passes import Part
from chats.services.sweep.turn import page_of
from tests.desk_fixture import NOW
from tests.services.sweep.conftest import turn_of, whole_pass

LATER = NOW + timedelta(hours=1)


def page(numbers: range, token: str) -> ChatsPage:
    times = {"created_at": NOW, "updated_at": NOW}
    about = ChatContext(type="DIRECT")
    chats = tuple(MarketChat(chat_id=n, context=about, type="CHAT", status="NEW", **times) for n in numbers)
    return ChatsPage(chats=chats, next_page_token=token)


@pytest.fixture
def list_of(monkeypatch):
    """Has Market answer with `pages(how many of them the pass has read before)`."""

    def answer(pages) -> None:
        monkeypatch.setattr(sys.modules[page_of.__module__], "page_of", lambda sync, *_, **__: pages(sync.pages))

    return answer


@pytest.fixture
def circling(swept, list_of):
    list_of(lambda read: page(range(1, 21), "a") if read % 2 == 0 else page(range(21, 41), "b"))
    return swept


def pages_of_a_pass(seller, part: str, *, most: int = 40) -> int:
    for turns in range(1, most + 1):
        if not turn_of(seller, part, now=LATER).pages:
            return turns
    raise AssertionError(f"The pass has not ended after {most} pages.")


def test_a_pass_in_circles_ends_and_begins_again_later(circling):
    assert pages_of_a_pass(circling, Part.WAITING) == 16

    sync = Sync.objects.get(part=Part.WAITING)
    assert (sync.page_token, sync.due_at) == ("", LATER + timedelta(minutes=1))
    assert (sync.problem_kind, sync.problem_at, sync.attempts) == ("endless", LATER, 0)


def test_a_pass_over_all_chats_in_circles_keeps_its_usual_interval(circling):
    pages_of_a_pass(circling, Part.ALL)

    assert Sync.objects.get(part=Part.ALL).due_at == LATER + timedelta(hours=6)


def test_a_pass_in_circles_has_shown_nothing_of_what_it_did_not_show(circling, known_chat):
    absent = known_chat(circling, 310001, seen_at=NOW)

    for part in (Part.WAITING, Part.ALL):
        pages_of_a_pass(circling, part)

    assert set(Sync.objects.filter(part__in=(Part.WAITING, Part.ALL)).values_list("finished_at", flat=True)) == {None}
    assert Mirror.objects.get().complete_since is None
    assert Chat.objects.get(pk=absent.pk).doubtful_since is None
    assert Chat.objects.count() == 41


def test_that_a_list_goes_in_circles_is_said_until_a_pass_has_read_it_to_its_end(circling, list_of):
    def said() -> str | None:
        return sweep.progress_of([circling])[circling.pk].problem

    before = said()
    pages_of_a_pass(circling, Part.WAITING)
    stopped = said()
    turn_of(circling, Part.WAITING, now=LATER + timedelta(minutes=1))
    under_way = said()
    list_of(lambda read: page(range(21, 41), ""))
    whole_pass(circling, Part.WAITING, now=LATER + timedelta(minutes=1))

    assert (before, stopped, under_way, said()) == ("", "endless", "endless", "")


def test_a_list_is_not_in_circles_because_it_is_long(swept, list_of):
    list_of(lambda read: page(range(20 * read + 1, 20 * read + 21), f"{read}" if read < 69 else ""))

    assert pages_of_a_pass(swept, Part.ALL, most=80) == 70

    sync = Sync.objects.get(part=Part.ALL)
    assert (sync.finished_chats, sync.problem_kind) == (1400, "")
