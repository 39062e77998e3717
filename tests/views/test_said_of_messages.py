"""What a page says of its messages besides them: that there are none, that nothing is newer, why they are old."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat
from tests.conversation_fixture import message

ADDRESS = "/chats/1001/310001/"
IN_PART = {"HX-Request": "true", "HX-Target": "freshness"}


def refreshed(client, page_of, **cursor):
    return page_of(client.post(f"{ADDRESS}refresh/", cursor, headers=IN_PART))


def brief(page) -> list[str]:
    return [one.get("data-brief") for one in page.cssselect("#freshness [data-brief]")]


def test_a_press_right_after_a_look_says_that_nothing_is_newer(signed_in, talk, market, page_of):
    talk(3, seen_at=timezone.now())

    (said,) = brief(refreshed(signed_in, page_of, last=3))

    assert said.startswith("as of ") and said.endswith("nothing newer")
    assert market.calls == []


def test_a_press_that_asked_market_says_the_new_age(signed_in, talk, market, page_of):
    talk(3, updated_at=timezone.now() - timedelta(days=100))  # before the sandbox's own, which then is the newer one

    assert brief(refreshed(signed_in, page_of, last=3)) == []
    assert market.calls


@pytest.mark.parametrize("change", [{"problem_kind": "broken", "problem_at": timezone.now()}, {}])
def test_what_was_stopped_or_came_is_not_called_nothing_newer(signed_in, talk, market, page_of, change):
    talk(3, seen_at=timezone.now(), **change)
    market.fail("500")

    assert brief(refreshed(signed_in, page_of, last=3 if change else 2)) == []


def test_a_page_that_was_only_opened_says_nothing_of_it(signed_in, talk, page_of):
    talk(3, seen_at=timezone.now())

    assert brief(page_of(signed_in.get(ADDRESS))) == []


def test_a_chat_that_was_just_begun_says_who_sees_it_when_and_waits_for_the_first_words(signed_in, talk, page_of):
    talk(0)

    page = page_of(signed_in.get(ADDRESS))

    assert "your first message" in page.cssselect("#tail #no-messages")[0].text_content()
    assert page.cssselect("#reply-text")[0].get("autofocus") is not None


def test_an_old_chat_without_messages_takes_no_focus(signed_in, talk, page_of):
    talk(0, created_at=timezone.now() - timedelta(hours=1))

    page = page_of(signed_in.get(ADDRESS))

    assert page.cssselect("#no-messages")
    assert page.cssselect("#reply-text")[0].get("autofocus") is None


@pytest.mark.parametrize("known", [{"problem_kind": "broken"}, {"read_at": None}])
def test_messages_that_could_not_be_read_are_not_called_none(signed_in, talk, page_of, known):
    chat = talk(0)
    chat.history.__class__.objects.update(problem_at=timezone.now(), **known)

    assert not page_of(signed_in.get(ADDRESS)).cssselect("#no-messages")


def test_the_first_message_takes_these_words_away(signed_in, talk, page_of):
    chat = talk(0)
    before = page_of(signed_in.get(ADDRESS)).cssselect("#tail")[0].get("data-digest")
    message(chat, 1)

    shown = {"v": chat.version, "seen": int(chat.seen_at.timestamp() * 1000), "last": "", "tail": ""}
    page = page_of(signed_in.get(ADDRESS, shown, headers=IN_PART))

    (tail,) = page.cssselect("#tail")
    assert page.cssselect("#m1") and not tail.cssselect("#no-messages")
    assert tail.get("data-digest") != before  # else the page would keep the tail that it has


def test_a_problem_is_one_line_and_the_rest_is_folded(signed_in, talk, page_of):
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    talk(3, problem_kind="broken", problem_at=timezone.now(), problem_trace=trace)

    (notice,) = page_of(signed_in.get(ADDRESS)).cssselect("#chat-notice details[data-problem=broken]")

    assert notice.get("open") is None
    assert trace not in notice.cssselect("summary")[0].text_content()
    assert trace in notice.cssselect(".notice-text")[0].text_content()
    assert Chat.objects.get().problem_trace == trace
