"""Sending at most once: a row is committed before the call to Market, and settled after it.

Why at most once and not at least once: Market has no idempotency key, so a reply sent again after a lost answer may
reach the buyer twice, which nothing can undo. A reply that did not arrive is seen, and can be sent again by the agent.

How: the page makes the id of the reply, which is the row's primary key. Whoever inserts the row sends; any other
request with this id (a second press, another tab, the browser's own retry) finds the row and sends nothing. A row is
one attempt. Once its outcome is certain (sent, or certainly not sent), the draft gets a new id for the next one. An
unknown outcome keeps the id, so that the same form cannot send again until the agent or the chat's history has settled
the question.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from chats import database
from chats.clock import Clock
from chats.market.client import Client
from chats.market.errors import KeyRejected, MarketError, NotFound, NotReached, RateLimited, Refused
from chats.market.limits import SEND_MESSAGE_TO_CHAT, Answer
from chats.market.token import Token, looks_like_a_token
from chats.models import Chat, History, Reply
from chats.problems import (
    LIKE_A_KEY,
    READ_ONLY_TOKEN,
    SLOW,
    USED_ID,
    NotNow,
    Problem,
    problem_of,
)
from chats.services import conversation, inbox, presence, upstream
from chats.services.conversation import REPLY_LEASE, ReplyState, newest_message
from chats.services.drafts import Base, as_typed
from chats.services.replies import drafts
from chats.services.replies.outcome import (
    HELD,
    REFUSED,
    SENT,
    UNKNOWN,
    News,
    Outcome,
    Seen,
    Submission,
    outcome_of,
    stopped,
)
from chats.services.replies.stops import (
    HISTORY_CHECK_SECONDS,
    earlier_outcome,
    invalid_text,
    known_news,
    news_since,
    no_permission,
    unanswered_question,
)
from chats.services.upstream import Lane

# Together less than REPLY_LEASE: once the lease of a row has run out, its call cannot be under way any more.
START_SECONDS = 10.0  # at most, from the row to the call
CALL_SECONDS = 25.0  # at most
# Errors after which it is certain that Market did not take the reply.
CERTAINLY_NOT = (NotNow, NotReached, KeyRejected, NotFound, RateLimited, Refused)

STATES = {SENT: ReplyState.SENT, REFUSED: ReplyState.REFUSED, UNKNOWN: ReplyState.UNKNOWN}

Call = Callable[[Client, Token], Answer[None]]


def send_text(  # noqa: PLR0913  (what the form carries, all by keyword)
    agent: User,
    chat: Chat,
    *,
    reply_id: UUID,
    text: str,
    seen: int | None,
    anyway: int | None = None,
    colleagues: Seen | None = None,
    with_key: bool = False,
    base: Base | None = None,
    now: datetime,
) -> Outcome:
    """Send a text to the buyer, at most once for each `reply_id`.

    `seen` is the id of the newest message on the agent's page (None: it has none), `anyway` of the newest that has held
    this text up already, `colleagues` what the agent knows of theirs. What others wrote since holds it up, and so does
    a colleague who writes in this chat, or a text that looks like a key, unless `with_key`.
    The text is first saved as the agent's draft, if `base` allows it, and stays there until Market has taken it.
    `chat` must have its seller loaded. Raises one of `database.AWAY` when the desk's database takes no writes; even
    then the same id never sends twice.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendMessageToChat
    """
    submission, text = Submission(agent=agent, chat=chat, clock=Clock(now)), as_typed(text)
    saved = drafts.save_draft(agent, chat, text, now=now, reply_id=reply_id, base=base)
    stop = earlier_outcome(submission, reply_id, text) or unanswered_question(submission)
    if stop := stop or invalid_text(submission, text) or no_permission(submission):
        return stop
    if looks_like_a_token(text) and not with_key:
        return stopped(submission, HELD, LIKE_A_KEY)
    known = replace(colleagues or Seen(), messages=(seen, anyway))

    def held(news: News) -> Outcome:
        drafts.keep_held(text, saved, now=submission.clock.now)
        return outcome_of(submission, HELD, news=news, with_key=with_key)

    if news := news_since(submission, known):
        return held(news)
    reply = Reply(reply_id=reply_id, text=text)

    def call(client: Client, token: Token) -> Answer[None]:
        return client.send_message_to_chat(
            token, business_id=chat.seller.business_id, chat_id=chat.chat_id, message=text, deadline=CALL_SECONDS
        )

    try:
        return at_most_once(submission, reply, SEND_MESSAGE_TO_CHAT, call, known)
    except Overtaken as overtaken:
        return held(overtaken.news)


class Overtaken(Exception):
    """Somebody was quicker by a moment, and `news` came of it. Nothing has left."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news


