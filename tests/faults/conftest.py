import os
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chats.models import Chat, Seller
from chats.services.upstream import calls
from tests.conversation_fixture import as_read

LONG = os.environ.get("FAULTS") == "long"


@pytest.fixture
def signed_in(agent) -> Client:
    """An agent's browser. What the desk fails to catch is a status here, as it would be there."""
    client = Client(raise_request_exception=False)
    client.force_login(agent)
    return client


@pytest.fixture
def seen(home: Seller, known_chat) -> Callable[..., Chat]:
    """A sighting of a minute ago, with a status that the sandbox does not give, and due for a newer one. Its messages
    are known: what goes wrong with reading them is told in test_upstream_messages.py."""

    def make(chat_id: int = 310001, **details) -> Chat:
        now = timezone.now()
        usual = {
            "status": "WAITING_FOR_MARKET",
            "created_at": now - timedelta(days=200),
            "updated_at": now - timedelta(days=100),
            "seen_at": now - timedelta(minutes=1),
            "due_at": now - timedelta(seconds=1),
        }
        chat = known_chat(home, chat_id, **{**usual, **details})
        as_read(chat)
        return chat

    return make


@pytest.fixture
def rounds() -> Callable[[int, int], int]:
    """How often: the first number in the suite, the second with FAULTS=long."""
    return lambda short, long: long if LONG else short


@pytest.fixture
def figure(capsys) -> Callable[[str], None]:
    """Shows what was measured, where the long runs are made for it."""

    def show(words: str) -> None:
        if LONG:
            with capsys.disabled():
                sys.stdout.write(f"\n{words}\n")

    return show


@pytest.fixture
def deadline(settings, monkeypatch) -> float:
    """Seconds for a call: in the suite a fifteenth of what they are, like the time for retries."""
    if not LONG:
        settings.MARKET_DEADLINE /= 15
        monkeypatch.setattr(calls, "RETRY_SECONDS", calls.RETRY_SECONDS / 15)
    return settings.MARKET_DEADLINE
