"""All that the page of a chat shows, gathered for one agent: the whole page, the page of earlier messages, and the part
that brings an open page up to date. Nothing is put into words here: that is `presenters/chat_page.py`."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.models import User

from chats.clock import Clock
from chats.cursor import Cursor
from chats.market.types import ChatStatus
from chats.models import Chat, Draft, Message, Reply, Seller
from chats.problems import Problem
from chats.services import conversation, lookup, people, replies, sightings

MOST = 50  # messages of a page, and of each step back


@dataclass(frozen=True, kw_only=True)
class PageMessages:
    """The messages of a page or a part, oldest first. `last` is the newest on the page, `above` the message that stands
    over these already, `older` the one before which there is more. `problem` kept earlier messages from coming."""

    found: Sequence[Message]
    last: int | None = None
    above: Message | None = None
    first_unread: int | None = None
    older: int | None = None
    earlier: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Tail:
    """What stands under the newest message. `reading` is true while the desk has not read the chat even once; `mark`
    changes with what is shown, and is empty when nothing here can change by itself."""

    unfinished: Sequence[Reply]
    reading: bool
    problem: Problem | None
    mark: str


@dataclass(frozen=True, kw_only=True)
class ChatPage:
    """What one agent's page of a chat shows at `now`, or what a part of it changes.

    `cursor` is what the page shows from now on. `cannot_write` says why nobody can write to this seller's buyers.
    `follows` is whether the page asks for news by itself. A part has no `recents`, and a `draft` only where the open
    page carries one; `settled` says that the page's draft is another since, `outdated` that the page shows a message
    which the desk has given up: then it has to be opened anew.
    """

    agent: User
    chat: Chat
    now: datetime
    messages: PageMessages
    tail: Tail
    cursor: Cursor
    store_name: str | None
    follows: bool
    draft: Draft | None
    file_id: UUID = field(default_factory=uuid4)  # of the next file that the page sends
    cannot_write: Problem | None = None
    recents: Sequence[Chat] = ()
    first_fill: bool = False
    settled: bool = False
    outdated: bool = False


def whole_page(
    agent: User, chat: Chat, *, now: datetime, recents: Sequence[Chat] | None = None, draft: Draft | None = None
) -> ChatPage:
    """The page with the newest messages. `recents` and `draft` are given where the caller has them already."""
    found, unread = conversation.newest_page(agent, chat, most=MOST)
    last = found[-1].message_id if found else None
    shown = PageMessages(found=found, last=last, first_unread=unread, older=older_than(chat, found))
    return page_with(shown, agent, chat, now=now, recents=recents, draft=draft)


def earlier_page(agent: User, chat: Chat, message: Message, *, now: datetime) -> ChatPage:
    """The page with the messages before that one. It follows nothing."""
    return page_with(earlier_messages(chat, message, now=now), agent, chat, now=now)


def earlier_messages(chat: Chat, message: Message, *, now: datetime) -> PageMessages:
    """The messages before that one, for an open page that goes back; Market is asked when the desk has no more."""
    problem = conversation.read_older(chat, message, now=now)
    found = conversation.messages_before(chat, message, most=MOST)
    if problem and not found:
        return PageMessages(found=(), older=message.message_id, earlier=True, problem=problem)
    last = found[-1].message_id if found else None
    return PageMessages(found=found, last=last, older=older_than(chat, found), earlier=True)


def page_with(  # noqa: PLR0913  (all by keyword but what and where)
    messages: PageMessages,
    agent: User,
    chat: Chat,
    *,
    now: datetime,
    recents: Sequence[Chat] | None = None,
    draft: Draft | None = None,
) -> ChatPage:
    tail, draft = tail_of(chat, now=now), draft or replies.draft_of(agent, chat)
    cannot_write = replies.cannot_write(chat.seller)
    has_composer = chat.status != ChatStatus.FINISHED and not cannot_write
    reply_id = draft.reply_id if has_composer else None
    return ChatPage(
        agent=agent,
        chat=chat,
        now=now,
        messages=messages,
        tail=tail,
        cursor=Cursor.at(chat, last=messages.last, tail=tail.mark, reply=reply_id),
        store_name=chat.seller.store_name(chat.campaign_id),
        follows=not messages.earlier and follows(agent, chat, tail),
        draft=draft,
        cannot_write=cannot_write,
        recents=lookup.recent_chats(agent) if recents is None else recents,
    )


def poll(agent: User, chat: Chat, cursor: Cursor, *, now: datetime) -> ChatPage | None:
    """The pulse of an open page: brings the chat up to date and gives what is new for this cursor, or None.

    `chat` is one of `people.pulse_for`: nearly always nothing is new, and then nothing more than that row is read.
    """
    clock = Clock(now)
    chat = catch_up(chat, pressed=False, now=now)
    same = cursor.shows(chat)
    if same and not cursor.tail and not conversation.problem_of_history(chat):
        return None
    # Market may have taken seconds, in which a colleague has begun to send.
    now = clock.now
    chat = people.reread_chat(agent, chat)
    tail = tail_of(chat, now=now)
    if same and cursor.tail == tail.mark:
        return None
    return part(agent, chat, cursor, now=now, tail=tail)


def catch_up(chat: Chat, *, pressed: bool, now: datetime) -> Chat:
    """Refreshes the chat, then reads on its messages: only the chat's new `updated_at` tells whether there are any to
    read. A person who has `pressed` waits for no time when it is due."""
    chat = sightings.refresh_chat(chat, now=now) if pressed else sightings.refresh_chat_if_due(chat, now=now)
    conversation.read_on_if_due(chat, now=now)
    return chat


def changed_part(agent: User, chat: Chat, cursor: Cursor, *, now: datetime, draft: Draft | None = None) -> ChatPage:
    """What an open page has to show after a press of the person at it. `chat` is read anew: the press has changed more
    than its row knew. `draft` is what a press of the send button has left, which the page is about to get."""
    return part(agent, people.reread_chat(agent, chat), cursor, now=now, draft=draft)


def part(  # noqa: PLR0913  (all by keyword but who, where and since when)
    agent: User, chat: Chat, cursor: Cursor, *, now: datetime, tail: Tail | None = None, draft: Draft | None = None
) -> ChatPage:
    """What is newer than the cursor's last message, and all else of the page that can change."""
    messages, tail = newer_than(chat, cursor.last), tail or tail_of(chat, now=now)
    carried = replies.draft_of(agent, chat) if cursor.reply and not draft else draft
    reply_id = carried.reply_id if cursor.reply and carried else None
    return ChatPage(
        agent=agent,
        chat=chat,
        now=now,
        messages=messages,
        tail=tail,
        cursor=Cursor.at(chat, last=messages.last, tail=tail.mark, reply=reply_id),
        store_name=chat.seller.store_name(chat.campaign_id),
        follows=follows(agent, chat, tail),
        draft=carried,
        first_fill=cursor.last is None,
        settled=draft is None and reply_id != cursor.reply,
        outdated=cursor.last is not None and messages.above is None,
    )


