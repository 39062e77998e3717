"""What tells an agent of chats that begin to wait: the bell, and the events for a sound and for notices."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from chats.models import AgentSettings, Chat
from chats.presenters.formats.text import clean


@dataclass(frozen=True, kw_only=True)
class Event:
    """A chat that began to wait. `key` is the same for the same wait, `title` names the buyer and the seller: others
    may see a notice on the screen, so it has no word of what was written."""

    key: str
    href: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Bell:
    """`quiet`: the agent's quiet hours have begun. `events` are empty where neither a sound nor notices are wanted."""

    sound: bool
    notices: bool
    quiet: bool
    events: Sequence[Event]
    digest: str


def bell_of(chosen: AgentSettings, chats: Sequence[Chat], *, quiet: bool) -> Bell:
    events = [event_of(chat) for chat in chats]
    said = repr([chosen.sound, chosen.notices, quiet, [event.key for event in events]])
    return Bell(
        sound=chosen.sound,
        notices=chosen.notices,
        quiet=quiet,
        events=events,
        digest=hashlib.sha256(said.encode()).hexdigest()[:12],
    )


def event_of(chat: Chat) -> Event:
    """The chat's seller must be loaded."""
    first_name = clean(chat.customer_name, 60).partition(" ")[0]
    since = max(int(at.timestamp()) if at else 0 for at in (chat.waiting_since, chat.returned_at))
    return Event(
        key=f"{chat.pk}.{since}",
        href=reverse("chat", args=[chat.seller.business_id, chat.chat_id]),
        title=f"{first_name or chat.chat_id} · {clean(chat.seller.name, 60)}",
    )
