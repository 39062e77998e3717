"""What agents send, at most once: the row is committed before the call and settled after it.

Whoever has written the row sends; a form that comes again finds the row. Each row is one attempt: once its outcome is
certain (sent, or certainly not), the draft gets a new id for the next one. An unknown outcome keeps the id, so that the
same form cannot send again before the agent or the history has answered the question.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from chats.market.client import Client
from chats.market.errors import KeyRejected, MarketError, NotFound, NotReached, RateLimited, Refused
from chats.market.limits import LONGEST_MESSAGE, SEND_FILE_TO_CHAT, SEND_MESSAGE_TO_CHAT, Answer
from chats.market.text import visible
from chats.market.token import Token
from chats.market.types import Sender
from chats.models import Chat, History, Message, Reply, Seller
from chats.problems import (
    EMPTY_TEXT,
    MISSING_VALUE,
    READ_ONLY_TOKEN,
    SLOW,
    TOO_LONG,
    USED_ID,
    NotNow,
    Problem,
    problem_of,
)
from chats.services import conversation, sellers, upstream
from chats.services.conversation import REPLY_LEASE, ReplyState, is_open_question, newest_message
from chats.services.prepared import has_marks
from chats.services.replies import drafts
from chats.services.replies.attachments import attachment_of
from chats.services.replies.outcome import AGAIN, HELD, INVALID, REFUSED, SENT, UNKNOWN, Outcome, Submission
from chats.services.upstream import Lane

FRESH_ENOUGH = timedelta(seconds=5)
GLANCE = 4.0  # seconds for a look into the history before sending, and after an unknown outcome
# Together less than LEASE: a row whose lease has run out is certainly not on its way any more.
LATEST_START = 10.0  # seconds from the row to the call
LONGEST_CALL = 25.0
# Errors that say for certain that Market did not take it.
CERTAINLY_NOT = (NotNow, NotReached, KeyRejected, NotFound, RateLimited, Refused)

STATES = {SENT: ReplyState.SENT, REFUSED: ReplyState.REFUSED, UNKNOWN: ReplyState.UNKNOWN}

Call = Callable[[Client, Token], Answer[None]]


def send_text(  # noqa: PLR0913  (what the form carries, all by keyword)
    agent: User, chat: Chat, *, reply_id: UUID, text: str, seen: int | None, anyway: bool, now: datetime
) -> Outcome:
    """Send a text to the buyer, at most once for a `reply_id`.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendMessageToChat

    `seen` is the id of the newest message on the agent's page. The text is kept as the agent's draft before anything
    else, and stays there until Market took it. `chat` needs its seller. Raises one of `database.AWAY` when the desk's
    database takes nothing; then, too, the same id never sends twice.
    """
    press, text = Submission(agent=agent, chat=chat, now=now), drafts.tidy(text)
    drafts.keep_draft(agent, chat, text, now=now, reply_id=reply_id)
    if stop := used_before(press, reply_id) or unfit(press, text) or forbidden(press):
        return stop
    if not anyway and (news := news_since(press, seen)):
        return press.outcome(HELD, news=news)
    reply = Reply(reply_id=reply_id, text=text)

    def call(client: Client, token: Token) -> Answer[None]:
        return client.send_message_to_chat(
            token, business_id=chat.seller.business_id, chat_id=chat.chat_id, message=text, deadline=LONGEST_CALL
        )

    return at_most_once(press, reply, SEND_MESSAGE_TO_CHAT, call)


def send_file(  # noqa: PLR0913  (what the form carries, all by keyword)
    agent: User, chat: Chat, *, reply_id: UUID, name: str, content: bytes, now: datetime
) -> Outcome:
    """Send a file, at most once for a `reply_id`, which is not the draft's but one that the page made for this file.
    The type is judged by the content, whatever the browser says; nothing of it is kept on our disk.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendFileToChat
    """
    press = Submission(agent=agent, chat=chat, now=now)
    if stop := used_before(press, reply_id) or forbidden(press):
        return stop
    file = attachment_of(name, content)
    if isinstance(file, str):
        return press.stopped(INVALID, file)
    reply = Reply(reply_id=reply_id, file_name=file.name, file_size=len(content))

    def call(client: Client, token: Token) -> Answer[None]:
        return client.send_file_to_chat(
            token,
            business_id=chat.seller.business_id,
            chat_id=chat.chat_id,
            name=file.name,
            content=content,
            content_type=file.content_type,
            deadline=LONGEST_CALL,
        )

    return at_most_once(press, reply, SEND_FILE_TO_CHAT, call)


def used_before(press: Submission, reply_id: UUID) -> Outcome | None:
    reply = Reply.objects.filter(pk=reply_id).first()
    if reply is None:
        return None
    if (reply.agent_id, reply.chat_id) != (press.agent.pk, press.chat.pk):
        return press.stopped(REFUSED, USED_ID)
    if is_open_question(reply, now=press.moment):
        reply.state = ReplyState.UNKNOWN
    return press.outcome(AGAIN, reply=reply, problem=reply.problem)


def unfit(press: Submission, text: str) -> Outcome | None:
    if not visible(text):
        return press.stopped(INVALID, EMPTY_TEXT)
    if len(text) > LONGEST_MESSAGE:
        return press.stopped(INVALID, TOO_LONG)
    return press.stopped(INVALID, MISSING_VALUE) if has_marks(text) else None


def forbidden(press: Submission) -> Outcome | None:
    problem = cannot_write(press.chat.seller)
    return press.outcome(REFUSED, problem=problem) if problem else None


def news_since(press: Submission, seen: int | None) -> tuple[Message, ...]:
    """What others have written since the agent's page was drawn. That Market cannot tell it does not stop anyone."""
    read = History.objects.filter(chat=press.chat).first()
    if read is None or read.read_at is None or abs(press.now - read.read_at) > FRESH_ENOUGH:
        conversation.read_on(press.chat, Lane.SEND, now=press.moment, deadline=GLANCE)
    shown = seen if seen and conversation.message_of(press.chat, seen) else None
    later = conversation.messages_after(press.chat, shown)
    return tuple(one for one in later if one.sender != Sender.PARTNER or not conversation.is_by(press.agent, one))


