"""Drafts: the text in an agent's composer, one for each agent and chat, shared by all tabs."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.text import normalize_newlines

from chats.market.text import LONE_SURROGATE
from chats.models import Chat, Draft, Reply

LONGEST_DRAFT = 20_000  # characters; more than LONGEST_MESSAGE, so that a text that is too long to send is still kept


def normalized(text: str) -> str:
    """The text as the person typed it: line breaks are one character, not the form's CR LF, and characters that no
    database takes (NUL, lone surrogates) are gone."""
    return LONE_SURROGATE.sub("", normalize_newlines(text).replace("\0", ""))


def draft_of(agent: User, chat: Chat) -> Draft:
    """The agent's draft in this chat, or an empty one, unsaved, with a `reply_id` that is the same in every tab. Writes
    nothing: an open page costs no row."""
    saved = Draft.objects.filter(agent=agent, chat=chat).first()
    return saved or Draft(agent=agent, chat=chat, reply_id=first_id(agent, chat))


def first_id(agent: User, chat: Chat) -> UUID:
    """The id of an agent's first reply in a chat: worked out, so that all tabs come to the same one without a row, and
    keyed by SECRET_KEY, so that nobody else can work it out."""
    digest = salted_hmac("chats.drafts", f"{agent.pk} {chat.pk}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)


def keep_draft(agent: User, chat: Chat, text: str, *, now: datetime, reply_id: UUID | None = None) -> Draft:
    """Save the composer's text as the agent's draft, and return the draft as it now is.

    `reply_id` is the id that the page carries. With it, a late request of another tab does not bring back a text that
    was sent meanwhile.
    """
    text = normalized(text)[:LONGEST_DRAFT]
    draft = draft_of(agent, chat)
    if draft.text == text:
        return draft
    with transaction.atomic():
        draft = lock_draft(agent, chat, now=now)
        if not (reply_id and reply_id != draft.reply_id and is_sent(reply_id, text)):
            draft.text, draft.updated_at = text, now
            draft.save(update_fields=["text", "updated_at"])
    return draft


def is_sent(reply_id: UUID, text: str) -> bool:
    return Reply.objects.filter(pk=reply_id, state=Reply.State.SENT, text=text).exists()


def lock_draft(agent: User, chat: Chat, *, now: datetime) -> Draft:
    """The draft's row, created if there is none, locked until the transaction ends."""
    fresh = {"reply_id": first_id(agent, chat), "updated_at": now}
    return Draft.objects.select_for_update().get_or_create(agent=agent, chat=chat, defaults=fresh)[0]
