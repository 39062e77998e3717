"""Open pages rest while a worker hears of the seller's messages by itself, and for no longer than it does."""

from datetime import timedelta

import pytest
from django.conf import settings

from chats.market import types as market_types
from chats.models import Chat, History, Mirror, NotificationAddress, Worker
from chats.services import conversation, sightings
from chats.services.conversation import look
from chats.services.sightings import refresh
from tests.desk_fixture import NOW, again
from tests.services.conversation.reading import calls_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def worker(home) -> Worker:
    """One that lives, at a seller whose notifications arrive."""
    NotificationAddress.objects.create(
        seller=home, secret="0" * 48, made_at=NOW, verdict="WORKING", verdict_at=NOW, judged_from=NOW
    )
    return Worker.objects.create(name="one", started_at=NOW, beat_at=NOW, threads=8)


def pulses(chat: Chat, first: int, last: int, *, alive: bool = True) -> None:
    """An open page from one second to another, with the heart of the worker beating or not."""
    for second in range(first, last, 5):
        now = NOW + timedelta(seconds=second)
        if alive:
            Worker.objects.update(beat_at=now)
        look.read_on_if_due(refresh.refresh_chat_if_due(again(chat), now=now), now=now)


def asked(market) -> tuple[int, int]:
    return calls_of(market), calls_of(market, "getChat")


def test_an_open_page_asks_every_five_minutes_while_a_worker_hears_of_messages(chat, market, worker):
    pulses(chat, 35, 300)
    first = asked(market)
    pulses(chat, 300, 365)

    assert first == (1, 1)
    assert asked(market) == (2, 2)


def test_an_open_page_asks_again_within_a_minute_of_the_death_of_the_worker(chat, market, worker):
    pulses(chat, 35, 100)
    pulses(chat, 100, 130, alive=False)
    at_first = asked(market)
    pulses(chat, 130, 165, alive=False)

    assert at_first == (1, 1)
    assert asked(market) > (1, 1)
    assert asked(market)[1] == 2


@pytest.mark.parametrize("lost", ["trust in notifications", "the sweep"])
def test_an_open_page_asks_again_when_the_worker_does_not_hear_of_messages_any_more(chat, home, market, worker, lost):
    pulses(chat, 35, 100)
    if lost == "the sweep":
        Mirror.objects.create(seller=home, paused=True)
    else:
        NotificationAddress.objects.update(verdict="MISSING")

    pulses(chat, 100, 125)

    assert asked(market) > (1, 1)
    assert asked(market)[1] == 2


def as_listed(chat: Chat, market) -> market_types.Chat:
    truth = market.truth(chat.seller.business_id)[chat.chat_id]
    context = market_types.ChatContext(type="ORDER", order_id=chat.order_id)
    return market_types.Chat(
        chat_id=chat.chat_id,
        type="CHAT",
        status=truth.status,
        context=context,
        created_at=NOW,
        updated_at=truth.updated_at,
    )


def test_a_page_of_the_list_that_shows_the_chat_ends_no_rest(chat, home, market, worker):
    pulses(chat, 35, 100)
    sightings.merge_page(home, [as_listed(again(chat), market)], seen_at=NOW + timedelta(seconds=100))

    pulses(chat, 100, 300)

    assert asked(market)[1] == 1


@pytest.mark.parametrize("changed", [False, True])
def test_a_page_of_the_list_brings_no_look_nearer_that_scarce_calls_have_put_off(chat, home, market, changed):
    Chat.objects.update(due_at=NOW + 10 * MINUTE)
    listed = as_listed(chat, market)
    sightings.merge_page(home, [listed], seen_at=NOW)
    if changed:
        Chat.objects.update(status="FINISHED")

    sightings.merge_page(home, [listed], seen_at=NOW + MINUTE)

    assert again(chat).due_at == NOW + 10 * MINUTE
    assert again(chat).seen_at == NOW + MINUTE


def test_a_page_of_the_list_puts_a_look_off_as_any_other_sighting_does(chat, home, market):
    listed = as_listed(chat, market)
    sightings.merge_page(home, [listed], seen_at=NOW)

    sightings.merge_page(home, [listed], seen_at=NOW + MINUTE)

    assert again(chat).due_at == NOW + MINUTE + timedelta(seconds=settings.OPEN_CHAT_MAX_AGE)


def test_what_was_just_sent_ends_the_rest(chat, market, worker):
    pulses(chat, 35, 100)
    sightings.end_rest(chat.pk, now=NOW + timedelta(seconds=100))

    pulses(chat, 100, 105)

    assert asked(market)[1] == 2


def test_announced_messages_that_no_worker_reads_end_the_rest(chat, market, worker):
    pulses(chat, 35, 100)
    conversation.read_soon(chat, now=NOW + timedelta(seconds=100))
    History.objects.update(look_at=NOW + timedelta(seconds=100))

    pulses(chat, 100, 105)

    assert asked(market)[0] == 2
