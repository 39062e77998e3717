"""What an agent has begun to note in a chat: one text for each agent and chat, shared by all tabs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.db import transaction

from chats import database
from chats.market.token import with_tokens_cut_out
from chats.models import Chat, Note, NoteDraft
from chats.services.drafts import Base, as_typed

LONGEST_DRAFT: Final = 20_000  # characters; more than LONGEST_NOTE, so that what is too long for a note is still kept


@dataclass(frozen=True, kw_only=True)
class SavedNote:
    """`draft` as it now is. In a `conflict` it is what another tab has written, and this tab's text is not in it."""

    draft: NoteDraft
    conflict: bool = False


def draft_of(agent: User, chat: Chat) -> NoteDraft:
    """The agent's draft in this chat, or an empty one, unsaved."""
    found = NoteDraft.objects.filter(agent=agent, chat=chat).first()
    return found or NoteDraft(agent=agent, chat=chat)


def save_draft(  # noqa: PLR0913  (what the form carries, all by keyword)
    agent: User,
    chat: Chat,
    text: str,
    *,
    now: datetime,
    key: UUID | None = None,
    base: Base | None = None,
    leaving: bool = False,
) -> SavedNote:
    """Save the text as the agent's draft of a note, unless another tab has changed it since `base`. `key` is that of
    the form: what has been noted with it is no draft any more. `leaving` says that nobody will read the answer: both
    texts are then the draft."""
    text = with_tokens_cut_out(as_typed(text)[:LONGEST_DRAFT])
    draft = draft_of(agent, chat)
    if draft.text == text:
        return SavedNote(draft=draft)
    with transaction.atomic():
        rows = database.lock(NoteDraft.objects.all())
        draft, _ = rows.get_or_create(agent=agent, chat=chat, defaults={"updated_at": now})
        if (base and base.is_overtaken_by(draft)) or (key and is_noted(key, text)):
            return SavedNote(draft=draft)
        if base and base.is_older_than(draft):
            if not leaving:
                return SavedNote(draft=draft, conflict=True)
            text = both(draft.text, text)
        draft.text, draft.updated_at = text, now
        draft.version = base.version if base and base.version else uuid4().hex
        draft.save()
    return SavedNote(draft=draft)


def both(first: str, second: str) -> str:
    """Two texts as one, or that of them which holds the other."""
    if first in second:
        return second
    return first if second in first else f"{first}\n\n{second}"[:LONGEST_DRAFT]


def is_noted(key: UUID, text: str) -> bool:
    return Note.objects.filter(key=key, text=text.strip()).exists()