def newer_than(chat: Chat, last: int | None) -> PageMessages:
    found = conversation.messages_after(chat, last)
    if last is None:
        newest = found[-1].message_id if found else None
        return PageMessages(found=found, last=newest, older=older_than(chat, found))
    newest = found[-1].message_id if found else last
    return PageMessages(found=found, last=newest, above=conversation.message_of(chat, last))


def older_than(chat: Chat, found: Sequence[Message]) -> int | None:
    """The message before which there is more; what fills a page is not asked about any further."""
    if found and (len(found) >= MOST or conversation.has_older(chat, found[0])):
        return found[0].message_id
    return None


def follows(agent: User, chat: Chat, tail: Tail) -> bool:
    """Whether the page asks by itself: until the chat was read once, and then while it can change."""
    return tail.reading or (chat.status != ChatStatus.FINISHED and people.preferences_of(agent).auto_refresh)


def tail_of(chat: Chat, *, now: datetime) -> Tail:
    unfinished, problem = replies.unfinished_replies(chat, now=now), conversation.problem_of_history(chat)
    row = conversation.history_of(chat)
    reading = problem is None and (row is None or row.read_at is None)
    return Tail(
        unfinished=unfinished,
        reading=reading,
        problem=problem,
        mark=mark_of(unfinished, problem, now=now) if unfinished or reading or problem else "",
    )


def mark_of(unfinished: Sequence[Reply], problem: Problem | None, *, now: datetime) -> str:
    """A short digest of what the tail shows. A time that is over is shown no more."""
    until = problem.until if problem and problem.until and problem.until > now else None
    stopped = problem and (problem.kind, until, problem.trace)
    shown = repr((stopped, [(str(one.reply_id), str(one.state)) for one in unfinished]))
    return hashlib.sha256(shown.encode(errors="replace")).hexdigest()[:12]


def first_sight(agent: User, seller: Seller, chat_id: int, *, now: datetime) -> Chat | Problem:
    """A chat that is opened by its address and not known here yet: a lookup too, which is counted and recorded. Gives
    the chat, or the problem that stopped it: `too_fast` when the agent has looked up too many."""
    if refusal := lookup.too_fast(agent, 1, now=now):
        return refusal
    outcome = sightings.fetch_chat(seller, chat_id, now=now)
    lookup.record_lookup(agent, lookup.found_by_address(seller, chat_id, outcome, now=now), seller=seller, now=now)
    return outcome
