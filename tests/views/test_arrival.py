"""F14, F15 and R3: an open page and its two sources, the chat and its messages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat, History
from tests.views.test_conversation import ADDRESS, poll


@pytest.fixture
def chat(signed_in, home, market) -> Chat:
    """Opened and read a while ago, so that both its sources are due."""
    signed_in.get(ADDRESS)
    signed_in.get(ADDRESS, {"v": "0"}, headers={"HX-Request": "true", "HX-Target": "freshness"})
    return due()


def due() -> Chat:
    past = timezone.now() - timedelta(minutes=5)
    Chat.objects.update(seen_at=past, due_at=timezone.now() + timedelta(minutes=1))
    History.objects.update(read_at=past, look_at=past)
    return Chat.objects.get()


def test_f14_a_buyers_message_comes_with_the_next_pulse_and_the_status_right_after(signed_in, chat, market, page_of):
    last = str(chat.messages.latest("created_at").message_id)
    market.say(1001, 310001, "Отмените заказ")

    first = poll(signed_in, chat, last=last)
    second = poll(signed_in, Chat.objects.get(), last=last)

    assert page_of(first).cssselect(".msg-text")[0].text == "Отмените заказ"
    assert "desk:ask" in first["HX-Trigger-After-Settle"], "the page asks for the status at once"
    assert [call.operation for call in market.calls[-2:]] == ["getChatHistory", "getChat"]
    assert page_of(second).cssselect("#chat-status .badge")[0].get("data-status") == "WAITING_FOR_PARTNER"
    assert not second.has_header("HX-Trigger-After-Settle")


def test_b7_a_hidden_tab_does_not_look_for_messages(signed_in, chat, market):
    before = len(market.calls)

    assert poll(signed_in, chat, last="1", away="1").status_code == 204
    assert len(market.calls) == before


def test_f15_with_the_calls_for_chats_used_up_the_page_does_not_contradict_itself(signed_in, chat, market, page_of):
    market.fail("420_hourly", operation="getChat")
    market.say(1001, 310001, "Отмените заказ")
    written = chat.messages.latest("created_at").message_id
    poll(signed_in, chat, last=written)
    poll(signed_in, Chat.objects.get(), last=written)

    page = page_of(signed_in.get(ADDRESS))

    assert "messages are fresh" in page.cssselect("#freshness span")[0].text_content()
    assert "the messages are fresh" in page.cssselect("#chat-notice")[0].text_content()
    assert page.cssselect("#freshness")[0].get("data-stale") is not None


def test_f15_with_the_calls_for_messages_used_up_the_status_stays_fresh(signed_in, chat, market, page_of):
    market.fail("420_hourly", operation="getChatHistory")
    poll(signed_in, chat, last="1")
    Chat.objects.update(seen_at=timezone.now())

    page = page_of(signed_in.get(ADDRESS))

    assert "status is fresh" in page.cssselect("#freshness span")[0].text_content()
    assert page.cssselect(".tail-problem[data-problem=hourly_limit]")
    assert not page.cssselect("#chat-notice .notice")


def lines(page) -> list[str]:
    """What is in the column of messages, in order: the ids of messages, and "?" for what could not be read."""
    return [one.get("id") or "?" for one in page.cssselect("#messages .msg, [data-unreadable]")]


@pytest.fixture
def spoiled(signed_in, home, market) -> list[int]:
    """The ids of three messages, of which the desk has read the first and the last."""
    signed_in.get(ADDRESS)
    first = market.messages(1001, 310001)[-1].message_id
    others = [market.say(1001, 310001, text).message_id for text in ("Второе", "Третье")]
    market.set_readable(1001, 310001, others[0])
    signed_in.get(ADDRESS, {"v": "0"}, headers={"HX-Request": "true", "HX-Target": "freshness"})
    return [first, *others]


def test_r3_a_message_that_cannot_be_read_leaves_a_line_in_its_place(signed_in, spoiled, page_of):
    page = page_of(signed_in.get(ADDRESS))

    assert lines(page) == [f"m{spoiled[0]}", "?", f"m{spoiled[2]}"]
    [line] = page.cssselect("[data-unreadable]")
    assert "One message could not be read" in line.text_content()
    [cabinet] = line.cssselect("a")
    assert cabinet.get("href") == "https://partner.market.yandex.ru/"
    assert "noreferrer" in cabinet.get("rel")


def test_r3_the_newest_message_leaves_its_line_below_and_takes_it_along(signed_in, chat, market, page_of):
    known = chat.messages.latest("created_at").message_id
    spoiled = market.say(1001, 310001, "Первое").message_id
    market.set_readable(1001, 310001, spoiled)

    came = page_of(poll(signed_in, chat, last=known))
    market.say(1001, 310001, "Второе")
    due()
    then = page_of(poll(signed_in, Chat.objects.get(), last=known, tail="x"))

    assert came.cssselect("#tail [data-unreadable]")
    assert not then.cssselect("#tail [data-unreadable]")
    assert lines(then.cssselect("[hx-swap-oob='beforeend:#messages']")[0].getparent())[:1] == ["?"]


def test_r3_refresh_opens_the_page_anew_when_a_message_between_others_became_readable(signed_in, spoiled, market):
    market.set_readable(1001, 310001, spoiled[1], True)

    pressed = signed_in.post(f"{ADDRESS}refresh/", headers={"HX-Request": "true", "HX-Target": "freshness"})

    assert pressed["HX-Refresh"] == "true"
    assert [one.message_id for one in Chat.objects.get().messages.order_by("created_at")] == spoiled
