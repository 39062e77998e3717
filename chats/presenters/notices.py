"""What tells an agent of chats that begin to wait, or that a colleague has handed over, and of notes that mention them:
the bell, and the events for a sound and for notices."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from chats.models import AgentSettings, Chat, Mention
from chats.presenters.formats.text import clean
from chats.presenters.holder import name_of


@dataclass(frozen=True, kw_only=True)
class Event:
    """A chat that began to wait; or that was handed over, or a note that mentions the agent: then `body` says by whom.
    `key` is the same for the same event, `title` names the buyer and the seller: others may see a notice on the screen,
    so it has no word of what was written."""

    key: str
    href: str
    title: str
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Bell:
    """`quiet`: the agent's quiet hours have begun. `events` are empty where neither a sound nor notices are wanted."""

    sound: bool
    notices: bool
    quiet: bool
    events: Sequence[Event]
    digest: str


def bell_of(
    chosen: AgentSettings,
    chats: Sequence[Chat],
    *,
    quiet: bool,
    handed: Sequence[Chat] = (),
    mentions: Sequence[Mention] = (),
) -> Bell:
    events = [*map(mention_event, mentions), *map(handed_event, handed), *map(event_of, chats)]
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
    since = max(seconds(chat.waiting_since), seconds(chat.returned_at))
    return Event(key=f"{chat.pk}.{since}", href=address_of(chat), title=title_of(chat))


def handed_event(chat: Chat) -> Event:
    """Who handed it over must be loaded, too."""
    body = _("%(name)s has handed this chat to you") % {"name": name_of(chat.handed_by, 0)}
    return Event(key=f"{chat.pk}.h{seconds(chat.handed_at)}", href=address_of(chat), title=title_of(chat), body=body)


def mention_event(mention: Mention) -> Event:
    """Its chat with the seller, and the note's author must be loaded."""
    body = _("%(name)s mentions you in a note") % {"name": name_of(mention.note.author, 0)}
    return Event(key=f"m{mention.pk}", href=address_of(mention.chat), title=title_of(mention.chat), body=body)


def seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0


def address_of(chat: Chat) -> str:
    return reverse("chat", args=[chat.seller.business_id, chat.chat_id])


def title_of(chat: Chat) -> str:
    first_name = clean(chat.customer_name, 60).partition(" ")[0]
    return f"{first_name or chat.chat_id} · {clean(chat.seller.name, 60)}"
