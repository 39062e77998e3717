"""Drafts: the text in an agent's composer, one for each agent and chat, shared by all tabs, and texts beside it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac

from chats import database
from chats.models import Chat, Draft, Reply
from chats.services import presence
from chats.services.conversation import change_text, holds, keep_beside, storable_text
from chats.services.drafts import Base, as_typed, version_of
from chats.statements import Parameter, Statement

LONGEST_DRAFT = 20_000  # characters; more than LONGEST_MESSAGE, so that a text that is too long to send is still kept
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, kw_only=True)
class Saved:
    """`draft` as it now is. In a `conflict` it is what another tab has written, and this tab's text is not in it."""

    draft: Draft
    conflict: bool = False


def as_kept(text: str) -> str:
    """The text as a draft holds it."""
    return storable_text(as_typed(text)[:LONGEST_DRAFT])


def draft_of(agent: User, chat: Chat) -> Draft:
    """The agent's draft in this chat, or an empty one, unsaved, with a `reply_id` that is the same in every tab. Writes
    nothing: an open page costs no row."""
    saved = one_draft().run(agent=agent.pk, chat=chat.pk)
    return saved[0] if saved else Draft(agent=agent, chat=chat, reply_id=first_id(agent, chat))


@cache
def one_draft() -> Statement[Draft]:
    return Statement(Draft.objects.filter(agent=Parameter("agent"), chat=Parameter("chat")))


def first_id(agent: User, chat: Chat) -> UUID:
    """The id of an agent's first reply in a chat: worked out, so that all tabs come to the same one without a row, and
    keyed by SECRET_KEY, so that nobody else can work it out."""
    digest = salted_hmac("chats.drafts", f"{agent.pk} {chat.pk}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)


def keep_draft(agent: User, chat: Chat, text: str, *, now: datetime, reply_id: UUID | None = None) -> Draft:
    """Save the text as the agent's draft, whatever is in it, and return the draft as it now is. See `save_draft`."""
    return save_draft(agent, chat, text, now=now, reply_id=reply_id).draft


def save_draft(  # noqa: PLR0913  (what the form carries, all by keyword)
    agent: User,
    chat: Chat,
    text: str,
    *,
    now: datetime,
    reply_id: UUID | None = None,
    base: Base | None = None,
    leaving: bool = False,
) -> Saved:
    """Save the composer's text as the agent's draft, unless another tab has changed it since `base`.

    `reply_id` is the id that the page carries. With it, a late request of another tab does not bring back a text that
    was sent meanwhile. `leaving` says that nobody will read the answer: in a conflict the text is then kept beside the
    draft. Else colleagues are told that the agent is writing.
    """
    text = as_typed(text)[:LONGEST_DRAFT]
    draft = draft_of(agent, chat)
    if draft.text == as_kept(text):
        return Saved(draft=draft)
    with transaction.atomic():
        draft = lock_draft(agent, chat, now=now)
        if reply_id and reply_id != draft.reply_id and is_sent(reply_id, text):
            return Saved(draft=draft)
        if base and base.is_overtaken_by(draft):
            return Saved(draft=draft)
        if base and base.is_older_than(draft):
            if leaving:
                keep_beside(draft, text, now=now)
            return Saved(draft=draft, conflict=True)
        change_text(draft, text, now=now, version=base.version if base else "")
    if not leaving:
        presence.note_writing(agent, chat, writes=bool(text.strip()), now=now)
    return Saved(draft=draft)


def keep_held(text: str, saved: Saved, *, now: datetime) -> None:
    """Keep a text that was `saved` as the draft and then held back, if something else is the draft by now: what was
    typed after the press, on a page that was left before it had an answer."""
    if saved.conflict:
        return  # it never was the draft
    with transaction.atomic():
        draft = lock_draft(saved.draft.agent, saved.draft.chat, now=now)
        if version_of(draft) != version_of(saved.draft):
            keep_beside(draft, text, now=now)


def choose_text(agent: User, chat: Chat, text: str, choice: str, *, now: datetime) -> Draft:
    """End a conflict: MINE makes the text of this tab the draft, THEIRS keeps what is there. The other one stays
    beside the draft."""
    text = as_typed(text)[:LONGEST_DRAFT]
    with transaction.atomic():
        draft = lock_draft(agent, chat, now=now)
        if choice == MINE:
            left = draft.text
            change_text(draft, text, now=now)
            keep_beside(draft, left, now=now)
        else:
            keep_beside(draft, text, now=now)
    return draft


def key_of(text: str) -> str:
    """By which a form names one of the texts beside a draft."""
    return sha256(text.encode()).hexdigest()[:12]


def take_from_beside(agent: User, chat: Chat, key: str, *, insert: bool, now: datetime) -> Draft:
    """Take the text of this key from beside the draft: `insert` puts it at the end of the draft, else it is gone."""
    with transaction.atomic():
        draft = lock_draft(agent, chat, now=now)
        text = next((one for one in draft.aside if key_of(one) == key), None)
        if text is not None:
            draft.aside = [one for one in draft.aside if one != text]
            inserted = "\n\n".join(one for one in (draft.text.rstrip(), text) if one)
            change_text(draft, inserted if insert and not holds(draft.text, text) else draft.text, now=now)
    return draft


def is_sent(reply_id: UUID, text: str) -> bool:
    return Reply.objects.filter(pk=reply_id, state=Reply.State.SENT, text=text).exists()


def lock_draft(agent: User, chat: Chat, *, now: datetime) -> Draft:
    """The draft's row, created if there is none, locked until the transaction ends."""
    fresh = {"reply_id": first_id(agent, chat), "updated_at": now}
    return database.lock(Draft.objects.all()).get_or_create(agent=agent, chat=chat, defaults=fresh)[0]
