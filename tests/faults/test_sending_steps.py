"""A fault at every step of sending, not at a sample. After each there is at most one message, the row says what became
of it, what was typed is there, and the agent comes to exactly one message in the end."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.db import OperationalError, close_old_connections, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from chats.market.errors import NotReached, OutcomeUnknown
from chats.models import Chat, Circuit, Draft, History, Message, Quota, Reply, Slot
from chats.services import replies, sightings
from tests.faults.calm import address, page
from tests.faults.processes import elsewhere, writers_locked_out
from tests.faults.sending import CHAT_ID, Intent, arrived, is_told_truly, leases_end, read_the_history
from tests.faults.steps import MOST_STEPS, Steps, counted, cuts, each, kills

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Здравствуйте! Уже отправили."


@pytest.fixture
def chat(home, market) -> Chat:
    return sightings.fetch_chat(home, CHAT_ID, now=timezone.now())


@pytest.fixture
def beginning(chat, market, agent, monkeypatch) -> Callable[[], Intent]:
    """Makes everything as it is before the submission, with the text in the composer."""
    monkeypatch.setattr("chats.services.upstream.calls.pause_before_retry", lambda error: 0.0)
    monkeypatch.setattr("chats.services.upstream.calls.SLOT_WAIT_SECONDS", 0.1)

    def make() -> Intent:
        for model in (Reply, Draft, Message, History, Quota, Slot, Circuit):
            model.objects.all().delete()
        market.reset()
        return Intent(TEXT, replies.draft_of(agent, chat).reply_id, market)

    return make


@pytest.fixture
def soon(settings, monkeypatch) -> Iterator[None]:
    """A page waits half a second for a lock."""
    settings.LOCK_PATIENCE = 0.5
    if connection.vendor == "postgresql":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c lock_timeout=500ms")
        connection.close()
    yield
    connection.close()


def post(client: Client, intent: Intent) -> HttpResponse:
    return client.post(address(CHAT_ID) + "reply/", intent.form)


@pytest.fixture
def with_a_fault(signed_in, monkeypatch) -> Callable[[Intent, Steps], HttpResponse]:
    def act(intent: Intent, steps: Steps) -> HttpResponse:
        try:
            with counted(steps, monkeypatch):
                return post(signed_in, intent)
        finally:
            close_old_connections()

    return act


def breaks(name: str) -> None:
    """The database is locked for too long; the line to Market breaks, before a request leaves it or after."""
    if name.startswith("market: before"):
        raise NotReached("sendMessageToChat", "the connection was refused")
    if name == "market: after send_message_to_chat":
        raise OutcomeUnknown("sendMessageToChat", "the connection was closed early")
    if name.startswith("market"):
        raise NotReached("getChatHistory", "the connection was closed early")
    raise OperationalError("database is locked")


def has_words(response: HttpResponse) -> bool:
    if response.status_code == 503:
        return bool(response["Retry-After"]) and "database" in page(response).cssselect("h1")[0].text_content()
    return response.status_code in {200, 302, 409, 422}


def ends_in_one_message(client: Client, intent: Intent, agent, chat: Chat, market) -> str:
    """What the agent and the desk do after the fault. Gives the state in between."""
    before = arrived(market, intent)
    post(client, intent)
    assert arrived(market, intent) <= max(before, 1)
    leases_end()
    read_the_history(chat)
    state = is_told_truly(market, intent, agent, chat)
    if state != "SENT":
        draft = replies.drop(agent, chat, intent.reply_id, now=timezone.now())
        assert draft.text == TEXT
        post(client, Intent(draft.text, UUID(str(draft.reply_id)), market))
    assert arrived(market, intent) == 1
    return state


def test_u9_whatever_fails_at_any_step_of_sending_one_message_comes_of_it(
    signed_in, agent, chat, market, beginning, with_a_fault
):
    states = set()
    for steps in each(breaks):
        intent = beginning()
        response = with_a_fault(intent, steps)

        assert has_words(response)
        assert arrived(market, intent) <= 1
        states.add(ends_in_one_message(signed_in, intent, agent, chat, market))

    assert (response.status_code, steps.count > 10) == (302, True)
    assert "SENT" in states


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that could be cut.")
def test_m9_a_connection_cut_at_any_step_of_sending_doubles_nothing(
    signed_in, agent, chat, market, beginning, with_a_fault
):
    for steps in each(cuts, reads=True):
        intent = beginning()
        response = with_a_fault(intent, steps)

        assert has_words(response)
        ends_in_one_message(signed_in, intent, agent, chat, market)

    assert (response.status_code, steps.count > 15) == (302, True)


def test_m4_a_process_killed_at_any_step_of_sending_doubles_nothing(
    signed_in, agent, chat, market, beginning, with_a_fault
):
    states = []
    for at in range(1, MOST_STEPS):
        intent = beginning()
        died_of = elsewhere(lambda at=at, intent=intent: with_a_fault(intent, Steps(at, kills)))

        assert arrived(market, intent) <= 1
        states.append(ends_in_one_message(signed_in, intent, agent, chat, market))
        if died_of == 0:
            break
        assert died_of == -9

    assert (died_of, at > 10) == (0, True)
    assert {"SENT", "SENDING"} <= set(states)


def test_m2_while_nothing_can_be_written_nothing_is_sent_and_the_same_submission_works_afterwards(
    signed_in, agent, chat, market, beginning, soon
):
    intent = beginning()

    with writers_locked_out():
        refused = post(signed_in, intent)
        nothing = arrived(market, intent)

    assert (refused.status_code, refused["Retry-After"], nothing, intent.row) == (503, "5", 0, None)
    assert post(signed_in, intent).status_code == 302
    read_the_history(chat)
    assert is_told_truly(market, intent, agent, chat) == "SENT"
