from datetime import datetime, timedelta

import pytest

from chats.clock import Clock
from chats.models import Chat, Seller, Slot, Sync
from chats.problems import NotNow
from chats.services import conversation, jobs, sweep
from chats.services.sweep import begin
from chats.services.sweep.passes import Part
from tests.desk_fixture import NOW

HOME_ID = 1001


@pytest.fixture
def market(market_of_now):
    return market_of_now


@pytest.fixture
def swept(home: Seller, market) -> Seller:
    """The sandbox's seller, its sweep begun and nothing read."""
    begin.begin(home, now=NOW)
    return home


def at_market(market) -> dict[int, str]:
    return {chat_id: chat.status for chat_id, chat in market.truth(HOME_ID).items()}


def known(seller) -> dict[int, str]:
    return dict(Chat.objects.filter(seller=seller).values_list("chat_id", "status"))


def turn_of(seller: Seller, part: str, *, now: datetime = NOW) -> Sync:
    """One turn of one pass, whether or not it is due. The pass as it stands then."""
    Slot.objects.filter(seller=seller).delete()  # calls of the same `now` are over, though their slots do not say so
    [sync] = jobs.claim(Sync.objects.filter(seller=seller, part=part), 1, now=now)
    sweep.turn(sync, now=now)
    return Sync.objects.get(pk=sync.pk)


def whole_pass(seller: Seller, part: str, *, now: datetime = NOW) -> Sync:
    """Turns until the pass has ended."""
    while True:
        sync = turn_of(seller, part, now=now)
        if not sync.pages:
            return sync


def work(seconds: float = 0, *, most: int = 500) -> int:
    """All that is due by then, as the loop of the worker would do it in one thread. How many turns that took."""
    clock = Clock(NOW + timedelta(seconds=seconds))  # a slot that was just given back is free a moment later
    for turns in range(most):
        now = clock.now
        syncs = jobs.claim(sweep.due_syncs(*Part.values, now=now), 1, now=now)
        news = [] if syncs else jobs.claim(conversation.due_histories(news=True, now=now), 1, now=now)
        old = [] if syncs or news else jobs.claim(conversation.due_histories(news=False, now=now), 1, now=now)
        if not syncs and not news and not old:
            return turns
        for sync in syncs:
            perform(sync, sweep.turn, now)
        for history in [*news, *old]:
            perform(history, conversation.read_in_background, now)
    raise AssertionError(f"There is still something to do after {most} turns.")


def perform(row, turn, now: datetime) -> None:
    try:
        turn(row, now=now)
    except NotNow as refusal:
        jobs.finish(row, refusal.until or now + timedelta(seconds=1), lease=row.leased_until)


def status_of(seller: Seller, chat_id: int) -> str:
    return Chat.objects.get(seller=seller, chat_id=chat_id).status
