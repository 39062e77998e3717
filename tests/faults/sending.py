"""Replies under attack: submitted many times over real HTTP, and counted at the sandbox afterwards."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import close_old_connections
from django.utils import timezone

from chats.models import Chat, Circuit, Quota, Reply, Slot
from chats.sandbox import Sandbox
from chats.services import conversation, replies
from chats.services.upstream import Lane
from tests.faults.calm import address
from tests.faults.desk import Answer, Desk

HOME_ID, CHAT_ID = 1001, 310002
CSRF = "f" * 32


@dataclass(frozen=True)
class Intent:
    """One message that a person means to send, however often the form is submitted, and whatever the chat says by
    then."""

    text: str
    reply_id: UUID = field(default_factory=uuid4)
    market: Sandbox | None = None

    @property
    def form(self) -> dict[str, object]:
        there = self.market.messages(HOME_ID, CHAT_ID) if self.market else []
        shown = {"anyway": there[-1].message_id} if there else {}
        return {"reply_id": str(self.reply_id), "text": self.text, **shown}

    @property
    def row(self) -> Reply | None:
        return Reply.objects.filter(pk=self.reply_id).first()

    @property
    def state(self) -> str:
        row = self.row
        return row.state if row else ""


def submit(desk: Desk, intent: Intent) -> Answer:
    """Submits the form as a browser without scripts does, on a connection of its own."""
    body = urlencode({**intent.form, "csrfmiddlewaretoken": CSRF})
    headers = {"Cookie": f"{desk.cookie}; csrf-{desk.port}={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
    return desk.ask("POST", address(CHAT_ID) + "reply/", body, headers)


def arrived(market: Sandbox, intent: Intent) -> int:
    """How many of our messages with these words the buyer has."""
    there = market.messages(HOME_ID, CHAT_ID)
    return sum(one.sender == "PARTNER" and one.text == intent.text for one in there)


def leases_end() -> None:
    """As if the time had passed that a dead process may have needed, and an hour for the ledger."""
    past = timezone.now() - timedelta(seconds=1)
    Reply.objects.filter(state=Reply.State.SENDING).update(leased_until=past)
    Slot.objects.update(leased_until=past)
    Circuit.objects.all().delete()
    Quota.objects.all().delete()


def read_the_history(chat: Chat) -> None:
    close_old_connections()
    problem = conversation.read_on(
        Chat.objects.select_related("seller").get(pk=chat.pk), Lane.AGENT, now=timezone.now()
    )
    assert problem is None


def is_told_truly(market: Sandbox, intent: Intent, agent: User, chat: Chat) -> str:
    """After the history was read: at most one message, and the row says whether; nothing typed is lost. Gives its
    state."""
    count, state = arrived(market, intent), intent.state
    assert count <= 1
    assert (state == "SENT") == (count == 1), (state, count)
    if not count:
        assert intent.text in (replies.draft_of(agent, chat).text, "" if intent.row is None else intent.row.text)
    return state


def tally(states: Counter[str]) -> str:
    names = {"": "not begun"}
    return ", ".join(f"{count} {names.get(state, state.lower())}" for state, count in sorted(states.items()))
