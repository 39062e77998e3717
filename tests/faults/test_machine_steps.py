"""A fault at every step of what the desk does, not at a sample. After each the rows are whole, the page has words, and
the same again succeeds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from chats.models import Chat, Circuit, Lookup, Quota, RecentChat, Slot
from chats.models.due import LONG_AGO
from tests.faults.calm import address, look_up, page, press_refresh, slots_are_free_or_end, tick
from tests.faults.processes import elsewhere
from tests.faults.steps import MOST_STEPS, Steps, counted, cuts, each, fails, kills

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Doing:
    """What an agent or an open page does, whether the chat is known before, and how it looks when all is well."""

    act: Callable[[Client], HttpResponse]
    known: bool
    well: int = 200


DOINGS = {
    "lookup of a chat never seen": Doing(lambda client: look_up(client, 310001), known=False, well=302),
    "lookup by order": Doing(lambda client: look_up(client, 54810000101), known=False, well=302),
    "refresh": Doing(press_refresh, known=True),
    "poll": Doing(tick, known=True),
    "page of a chat never seen": Doing(lambda client: client.get(address()), known=False),
    "lookup of a known chat": Doing(lambda client: look_up(client, 310001), known=True, well=302),
}


@pytest.fixture(params=DOINGS)
def doing(request) -> Doing:
    return DOINGS[request.param]


@pytest.fixture
def beginning(home, seen, market, monkeypatch, doing) -> Callable[[], None]:
    """Makes everything as it is before the first time."""
    monkeypatch.setattr("chats.services.upstream.calls.pause_before_retry", lambda error: 0.0)

    def make() -> None:
        for model in (RecentChat, Lookup, Chat, Quota, Slot, Circuit):
            model.objects.all().delete()
        market.reset()
        if doing.known:
            seen()

    return make


@pytest.fixture
def with_a_fault(signed_in, monkeypatch, doing) -> Callable[[Steps], HttpResponse]:
    def act(steps: Steps) -> HttpResponse:
        try:
            with counted(steps, monkeypatch):
                return doing.act(signed_in)
        finally:
            # At the end of a request Django closes a connection that had an error; its test client does not.
            close_old_connections()

    return act


def nothing_is_half_done(market, doing: Doing) -> None:
    for chat in Chat.objects.all():
        orders = {"WAITING_FOR_MARKET": 54810000102, "NEW": 54810000101}
        assert (chat.chat_id, chat.order_id) == (310001, orders[chat.status])
        assert chat.seen_at <= timezone.now()
    assert Chat.objects.count() == 1 or not doing.known
    assert slots_are_free_or_end()
    for ledger in Quota.objects.all():
        spent = sum(call.operation == ledger.operation and call.status in {200, 404} for call in market.calls)
        assert 0 <= ledger.remaining <= ledger.allowance - spent
    kept = Lookup.objects.all()
    assert len(kept) <= 1


def succeeds_now(client: Client, doing: Doing) -> None:
    """The same once more, when the page's claim of its refresh has ended."""
    # The lease of the attempt that failed has run out by then.
    Chat.objects.update(due_at=timezone.now() - timedelta(seconds=1), leased_until=LONG_AGO)
    assert doing.act(client).status_code == doing.well
    chat = Chat.objects.get()
    assert chat.problem_kind == ""
    assert chat.status == "NEW" or doing.act not in (press_refresh, tick)


def has_words(response: HttpResponse) -> bool:
    if response.status_code == 503:
        return bool(response["Retry-After"]) and "database" in page(response).cssselect("h1")[0].text_content()
    return response.status_code in {200, 204, 302}


def test_m2_a_database_that_fails_at_any_step_leaves_nothing_half_done(
    signed_in, market, doing, beginning, with_a_fault
):
    for steps in each(fails):
        beginning()
        response = with_a_fault(steps)

        assert has_words(response)
        nothing_is_half_done(market, doing)
        succeeds_now(signed_in, doing)

    assert (response.status_code, steps.count > 1) == (doing.well, True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could be cut.")
def test_m9_a_connection_cut_at_any_step_costs_one_answer_at_most(signed_in, market, doing, beginning, with_a_fault):
    for steps in each(cuts, reads=True):
        beginning()
        response = with_a_fault(steps)

        assert has_words(response)
        nothing_is_half_done(market, doing)
        succeeds_now(signed_in, doing)

    assert (response.status_code, steps.count > 5) == (doing.well, True)


@pytest.mark.parametrize("doing", list(DOINGS)[:4], indirect=True)
def test_m4_a_process_killed_at_any_step_leaves_nothing_half_done(signed_in, market, doing, beginning, with_a_fault):
    def run_to_its_end(steps: Steps) -> None:
        assert with_a_fault(steps).status_code == doing.well

    for at in range(1, MOST_STEPS):
        beginning()
        died_of = elsewhere(lambda at=at: run_to_its_end(Steps(at, kills)))

        nothing_is_half_done(market, doing)
        succeeds_now(signed_in, doing)
        if died_of == 0:
            break
        assert died_of == -9

    assert (died_of, at > 5) == (0, True)
