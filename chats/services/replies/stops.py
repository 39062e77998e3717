"""What stops a submission before anything leaves: its id was used, a question is open, the text cannot go, nobody may
write, or somebody else has written meanwhile, or is writing."""

from dataclasses import replace
from uuid import UUID

from django.utils import timezone

from chats.market.limits import LONGEST_MESSAGE
from chats.market.text import visible
from chats.market.types import Sender
from chats.models import Message, Reply, Seller
from chats.problems import EMPTY_TEXT, MISSING_VALUE, READ_ONLY_TOKEN, TOO_LONG, USED_ID, Problem
from chats.services import conversation, presence, sellers
from chats.services.conversation import ReplyState, is_open_question
from chats.services.prepared import has_gaps
from chats.services.replies.outcome import (
    AGAIN,
    INVALID,
    QUESTION,
    REFUSED,
    News,
    Outcome,
    Seen,
    Submission,
    outcome_of,
    stopped,
)
from chats.services.replies.unfinished import open_question, unfinished_replies
from chats.services.upstream import Lane

HISTORY_CHECK_SECONDS = 4.0  # at most, to read the history before sending, and after an unknown outcome


def earlier_outcome(submission: Submission, reply_id: UUID, text: str | None = None) -> Outcome | None:
    """AGAIN, with what became of the reply, when this id was used before; REFUSED when it is not the agent's; QUESTION
    when it is an open one, and this `text` another."""
    reply = Reply.objects.filter(pk=reply_id).first()
    if reply is None:
        return None
    if (reply.agent_id, reply.chat_id) != (submission.agent.pk, submission.chat.pk):
        return stopped(submission, REFUSED, USED_ID)
    if is_open_question(reply, now=submission.clock.now):
        reply.state = ReplyState.UNKNOWN
        if text is not None and text != reply.text:
            return outcome_of(submission, QUESTION, reply=reply)
    return outcome_of(submission, AGAIN, reply=reply, problem=reply.problem)


def unanswered_question(submission: Submission) -> Outcome | None:
    """QUESTION while an earlier text of the agent's waits for somebody to say whether it arrived: the buyer would get
    the two in an order that nobody knows."""
    reply = open_question(submission.agent, submission.chat, now=submission.clock.now)
    return outcome_of(submission, QUESTION, reply=reply) if reply else None


def invalid_text(submission: Submission, text: str) -> Outcome | None:
    if not visible(text):
        return stopped(submission, INVALID, EMPTY_TEXT)
    if len(text) > LONGEST_MESSAGE:
        return stopped(submission, INVALID, TOO_LONG)
    return stopped(submission, INVALID, MISSING_VALUE) if has_gaps(text) else None


def no_permission(submission: Submission) -> Outcome | None:
    problem = cannot_write(submission.chat.seller)
    return outcome_of(submission, REFUSED, problem=problem) if problem else None


def news_since(submission: Submission, seen: Seen) -> News:
    """What has happened in the chat that the agent has not seen, by one look at Market's history.

    However lately the desk has read it: an order may be cancelled in the second before the press. Market allows ten
    readings for each text. A problem while reading stops nobody, and neither does an answer that takes longer than
    four seconds: better a reply that misses the newest message than none. The open page says what is wrong.
    """
    conversation.read_on(submission.chat, Lane.SEND, now=submission.clock.now, deadline=HISTORY_CHECK_SECONDS)
    others = presence.others_at(submission.agent, submission.chat, now=submission.clock.now)
    writers = tuple(one for one in others.writers if one.pk not in seen.writers)
    return replace(known_news(submission, seen), writers=writers)


def known_news(submission: Submission, seen: Seen) -> News:
    """What others have written since, as far as the desk knows: Market is not asked. A colleague's reply is news from
    the moment on in which it leaves; who has seen it so has seen its message, too."""
    shown = [conversation.message_of(submission.chat, one) for one in seen.messages if one]
    newest = max((one for one in shown if one), key=lambda one: (one.created_at, one.message_id), default=None)
    later = conversation.messages_after(submission.chat, newest.message_id if newest else None)
    unfinished = unfinished_replies(submission.chat, now=submission.clock.now)
    return News(
        messages=tuple(one for one in later if is_news(one, submission, seen)),
        replies=tuple(one for one in unfinished if one.agent_id != submission.agent.pk and one.pk not in seen.replies),
    )


def is_news(message: Message, submission: Submission, seen: Seen) -> bool:
    reply: Reply | None = getattr(message, "reply", None)
    if message.sender != Sender.PARTNER or reply is None:
        return True
    return not conversation.is_by(submission.agent, message) and reply.pk not in seen.replies


def cannot_write(seller: Seller) -> Problem | None:
    """Why nobody can write to this seller's buyers, by the scopes of its token: READ_ONLY_TOKEN or "missing_scope".
    None when one can, or when the scopes are not known. With a problem, pages show no composer."""
    findings = sellers.findings(tuple(seller.scopes))
    kinds = {"read_only": READ_ONLY_TOKEN, "no_communication": "missing_scope"}
    kind = next((kinds[finding] for finding in findings if finding in kinds), None)
    return Problem(kind=kind, at=seller.checked_at or timezone.now()) if kind else None
