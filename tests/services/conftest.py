from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from chats.models import Chat, Seller
from chats.sandbox import Sandbox
from chats.services import conversation, replies, sightings
from chats.services.replies.send import send_text
from chats.services.upstream import Lane
from tests.desk_fixture import NOW, again
from tests.services.sending import CHAT_ID, TEXT, seen


@pytest.fixture(scope="session")
def sandbox_of_now() -> Iterator[Sandbox]:
    with Sandbox(clock=lambda: NOW) as sandbox:
        yield sandbox


@pytest.fixture
def market_of_now(sandbox_of_now: Sandbox, settings) -> Iterator[Sandbox]:
    """The sandbox as the desk's Market, begun at the tests' own time, of which is then what is written there."""
    sandbox_of_now.reset()
    settings.MARKET_API_URL = sandbox_of_now.url
    yield sandbox_of_now
    sandbox_of_now.reset()


@pytest.fixture
def read_chat(home: Seller, market_of_now: Sandbox) -> Chat:
    """A chat that is read and on the agent's page."""
    chat = sightings.fetch_chat(home, CHAT_ID, now=NOW)
    assert isinstance(chat, Chat)
    conversation.read_on(chat, Lane.AGENT, now=NOW)
    return chat


@pytest.fixture
def submit(agent: User, read_chat: Chat) -> Callable[..., replies.Outcome]:
    """Submits the reply form: submit("text"), with what the agent's page shows unless told otherwise."""

    def submit_form(text: str = TEXT, *, by: User = agent, seconds: float = 1, **form) -> replies.Outcome:
        shown = {"reply_id": replies.draft_of(by, read_chat).reply_id, "seen": seen(read_chat)}
        return send_text(by, again(read_chat), text=text, now=NOW + timedelta(seconds=seconds), **{**shown, **form})

    return submit_form
