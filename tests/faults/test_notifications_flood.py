"""A flood of hints, forged or not: what it may cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat, History, Quota, WebhookEvent
from chats.services import sightings
from chats.services.notifications import share
from tests.conversation_fixture import as_read
from tests.notification_fixture import message_sent, outcomes, work_off

pytestmark = pytest.mark.django_db
NOWHERE, DIRECT = 999_999, "DIRECT"


@pytest.fixture
def small_share(monkeypatch) -> float:
    monkeypatch.setattr(share, "SHARE", 0.005)  # 5 of 1 000 getChat, 50 of 10 000 getChatHistory
    return share.SHARE


def test_n6_a_flood_of_unknown_chats_stays_within_its_share_and_leaves_peoples_calls_alone(
    announce, called, home, market, small_share
):
    for number in range(40):
        announce(message_sent(number + 1, 500_000 + number))
    work_off()

    assert called.counted == {"getChat": 5}
    assert outcomes() == {"ABSENT": 5, "": 35}
    assert isinstance(sightings.fetch_chat(home, 310001, now=timezone.now()), Chat)  # Lane.AGENT

    # Later in the hour nothing is left to spend, and after it the hints are too old to be worth a call.
    called.from_here()
    for minutes in (16, 32, 48, 59, 76, 90):
        work_off("events", now=timezone.now() + timedelta(minutes=minutes))
    assert not called.counted
    assert outcomes() == {"ABSENT": 5, "LEFT": 35}


def test_n6_so_does_one_of_known_chats_and_the_share_is_there_again_after_an_hour(
    announce, home, market, known_chat, small_share
):
    chats = [known_chat(home, 400_000 + number, order_id=number + 1) for number in range(60)]
    for number, chat in enumerate(chats):
        as_read(chat)
        announce(message_sent(number + 1, chat.chat_id))
    work_off("events")

    assert History.objects.filter(due_at__isnull=False).count() == 50
    assert outcomes() == {"HEEDED": 50, "": 10}

    WebhookEvent.objects.filter(outcome="HEEDED").update(allowed_at=timezone.now() - timedelta(minutes=61))
    work_off("events", now=timezone.now() + timedelta(minutes=16))
    assert History.objects.filter(due_at__isnull=False).count() == 60


def test_n6_a_chat_without_an_order_has_a_smaller_share_because_its_status_takes_a_call_of_its_own(
    announce, home, known_chat, small_share
):
    for number in range(20):
        chat = known_chat(home, 400_000 + number, context_type=DIRECT, order_id=None, campaign_id=None)
        as_read(chat)
        announce(message_sent(number + 1, chat.chat_id))
    work_off("events")

    assert Chat.objects.filter(doubtful_since__isnull=False).count() == 5


def test_n6_what_another_seller_is_hinted_at_counts_for_that_one_alone(announce, home, tech, known_chat, small_share):
    now = timezone.now()
    spent = {"operation": "getChat", "allowed_at": now, "calls": 5, "kind": "CHAT_CREATED", "received_at": now}
    WebhookEvent.objects.create(seller=tech, key="theirs", body="", done_at=now, **spent)

    assert share.is_used_up(tech.pk, ("getChat",), now=now)
    assert not share.is_used_up(home.pk, ("getChat",), now=now)
    assert not share.is_used_up(tech.pk, ("getChatHistory",), now=now)


def test_n6_a_refusal_of_the_desk_itself_costs_nothing(announce, called, home, market):
    Quota.objects.create(
        seller=home, operation="getChat", allowance=1000, remaining=300, renews_at=timezone.now() + timedelta(hours=1)
    )
    announce(message_sent(1, NOWHERE))

    work_off()

    event = WebhookEvent.objects.get()
    assert (called.counted, event.calls, event.done_at) == ({}, 0, None)
    assert event.due_at == Quota.objects.get().renews_at
