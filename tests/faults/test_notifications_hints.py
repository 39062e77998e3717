"""What becomes of events: hints where to look, which cost little, in whatever order and number they come."""

import random
from datetime import timedelta
from itertools import permutations

import pytest
from django.utils import timezone

from chats.models import Chat, History, Message, Quota, WebhookEvent
from chats.sandbox.content.cabinets import HOME
from chats.sandbox.content.chats import TECH_ROWS
from chats.services import sightings
from chats.services.notifications import hints
from tests.conversation_fixture import as_read
from tests.desk_fixture import again
from tests.notification_fixture import chat_event, message_sent, outcomes, work_off

pytestmark = pytest.mark.django_db
ID = HOME.business_id
OF_TECH, NOWHERE, DIRECT = TECH_ROWS[0].chat_id, 999_999, "DIRECT"


@pytest.fixture
def known(home, called):
    """A chat of the sandbox that the desk has, with its messages."""

    def make(chat_id: int = 310001) -> Chat:
        chat = sightings.fetch_chat(home, chat_id, now=timezone.now())
        assert isinstance(chat, Chat)
        as_read(chat)
        called.from_here()
        return chat

    return make


def test_n2_an_event_delivered_a_hundred_times_costs_one_call(announce, called, known, market):
    known()
    sent = market.buyer_writes(ID, 310001, "Добрый день!")
    body = message_sent(sent.message_id)

    for _ in range(100):
        assert announce(body).status_code == 200
    work_off()

    assert called.counted == {"getChatHistory": 1}
    assert Message.objects.filter(message_id=sent.message_id, text="Добрый день!").exists()
    assert outcomes() == {"HEEDED": 1}


def final_state(market, announce, bodies, *, at_once: bool) -> list[object]:
    for body in bodies:
        announce(body)
        if not at_once:
            work_off()
    work_off()
    chat = Chat.objects.values("chat_id", "type", "status", "updated_at", "message_at", "order_id").get()
    messages = list(Message.objects.order_by("message_id").values_list("message_id", "text"))
    history = History.objects.values("due_at", "complete_upto", "problem_kind").get()
    left = WebhookEvent.objects.filter(done_at=None).count()
    return [chat, messages, history, left]


@pytest.mark.parametrize("at_once", [True, False], ids=["worked off at once", "one by one"])
def test_n3_any_order_of_events_of_an_unknown_chat_ends_in_the_same_state(announce, called, market, at_once):
    chat = market.add_chat(ID, order_id=54810000901)
    first, second = (market.buyer_writes(ID, chat.chat_id) for _ in range(2))
    bodies = [
        chat_event("CHAT_CREATED", chat.chat_id),
        message_sent(first.message_id, chat.chat_id),
        message_sent(second.message_id, chat.chat_id),
        chat_event("CHAT_ARBITRAGE_STARTED", chat.chat_id),
    ]
    market.start_dispute(ID, chat.chat_id)
    truth = market.truth(ID)[chat.chat_id]

    states = []
    for order in permutations(bodies):
        states.append(final_state(market, announce, order, at_once=at_once))
        # getChat once; the history once or, when news came between, twice.
        assert called.counted["getChat"] == 1 and called.counted.total() <= (2 if at_once else 3)
        for model in (WebhookEvent, Chat, Quota):
            model.objects.all().delete()
        called.from_here()

    assert len(states) == 24 and all(state == states[0] for state in states)
    assert (states[0][0]["status"], states[0][0]["updated_at"]) == (truth.status, truth.updated_at)
    assert [message_id for message_id, _ in states[0][1]] == list(truth.message_ids)
    assert states[0][3] == 0


@pytest.mark.parametrize("chat_id", [OF_TECH, NOWHERE])
@pytest.mark.parametrize("kind", ["CHAT_CREATED", "CHAT_ARBITRAGE_FINISHED"])
def test_n5_a_chat_of_another_business_or_of_none_costs_one_call_and_is_nowhere(
    announce, called, market, tech, chat_id, kind
):
    announce(chat_event(kind, chat_id))
    announce(message_sent(1, chat_id))
    announce(chat_event("CHAT_CREATED", chat_id, businessId=tech.business_id))
    work_off()
    turns_later = work_off(now=timezone.now() + timedelta(minutes=59))

    assert called.counted == {"getChat": 2}  # one for each of the two events that were taken
    assert turns_later == 0
    assert not Chat.objects.exists() and not Message.objects.exists()
    assert outcomes() == {"ABSENT": 2}


def test_n5_a_message_that_does_not_exist_costs_one_call_and_shows_nothing(announce, called, known, market):
    known()
    market.set_messages(ID, 310001, 3)
    before = {one.message_id for one in market.messages(ID, 310001)}

    announce(message_sent(42, sentAt="2030-01-01T00:00:00Z"))
    work_off()

    assert called.counted["getChatHistory"] == 1 and called.counted.total() == 1
    assert set(Message.objects.values_list("message_id", flat=True)) == before


def test_n10_an_event_that_always_fails_is_set_aside_and_others_flow(announce, known, market, monkeypatch, caplog):
    known()
    sent = market.buyer_writes(ID, 310001)
    heed = hints.heed_chat

    def poisoned(event, chat, *, now):
        if event.message_id == 13:
            raise KeyError("a buyer's word")
        heed(event, chat, now=now)

    monkeypatch.setattr(hints, "heed_chat", poisoned)
    announce(message_sent(13))
    announce(message_sent(sent.message_id))

    now = timezone.now()
    for _ in range(10):
        work_off("events", now=now)
        now += timedelta(minutes=16)

    poison, good = WebhookEvent.objects.order_by("pk")
    assert (poison.due_at, poison.done_at, bool(poison.problem_kind), poison.attempts) == (None, None, True, 5)
    assert good.outcome == "HEEDED"
    assert "a buyer's word" not in caplog.text


def test_n11_after_an_hour_of_silence_five_hundred_events_cost_nothing_that_the_sweep_has_found(
    announce, called, home, market, known_chat
):
    bodies = []
    for number in range(50):
        chat = known_chat(home, 400_000 + number)
        as_read(chat)
        for message_id in range(number * 10 + 1, number * 10 + 11):
            Message.objects.create(chat=chat, message_id=message_id, created_at=chat.updated_at, sender="CUSTOMER")
            bodies.append(message_sent(message_id, chat.chat_id))
    random.Random(11).shuffle(bodies)

    for body in bodies:
        announce(body)
    work_off()

    assert (len(bodies), called.counted) == (500, {})
    assert outcomes() == {"KNOWN": 500}
    assert not Chat.objects.filter(doubtful_since__isnull=False).exists()


def test_n11_and_one_call_for_each_chat_where_it_has_not(announce, called, known, market):
    chats = [known(number) for number in (310001, 310002, 310003, 310004)]
    bodies = [
        message_sent(market.buyer_writes(ID, chat.chat_id).message_id, chat.chat_id)
        for chat in chats
        for _ in range(25)
    ]
    random.Random(11).shuffle(bodies)

    for body in bodies:
        announce(body)
    work_off()

    assert called.counted == {"getChatHistory": len(chats)}
    assert Message.objects.filter(message_id__in=[body["messageId"] for body in bodies]).count() == 100
    assert all(again(chat).doubtful_since for chat in chats)
