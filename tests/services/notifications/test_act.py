"""What each type of event leads to, and how its turn ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.market.errors import NotUnderstood
from chats.models import Chat, History, Message, Order, Return, WebhookEvent
from chats.problems import NotNow
from chats.sandbox.content.cabinets import HOME
from chats.services import conversation, jobs, notifications, upstream
from chats.services.orders import background
from chats.worker import tasks
from tests.conversation_fixture import message
from tests.desk_fixture import again
from tests.notification_fixture import chat_event, message_sent, work_off

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def outcome() -> str:
    return str(WebhookEvent.objects.get().outcome)


def claimed() -> WebhookEvent:
    now = timezone.now()
    [event] = jobs.claim(notifications.due_events(now=now), 1, now=now, lease=tasks.LEASE)
    return event


def test_a_message_of_a_known_chat_has_it_read_soon_and_its_status_asked_for(announce, talk):
    chat = talk(2)
    announce(message_sent(99))

    work_off("events")

    chat = again(chat)
    assert (outcome(), chat.history.is_news) == ("HEEDED", True)
    assert chat.history.due_at <= timezone.now() and chat.doubtful_since
    event = WebhookEvent.objects.get()
    assert (event.calls, event.operation, event.due_at, event.attempts) == (1, "getChatHistory", None, 0)


def test_a_message_that_is_here_already_costs_nothing(announce, talk):
    chat = talk(2)
    message(chat, 99)
    announce(message_sent(99))

    work_off("events")

    chat = again(chat)
    assert (outcome(), chat.history.due_at, chat.doubtful_since) == ("KNOWN", None, None)


def test_a_new_chat_that_the_sweep_was_quicker_to_find_costs_nothing_once_it_is_read(announce, talk, known_chat, home):
    talk(2)
    announce(chat_event("CHAT_CREATED"))
    work_off("events")
    assert outcome() == "KNOWN"

    WebhookEvent.objects.all().delete()
    known_chat(home, 310002)
    announce(chat_event("CHAT_CREATED", 310002))
    work_off("events")
    assert (outcome(), History.objects.get(chat__chat_id=310002).is_news) == ("HEEDED", True)


@pytest.mark.parametrize("kind", ["CHAT_ARBITRAGE_STARTED", "CHAT_ARBITRAGE_FINISHED"])
def test_a_dispute_puts_the_status_in_doubt(announce, talk, kind):
    chat = talk(2)
    announce(chat_event(kind))

    work_off("events")

    assert (outcome(), bool(again(chat).doubtful_since)) == ("HEEDED", True)


def order_event(kind: str, time: str, number: int = 54810000101, **other) -> dict[str, object]:
    return {"notificationType": kind, "campaignId": HOME.campaigns[0].campaign_id, "orderId": number, **other} | {
        time: timezone.now().isoformat()
    }


def test_an_order_or_return_that_is_known_is_due_and_one_that_is_not_is_kept(announce, home):
    later, seen = timezone.now() + 20 * MINUTE, timezone.now() - 5 * MINUTE
    known = {"seller": home, "due_at": later, "seen_at": seen, "swept_at": seen}
    order = Order.objects.create(order_id=54810000101, **known)
    given_back = Return.objects.create(return_id=77, **known)

    announce(order_event("ORDER_STATUS_UPDATED", "updatedAt", status="DELIVERED", substatus="X"))
    announce(order_event("ORDER_RETURN_CREATED", "createdAt", returnId=77, returnType="RETURN"))
    announce(order_event("ORDER_CANCELLED", "cancelledAt", 5))
    announce(order_event("ORDER_RETURN_STATUS_UPDATED", "updatedAt", returnId=78, statuses={}))
    work_off("events")

    told = list(WebhookEvent.objects.order_by("pk").values_list("outcome", "operation"))
    assert told == [("HEEDED", "getBusinessOrders"), ("HEEDED", "getReturn"), ("KEPT", ""), ("KEPT", "")]
    for row in (order, given_back):
        row.refresh_from_db()
        assert row.due_at <= timezone.now() and row.swept_at is None


def test_an_announced_order_is_asked_for_though_it_was_seen_within_the_hour(announce, home, known_chat):
    known_chat(home, 310001, order_id=54810000101)
    seen = timezone.now() - 5 * MINUTE
    Order.objects.create(seller=home, order_id=54810000101, due_at=seen, seen_at=seen, swept_at=seen)
    assert background.old_orders(home, now=timezone.now()) == []

    announce(order_event("ORDER_UPDATED", "updatedAt", updateType="DELIVERY_DATE_UPDATED"))
    work_off("events")

    assert background.old_orders(home, now=timezone.now()) == [54810000101]


def test_an_order_that_was_seen_after_it_changed_costs_nothing(announce, home):
    now = timezone.now()
    Order.objects.create(seller=home, order_id=54810000101, due_at=now + MINUTE, seen_at=now, swept_at=now)
    announce(order_event("ORDER_CREATED", "createdAt") | {"createdAt": (now - 5 * MINUTE).isoformat()})

    work_off("events")

    assert outcome() == "KNOWN"
    assert Order.objects.get().swept_at == now


def test_a_turn_that_lost_its_lease_leaves_no_trace(announce, talk, market):
    chat = talk(2)
    for body in (message_sent(99), message_sent(1, 310002)):
        announce(body)
    now = timezone.now()
    events = jobs.claim(notifications.due_events(now=now), 2, now=now, lease=tasks.LEASE)
    WebhookEvent.objects.update(leased_until=now + MINUTE)  # another's

    for event in events:
        notifications.act(event, now=now)

    assert (again(chat).history.due_at, again(chat).doubtful_since, market.calls) == (None, None, [])
    assert WebhookEvent.objects.filter(outcome="", calls=0, leased_until=now + MINUTE).count() == 2


def test_a_lease_that_is_lost_while_market_answers_keeps_nothing_either(announce, market, monkeypatch):
    announce(message_sent(1, 310002))
    event, ask = claimed(), upstream.ask

    def slow(*args, **options):
        answer = ask(*args, **options)
        WebhookEvent.objects.update(leased_until=timezone.now() + MINUTE)
        return answer

    monkeypatch.setattr(upstream, "ask", slow)
    notifications.act(event, now=timezone.now())

    assert not Chat.objects.exists()
    assert (outcome(), WebhookEvent.objects.get().calls) == ("", 1)


def test_two_events_of_one_unknown_chat_ask_for_it_once(announce, market):
    announce(message_sent(1, 310002))
    announce(message_sent(2, 310002))
    now = timezone.now()
    first, second = jobs.claim(notifications.due_events(now=now), 2, now=now, lease=tasks.LEASE)
    WebhookEvent.objects.filter(pk=first.pk).update(operation="getChat", calls=1, allowed_at=now)  # asking now

    notifications.act(second, now=now)

    second.refresh_from_db()
    assert (market.calls, second.done_at, second.attempts) == ([], None, 0)
    assert second.due_at == now + timedelta(seconds=2)


def test_what_market_cannot_be_asked_now_is_put_off_and_in_the_end_left_to_the_sweep(announce, home, monkeypatch):
    def refuse(*_args, **_options):
        raise NotNow("circuit_open", timezone.now() + MINUTE)

    monkeypatch.setattr(upstream, "ask", refuse)
    announce(message_sent(1, 310002))
    with pytest.raises(NotNow):
        notifications.act(claimed(), now=timezone.now())
    assert WebhookEvent.objects.get().calls == 0

    WebhookEvent.objects.update(received_at=timezone.now() - 61 * MINUTE, leased_until=timezone.now() - MINUTE)
    notifications.act(claimed(), now=timezone.now())
    assert outcome() == "LEFT"


def test_an_answer_that_makes_no_sense_is_not_asked_for_again(announce, home, monkeypatch):
    def nonsense(*_args, **_options):
        raise NotUnderstood("getChat", "another chat than asked for")

    monkeypatch.setattr(upstream, "ask", nonsense)
    announce(message_sent(1, 310002))

    work_off("events")

    assert outcome() == "LEFT"


def test_a_reading_that_is_under_way_may_have_asked_too_early_and_is_followed_by_another(talk):
    chat, now = talk(2), timezone.now()
    row = History.objects.filter(chat=chat)

    row.update(due_at=now - MINUTE, is_news=False, leased_until=now - MINUTE)
    assert not conversation.read_soon(chat, now=now)  # it is due anyway
    assert row.get().due_at == now - MINUTE and row.get().is_news

    row.update(leased_until=now + MINUTE)
    assert conversation.read_soon(chat, now=now)
    assert row.get().due_at == now

    row.update(due_at=now + MINUTE, leased_until=now - MINUTE, problem_kind="broken")
    assert not conversation.read_soon(chat, now=now)
    assert row.get().due_at == now + MINUTE  # a reading that failed is not hastened


def test_events_of_a_seller_that_is_switched_off_wait(announce, home, talk):
    talk(2)
    announce(message_sent(99))
    home.active = False
    home.save(update_fields=["active"])

    assert work_off() == 0
    assert Message.objects.count() == 2
