"""Until when the shop has to act on an order or a return, as the inbox knows it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.market import types_orders as market_types
from chats.market.types import Chat as Listed
from chats.market.types import ChatContext, Customer
from chats.models import Chat
from chats.services import orders, sightings
from chats.services.orders import deadlines
from chats.services.upstream import Lane
from tests.desk_fixture import NOW, again

HOUR = timedelta(hours=1)


def order(status: str, *, cancel: bool = False, delivery: str = "DELIVERY", changed=NOW) -> market_types.Order:
    sent = market_types.OrderDelivery(
        type=delivery, service_name="", delivery_partner_type="SHOP", from_date=NOW.date()
    )
    return market_types.Order(
        order_id=1, campaign_id=2, status=status, substatus="", creation_date=NOW - HOUR, payment_type="PREPAID",
        payment_method="CARD", fake=False, items=(), delivery=sent, update_date=changed, cancel_requested=cancel,
    )  # fmt: skip


def return_(status: str, *, applied=NOW - HOUR) -> market_types.Return:
    return market_types.Return(
        return_id=3, order_id=1, return_type="RETURN", items=(), refund_status=status, creation_date=applied
    )


@pytest.fixture
def chat(home, known_chat) -> Chat:
    return known_chat(home, 1, status="WAITING_FOR_CUSTOMER", return_id=3)


def noted(chat: Chat, *, now=NOW, order=None, return_=None) -> tuple:
    deadlines.note_deadline(again(chat), order, return_, now=now)
    row = again(chat)
    return (row.deadline_at, row.deadline_kind, row.urgency)


@pytest.mark.parametrize("status", ["WAITING_FOR_DECISION", "PREMODERATION_DECISION_WAITING"])
def test_a_return_is_decided_on_within_48_hours_of_the_application(chat, status):
    assert noted(chat, return_=return_(status)) == (NOW + 47 * HOUR, "RETURN", Chat.Urgency.DEADLINE)


def test_once_it_is_decided_there_is_no_deadline(chat):
    noted(chat, return_=return_("WAITING_FOR_DECISION"))

    assert noted(chat, return_=return_("DECISION_MADE")) == (None, "", None)


@pytest.mark.parametrize("status", ["DELIVERY", "PICKUP"])
def test_a_request_to_cancel_is_answered_within_48_hours(chat, status):
    assert noted(chat, order=order(status, cancel=True)) == (NOW + 48 * HOUR, "CANCEL", Chat.Urgency.DEADLINE)


@pytest.mark.parametrize(
    "without", [order("DELIVERED", cancel=True), order("DELIVERY"), order("DELIVERY", delivery="DIGITAL")]
)
def test_other_orders_have_none(chat, without):
    assert noted(chat, order=without) == (None, "", None)


def test_a_digital_key_is_due_within_half_an_hour(chat):
    found = noted(chat, order=order("PROCESSING", delivery="DIGITAL"))

    assert found == (NOW + timedelta(minutes=30), "KEY", Chat.Urgency.DEADLINE)


def test_a_later_change_of_the_order_gives_no_more_time(chat):
    noted(chat, order=order("DELIVERY", cancel=True))

    later = noted(chat, order=order("DELIVERY", cancel=True, changed=NOW + HOUR), now=NOW + HOUR)

    assert later[0] == NOW + 48 * HOUR


def test_of_two_the_earlier_one_counts(chat):
    both = noted(chat, order=order("DELIVERY", cancel=True), return_=return_("WAITING_FOR_DECISION"))

    assert both[:2] == (NOW + 47 * HOUR, "RETURN")


def test_a_deadline_that_has_passed_stays_in_front_while_market_waits_for_the_shop(chat):
    late = return_("WAITING_FOR_DECISION", applied=NOW - 50 * HOUR)

    assert noted(chat, return_=late) == (NOW - 2 * HOUR, "RETURN", Chat.Urgency.DEADLINE)
    assert noted(chat, return_=return_("DECISION_MADE", applied=NOW - 50 * HOUR)) == (None, "", None)


def test_one_that_passed_a_week_ago_is_none(chat):
    forgotten = return_("WAITING_FOR_DECISION", applied=NOW - (48 + 7 * 24) * HOUR)

    assert noted(chat, return_=forgotten) == (None, "", None)


def test_a_change_after_the_deadline_has_passed_makes_it_no_news(chat):
    noted(chat, order=order("DELIVERY", cancel=True))
    later = NOW + 50 * HOUR

    found = noted(chat, order=order("DELIVERY", cancel=True, changed=later), now=later)

    assert found == (NOW + 48 * HOUR, "CANCEL", Chat.Urgency.DEADLINE)


def test_a_return_that_is_looked_at_puts_its_chat_in_front(home, market, known_chat):
    now = timezone.now()  # the sandbox counts its times back from its start
    subject = {"context_type": "RETURN", "order_id": 54810000106, "return_id": 6620106, "campaign_id": 48211002}
    chat = known_chat(home, 310006, **subject, created_at=now, updated_at=now, seen_at=now)

    orders.refresh_subject(chat, Lane.AGENT, now=now)

    assert (again(chat).deadline_kind, again(chat).urgency) == ("RETURN", Chat.Urgency.DEADLINE)


@pytest.mark.parametrize("way", ["one", "page"])
def test_a_new_chat_has_what_the_desk_knows_of_its_return_asked_for_again(home, market, known_chat, way):
    now = timezone.now()
    subject = {"context_type": "RETURN", "order_id": 54810000106, "return_id": 6620106, "campaign_id": 48211002}
    first = known_chat(home, 310006, **subject, created_at=now, updated_at=now, seen_at=now)
    orders.refresh_subject(first, Lane.AGENT, now=now)
    Chat.objects.all().delete()
    soon = now + timedelta(minutes=1)

    listed = Listed(
        chat_id=310006, type="CHAT", status="NEW", created_at=now, updated_at=now,
        context=ChatContext(
            type="RETURN", customer=Customer(name="Иван П."), order_id=54810000106, return_id=6620106,
            campaign_id=48211002,
        ),
    )  # fmt: skip
    if way == "one":
        sightings.record_chat(home, listed, seen_at=soon, source="LOOKUP")
    else:
        sightings.merge_page(home, [listed], seen_at=soon)
    while orders.refresh_oldest(home, now=soon + timedelta(seconds=5)):
        pass

    assert Chat.objects.get().deadline_kind == "RETURN"
