"""F14 and F15: an open page and its two sources, the chat and its messages."""

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
    newest = page.cssselect(".msg time")[-1].get("datetime")
    assert newest in {one.get("datetime") for one in page.cssselect("#chat-about time")}
    assert page.cssselect(".list .row[aria-current] time")[0].get("datetime") == newest
    assert page.cssselect("#freshness")[0].get("data-stale") is not None


def test_f15_with_the_calls_for_messages_used_up_the_status_stays_fresh(signed_in, chat, market, page_of):
    market.fail("420_hourly", operation="getChatHistory")
    poll(signed_in, chat, last="1")
    Chat.objects.update(seen_at=timezone.now())

    page = page_of(signed_in.get(ADDRESS))

    assert "status is fresh" in page.cssselect("#freshness span")[0].text_content()
    assert page.cssselect(".tail-problem[data-problem=hourly_limit]")
    assert not page.cssselect("#chat-notice .notice")
