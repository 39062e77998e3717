"""Unfinished replies: on their way, sent but not yet in the chat's history, or open questions, which an agent
resolves."""

from datetime import datetime, timedelta
from functools import cache
from typing import Protocol
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from chats import database
from chats.models import Chat, Draft, Reply
from chats.services import conversation
from chats.services.conversation import ReplyState, is_open_question
from chats.services.replies import drafts
from chats.statements import Parameter, Statement

DISPLAY_TIME = timedelta(hours=1)


class Decision(Protocol):
    """`drop` or `confirm`."""

    def __call__(self, agent: User, chat: Chat, reply_id: UUID, *, now: datetime) -> Draft: ...


def unfinished_replies(chat: Chat, *, now: datetime) -> list[Reply]:
    """Replies without a matching message in the history, oldest first, each with its agent.

    A sent one is left out after an hour, in which Market has not shown it. One whose process died is given as
    UNKNOWN, though its row still says SENDING.
    """
    stale, rows = now - DISPLAY_TIME, without_message().run(chat=chat.pk)
    shown = [reply for reply in rows if reply.state != ReplyState.SENT or reply.started_at >= stale]
    for reply in shown:
        if is_open_question(reply, now=now):
            reply.state = ReplyState.UNKNOWN
    return shown


@cache
def without_message() -> Statement[Reply]:
    states = [ReplyState.SENDING, ReplyState.UNKNOWN, ReplyState.SENT]
    waiting = Reply.objects.filter(chat=Parameter("chat"), message=None, state__in=states).order_by("started_at")
    # There is hardly ever one, so the agents are fetched by a second query, which then does not run at all.
    return Statement(waiting.prefetch_related("agent"))


def drop(agent: User, chat: Chat, reply_id: UUID, *, now: datetime) -> Draft:
    """Resolve an open question as DROPPED: the agent has looked, and the reply has not arrived. Its text is back in the
    agent's draft, which is returned, under a new id, or beside it if the agent is writing something else. Leaves a
    reply alone that is no open question of this chat."""
    return resolve(agent, chat, reply_id, ReplyState.DROPPED, now=now)


def confirm(agent: User, chat: Chat, reply_id: UUID, *, now: datetime) -> Draft:
    """Resolve an open question as SENT: the agent has looked, and the reply has arrived. Returns the draft,
    empty unless something else is in it. Leaves a reply alone that is no open question of this chat."""
    return resolve(agent, chat, reply_id, ReplyState.SENT, now=now)


def resolve(agent: User, chat: Chat, reply_id: UUID, state: str, *, now: datetime) -> Draft:
    with transaction.atomic():
        database.lock(Chat.objects.only("pk")).get(pk=chat.pk)  # before the reply, as everywhere
        reply = database.lock(Reply.objects.filter(pk=reply_id, chat=chat)).first()
        if reply is not None and is_open_question(reply, now=now):
            # All at once and in one order, or two agents who decide about each other's replies would deadlock.
            both = Draft.objects.filter(chat=chat, agent__in=[agent.pk, reply.agent_id]).order_by("pk")
            list(database.lock(both))
            conversation.settle_reply(reply, state, now=now)
            # The author has it back by now, and so has the agent who decided, if that is another.
            if state == ReplyState.DROPPED and reply.agent_id != agent.pk:
                conversation.give_back(drafts.lock_draft(agent, chat, now=now), reply.text, now=now)
    return drafts.draft_of(agent, chat)


def open_question(agent: User, chat: Chat, *, now: datetime) -> Reply | None:
    """The reply whose outcome is unknown and whose id the agent's draft still has: until somebody has decided about it,
    nothing more is sent."""
    reply = Reply.objects.filter(pk=drafts.draft_of(agent, chat).reply_id, agent=agent, chat=chat).first()
    return reply if reply and is_open_question(reply, now=now) else None