def at_most_once(press: Submission, reply: Reply, operation: str, call: Call) -> Outcome:
    if not written(press, reply):
        return used_before(press, reply.pk) or press.stopped(REFUSED, USED_ID)
    try:
        call_market(press, operation, call)
    except CERTAINLY_NOT as error:
        return settled(press, reply, REFUSED, refusal(error, at=press.moment))
    except MarketError as error:
        return reconcile_now(press, settled(press, reply, UNKNOWN, problem_of(error, at=press.moment)), reply)
    return settled(press, reply, SENT)


def written(press: Submission, reply: Reply) -> bool:
    """Write the row; False when there is one with this id. The disk has it before anything leaves."""
    last = newest_message(press.chat)
    reply.chat, reply.agent, reply.known_message_id = press.chat, press.agent, last.message_id if last else None
    reply.started_at = press.moment
    reply.leased_until = reply.started_at + REPLY_LEASE
    try:
        with transaction.atomic():
            reply.save(force_insert=True)
            # Should this process die now, the next page that looks reads the history.
            History.objects.filter(chat=press.chat).update(upto=None, due_at=press.moment)
    except IntegrityError:
        return False
    return True


def call_market(press: Submission, operation: str, call: Call) -> None:
    row_is_there = time.monotonic()

    def in_time(client: Client, token: Token) -> Answer[None]:
        # A process that stood still may wake when its lease is over and the agent has decided to send anew.
        if time.monotonic() - row_is_there > LATEST_START:
            raise NotNow(SLOW)
        return call(client, token)

    with upstream.thread_budget(Lane.SEND, now=press.moment):
        upstream.ask(press.chat.seller, operation, Lane.SEND, in_time, now=press.moment)


def refusal(error: MarketError | NotNow, *, at: datetime) -> Problem:
    """Market's reason; a scope that is missing here is the one for writing."""
    problem = problem_of(error, at=at)
    return replace(problem, kind=READ_ONLY_TOKEN) if problem.kind == "missing_scope" else problem


def settled(press: Submission, reply: Reply, kind: str, problem: Problem | None = None) -> Outcome:
    conversation.settle_reply(reply, STATES[kind], now=press.moment, problem=problem)
    return press.outcome(kind, reply=reply, problem=problem)


def reconcile_now(press: Submission, unknown: Outcome, reply: Reply) -> Outcome:
    """Look into the history once: what is there has been sent."""
    conversation.read_on(press.chat, Lane.AGENT, now=press.moment, deadline=GLANCE)
    reply.refresh_from_db()
    return press.outcome(SENT, reply=reply) if reply.state == ReplyState.SENT else unknown


def cannot_write(seller: Seller) -> Problem | None:
    """Why nobody can write to this seller's buyers at all, as far as the token's scopes are known: then there is no
    composer. `read_only_token` or `missing_scope`."""
    found = sellers.findings(tuple(seller.scopes))
    kinds = {"read_only": READ_ONLY_TOKEN, "no_communication": "missing_scope"}
    kind = next((kinds[finding] for finding in found if finding in kinds), None)
    return Problem(kind=kind, at=seller.checked_at or timezone.now()) if kind else None
