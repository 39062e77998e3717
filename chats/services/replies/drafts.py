"""What agents have begun to write: one draft for each agent and chat, shared by all tabs."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.text import normalize_newlines

from chats.market.text import LONE_SURROGATE
from chats.models import Chat, Draft, Reply

LONGEST = 20_000  # characters; more than LONGEST_MESSAGE, so that a text that is too long is not lost for it


def tidy(text: str) -> str:
    """What a browser sends as a person meant it: its line breaks are one character, and what no row takes is gone."""
    return LONE_SURROGATE.sub("", normalize_newlines(text).replace("\0", ""))


def draft_of(agent: User, chat: Chat) -> Draft:
    """The agent's draft in this chat. Writes nothing: without a row it is empty, not saved, and has the same `reply_id`
    in every tab."""
    kept = Draft.objects.filter(agent=agent, chat=chat).first()
    return kept or Draft(agent=agent, chat=chat, reply_id=first_id(agent, chat))


def first_id(agent: User, chat: Chat) -> UUID:
    """What all tabs can work out by themselves, and nobody else can."""
    digest = salted_hmac("chats.drafts", f"{agent.pk} {chat.pk}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)


def keep_draft(agent: User, chat: Chat, text: str, *, now: datetime, reply_id: UUID | None = None) -> Draft:
    """Keep what is in the composer. `reply_id` is the one that the page carries: what it sent already does not come
    back as a draft by a belated request of another tab."""
    text = tidy(text)[:LONGEST]
    draft = draft_of(agent, chat)
    if draft.text == text:
        return draft
    with transaction.atomic():
        draft = locked(agent, chat, now=now)
        if not (reply_id and reply_id != draft.reply_id and is_sent(reply_id, text)):
            draft.text, draft.updated_at = text, now
            draft.save(update_fields=["text", "updated_at"])
    return draft


def is_sent(reply_id: UUID, text: str) -> bool:
    return Reply.objects.filter(pk=reply_id, state=Reply.State.SENT, text=text).exists()


def locked(agent: User, chat: Chat, *, now: datetime) -> Draft:
    """The row, made if need be, held until the end of the transaction."""
    fresh = {"reply_id": first_id(agent, chat), "updated_at": now}
    return Draft.objects.select_for_update().get_or_create(agent=agent, chat=chat, defaults=fresh)[0]