def at_most_once(
    submission: Submission, reply: Reply, operation: str, call: Call, known: Seen | None = None
) -> Outcome:
    """Insert the row, call Market, settle the row. A process that dies in between leaves the row SENDING, which counts
    as an open question once its lease has run out. Raises Overtaken for what is not `known`; without that, nothing
    overtakes it."""
    if not insert_row(submission, reply, known):
        return earlier_outcome(submission, reply.pk) or stopped(submission, REFUSED, USED_ID)
    try:
        call_market(submission, operation, call)
    except CERTAINLY_NOT as error:
        return settle(submission, reply, REFUSED, problem_of_refusal(error, at=submission.clock.now))
    except MarketError as error:
        unknown = settle(submission, reply, UNKNOWN, problem_of(error, at=submission.clock.now))
        return reconcile_now(submission, unknown, reply)
    return settle(submission, reply, SENT)


def insert_row(submission: Submission, reply: Reply, known: Seen | None = None) -> bool:
    """Commit the row, to the disk, before anything leaves. False when another request has inserted this id.

    With the chat locked, so that of two agents who reply at the same moment the second finds the first one's row.
    """
    last = newest_message(submission.chat)
    reply.chat, reply.agent = submission.chat, submission.agent
    reply.known_message_id = last.message_id if last else None
    reply.started_at = submission.clock.now
    reply.leased_until = reply.started_at + REPLY_LEASE
    try:
        with transaction.atomic():
            database.lock(Chat.objects.only("pk")).get(pk=submission.chat.pk)
            if known and (news := known_news(submission, known)):
                raise Overtaken(news)
            reply.save(force_insert=True)
            presence.stop_writing(submission.agent, submission.chat)
            inbox.take_if_nobodys(submission.agent, submission.chat, now=reply.started_at)
            # Marks the history as not up to date: should this process die now, the next page reads it, and finds out
            # whether the reply has arrived.
            # A history that waits after a problem goes on waiting.
            due_at = Coalesce("due_at", Value(reply.started_at))
            History.objects.filter(chat=submission.chat).update(complete_upto=None, due_at=due_at, is_news=True)
    except IntegrityError:
        return False
    return True


def call_market(submission: Submission, operation: str, call: Call) -> None:
    inserted_at = time.monotonic()

    def in_time(client: Client, token: Token) -> Answer[None]:
        # A process that was suspended may wake up after its lease, when the agent has already decided to send again.
        if time.monotonic() - inserted_at > START_SECONDS:
            raise NotNow(SLOW)
        return call(client, token)

    with upstream.thread_budget(Lane.SEND, now=submission.clock.now):
        upstream.ask(submission.chat.seller, operation, Lane.SEND, in_time, now=submission.clock.now)


def problem_of_refusal(error: MarketError | NotNow, *, at: datetime) -> Problem:
    """Why Market, or the desk itself, did not take the reply. A scope that is missing here is the one for writing."""
    problem = problem_of(error, at=at)
    return replace(problem, kind=READ_ONLY_TOKEN) if problem.kind == "missing_scope" else problem


def settle(submission: Submission, reply: Reply, kind: str, problem: Problem | None = None) -> Outcome:
    """Note the outcome on the row. SENT empties the draft; SENT and REFUSED give it a new id."""
    conversation.settle_reply(reply, STATES[kind], now=submission.clock.now, problem=problem)
    return outcome_of(submission, kind, reply=reply, problem=problem)


def reconcile_now(submission: Submission, unknown: Outcome, reply: Reply) -> Outcome:
    """Read the history once: a message there that matches the reply settles it as SENT. Else it stays `unknown`."""
    conversation.read_on(submission.chat, Lane.AGENT, now=submission.clock.now, deadline=HISTORY_CHECK_SECONDS)
    reply.refresh_from_db()
    return outcome_of(submission, SENT, reply=reply) if reply.state == ReplyState.SENT else unknown
