"""What agents have begun to write: one draft for each agent and chat, shared by all tabs."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User

from chats.models import Chat, Draft


def draft_of(agent: User, chat: Chat) -> Draft:
    """The agent's draft in this chat. Writes nothing: without a row it is empty, not saved, and has the same `reply_id`
    in every tab."""
    raise NotImplementedError


def keep(agent: User, chat: Chat, text: str, *, now: datetime, reply_id: UUID | None = None) -> Draft:
    """Keep what is in the composer. `reply_id` is the one that the page carries: what it sent already does not come
    back as a draft by a belated request of another tab."""
    raise NotImplementedError
