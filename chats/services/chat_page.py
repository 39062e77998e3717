"""Gathers what a chat's page shows to one agent: the whole page, a page of earlier messages, and the part that brings
an open page up to date. presenters/chat_page.py turns it into text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User

from chats.clock import Clock
from chats.cursor import Cursor
from chats.market.types import ChatStatus
from chats.models import Chat, Draft, Message, NoteDraft, Seller
from chats.problems import Problem
from chats.services import conversation, jobs, lookup, notes, people, presence, replies, sightings, tags
from chats.services.chat_tail import Tail, tail_of
from chats.services.page_messages import PageMessages, earlier_messages, newer_than, newest_messages
from chats.services.presence import NOBODY, Others
from chats.services.replies import SendingHour
from chats.services.tags import OfferedTag


@dataclass(frozen=True, kw_only=True)
class ChatPage:
    """What one agent's page of a chat shows at `now`, or what a part brings to an open page.

    `cursor` is the page's cursor from now on. Where `can_write` is false, `cannot_write` is why nobody can write to
    this seller's buyers; without it the chat is finished. `auto_refreshes` says that the page asks for news by itself.
    `others` are the colleagues who have the chat open. A part has a `draft` only if the open page has a composer, and
    only the whole page has a `note_draft`.
    `sending` says how much may still be sent in this hour. `first_fill` marks a part for a page that shows no messages
    yet; `settled` says that the reply in the page's composer has gone out, so that it needs the ID of the next;
    `outdated` says that the page's newest message is no longer stored, so that the page must be reloaded;
    `status_is_due` says that the messages tell of a newer status, which the next pulse brings.
    """

    agent: User
    chat: Chat
    now: datetime
    messages: PageMessages
    tail: Tail
    cursor: Cursor
    store_name: str | None
    auto_refreshes: bool
    draft: Draft | None
    others: Others = NOBODY
    sending: SendingHour = field(default_factory=SendingHour)
    can_write: bool = True
    cannot_write: Problem | None = None
    first_fill: bool = False
    settled: bool = False
    outdated: bool = False
    status_is_due: bool = False
    offered_tags: Sequence[OfferedTag] = ()
    note_draft: NoteDraft | None = None


def whole_page(agent: User, chat: Chat, *, now: datetime, draft: Draft | None = None) -> ChatPage:
    """The page with the newest messages. `draft` is for callers that have loaded it already."""
    return page_with(newest_messages(agent, chat), agent, chat, now=now, draft=draft)


def earlier_page(agent: User, chat: Chat, message: Message, *, now: datetime) -> ChatPage:
    """The page with the messages before `message`. It never asks for news."""
    return page_with(earlier_messages(chat, message, now=now), agent, chat, now=now)


def page_with(
    messages: PageMessages, agent: User, chat: Chat, *, now: datetime, draft: Draft | None = None
) -> ChatPage:
    tail, draft = tail_of(chat, now=now), draft or replies.draft_of(agent, chat)
    finished = chat.status == ChatStatus.FINISHED
    cannot_write = None if finished else replies.cannot_write(chat.seller)
    can_write = not (finished or cannot_write)
    reply_id = draft.reply_id if can_write else None
    others = presence.others_at(agent, chat, now=now)
    return ChatPage(
        agent=agent,
        chat=chat,
        now=now,
        messages=messages,
        tail=tail,
        cursor=Cursor.at(chat, last=messages.last, tail=tail.digest, presence=others.digest, reply=reply_id),
        store_name=chat.seller.store_name(chat.campaign_id),
        auto_refreshes=not messages.earlier and auto_refreshes(agent, chat, tail),
        draft=draft,
        others=others,
        can_write=can_write,
        cannot_write=cannot_write,
        sending=replies.sending_hour(chat.seller, now=now) if can_write else SendingHour(),
        offered_tags=tags.tags_seen_by(agent),
        note_draft=notes.draft_of(agent, chat),
    )


def pulse(agent: User, chat: Chat, cursor: Cursor, *, now: datetime, looking: bool = True) -> ChatPage | None:
    """The pulse of an open page: brings the chat up to date and returns what is newer than the cursor, or None.

    `chat` comes from `people.chat_for_pulse`. `looking` is false for a hidden tab. Nearly always nothing is new, and
    then no further row is read.
    """
    clock = Clock(now)
    others = presence.keep_up(agent, chat, looking=looking, now=now)
    chat = sightings.refresh_chat_if_due(chat, now=now)
    chat = conversation.read_on_if_due(chat, looking=looking, now=now)
    same = cursor.shows(chat) and cursor.presence == others.digest
    if same and not cursor.tail and not conversation.problem_of_history(chat):
        return None
    # Market may have taken seconds to answer, and a colleague may have begun to send in them.
    now = clock.now
    chat = people.reread_chat(agent, chat)
    tail = tail_of(chat, now=now)
    if same and cursor.tail == tail.digest:
        return None
    return part_since(agent, chat, cursor, now=now, tail=tail, others=others)


def press_refresh(chat: Chat, *, now: datetime) -> bool:
    """Refreshes the chat, due or not, and its messages. Returns whether the page must be reloaded, because a message
    between others has become readable."""
    chat = conversation.read_on_if_due(sightings.refresh_chat(chat, now=now), now=now)
    return conversation.read_again(chat, now=now)


def changed_part(agent: User, chat: Chat, cursor: Cursor, *, now: datetime, draft: Draft | None = None) -> ChatPage:
    """What is newer than the cursor after the agent has sent something or pressed Refresh. The chat is read again,
    since that may have changed it. `draft` is the draft that sending left, if the agent sent something."""
    return part_since(agent, people.reread_chat(agent, chat), cursor, now=now, draft=draft)


def part_since(  # noqa: PLR0913  (the optional ones are keyword-only)
    agent: User,
    chat: Chat,
    cursor: Cursor,
    *,
    now: datetime,
    tail: Tail | None = None,
    others: Others | None = None,
    draft: Draft | None = None,
) -> ChatPage:
    """The messages newer than the cursor's last, and everything else on the page that can change."""
    tail = tail or tail_of(chat, now=now)
    messages = newer_than(chat, cursor.last, version=cursor.version)
    others = presence.others_at(agent, chat, now=now) if others is None else others
    carried = replies.draft_of(agent, chat) if cursor.reply and not draft else draft
    reply_id = carried.reply_id if cursor.reply and carried else None
    return ChatPage(
        agent=agent,
        chat=chat,
        now=now,
        messages=messages,
        tail=tail,
        cursor=Cursor.at(chat, last=messages.last, tail=tail.digest, presence=others.digest, reply=reply_id),
        store_name=chat.seller.store_name(chat.campaign_id),
        auto_refreshes=auto_refreshes(agent, chat, tail),
        draft=carried,
        others=others,
        first_fill=cursor.last is None,
        settled=draft is None and reply_id != cursor.reply,
        # A page so far behind is reloaded: it would miss what is beyond one part until the chat changes again.
        outdated=cursor.last is not None and (messages.above is None or len(messages.found) >= conversation.MOST_AFTER),
        status_is_due=chat.status != ChatStatus.FINISHED and jobs.is_due(chat, now=now),
        offered_tags=tags.tags_seen_by(agent),
    )


def auto_refreshes(agent: User, chat: Chat, tail: Tail) -> bool:
    """Whether the page asks for news by itself: until the chat has been read once, and then until it is finished,
    unless the agent has switched that off."""
    return tail.reading or (chat.status != ChatStatus.FINISHED and people.preferences_of(agent).auto_refresh)


def fetch_unknown_chat(agent: User, seller: Seller, chat_id: int, *, now: datetime) -> Chat | Problem:
    """A chat that was opened by its address and is not stored yet. This counts, and is recorded, as a lookup. Returns
    the chat, or the problem: `too_fast` when the agent has made too many lookups."""
    if refusal := lookup.too_fast(agent, 1, now=now):
        return refusal
    outcome = sightings.fetch_chat(seller, chat_id, now=now)
    lookup.record_lookup(agent, lookup.found_by_address(seller, chat_id, outcome, now=now), seller=seller, now=now)
    return outcome
