"""Replies that are not finished: on their way, sent and not yet in the history, or open questions, which an agent
decides."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from chats.models import Chat, Draft, Reply
from chats.services import conversation
from chats.services.conversation import ReplyState, is_open_question
from chats.services.replies import drafts

SHOWN_UNTIL = timedelta(hours=1)


def unfinished_replies(chat: Chat, *, now: datetime) -> list[Reply]:
    """Replies without a matching message in the history, oldest first, each with its agent. One whose outcome nobody
    knows is UNKNOWN here, also when its process died; a sent one is left out after an hour: Market must have changed
    its text."""
    states = [ReplyState.SENDING, ReplyState.UNKNOWN, ReplyState.SENT]
    waiting = Reply.objects.filter(chat=chat, message=None, state__in=states).order_by("started_at")
    stale = now - SHOWN_UNTIL
    # There is hardly ever one, so that its agent is not asked for beforehand.
    rows = waiting.prefetch_related("agent")
    found = [reply for reply in rows if reply.state != ReplyState.SENT or reply.started_at >= stale]
    for reply in found:
        if is_open_question(reply, now=now):
            reply.state = ReplyState.UNKNOWN
    return found


def drop(agent: User, chat: Chat, reply_id: UUID, *, now: datetime) -> Draft:
    """The agent has looked, and it is not there: the question is closed, the text is in the agent's draft again under a
    new id. A reply that is no open question of this chat stays as it is."""
    return resolve(agent, chat, reply_id, ReplyState.DROPPED, now=now)


def confirm(agent: User, chat: Chat, reply_id: UUID, *, now: datetime) -> Draft:
    """The agent has looked, and it is there: the question is closed as SENT, the draft is empty."""
    return resolve(agent, chat, reply_id, ReplyState.SENT, now=now)


def resolve(agent: User, chat: Chat, reply_id: UUID, state: str, *, now: datetime) -> Draft:
    with transaction.atomic():
        reply = Reply.objects.select_for_update().filter(pk=reply_id, chat=chat).first()
        if reply is not None and is_open_question(reply, now=now):
            conversation.settle_reply(reply, state, now=now)
            if state == ReplyState.DROPPED:
                give_back(reply, drafts.locked(agent, chat, now=now))
    return drafts.draft_of(agent, chat)


def give_back(reply: Reply, draft: Draft) -> None:
    """The text to whoever has decided, unless they are writing something else: its author has it in any case."""
    if not draft.text:
        draft.text = reply.text
        draft.save(update_fields=["text"])
