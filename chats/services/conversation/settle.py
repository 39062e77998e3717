"""What became of a reply: noted once its call has ended, or found out from the chat's history."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Case, Q, When

from chats import database
from chats.clock import is_ahead
from chats.market.types import Sender
from chats.models import Chat, Draft, History, Message, Reply
from chats.problems import Problem
from chats.services import sightings, upstream
from chats.services.conversation import aside, matching
from chats.services.conversation.store import note_uncounted

ReplyState = Reply.State

# Longer than sending may take, from the row to the answer (see `replies`): a lease expires only if its process died.
REPLY_LEASE = upstream.SLOT_LEASE
LOOKED_FOR = timedelta(days=7)
LOOKED_AT_AGAIN = timedelta(hours=1)
# If one message fits two replies, it goes to the one whose outcome is more certain.
CERTAINTY = Case(When(state=ReplyState.SENT, then=0), When(state=ReplyState.SENDING, then=1), default=2)


def is_open_question(reply: Reply, *, now: datetime) -> bool:
    """Whether nobody knows if it arrived: no answer came, or the process that sent it died."""
    under_way = is_ahead(reply.leased_until, REPLY_LEASE, now=now)
    return reply.state == ReplyState.UNKNOWN or (reply.state == ReplyState.SENDING and not under_way)


def settle_reply(reply: Reply, state: str, *, now: datetime, problem: Problem | None = None) -> None:
    """Write down what became of a reply, with its draft, and have the open pages look at the chat anew.

    An unknown outcome never replaces a known one, which the history may have told in the meantime.
    """
    told = Reply.problem_columns(problem) | {"state": state, "settled_at": now}
    if state == ReplyState.REFUSED:
        told["message"] = None
    with transaction.atomic():
        # Before the reply and its draft, as whoever inserts one does: the other way round the two would deadlock.
        database.lock(Chat.objects.only("pk")).get(pk=reply.chat_id)
        rows = Reply.objects.filter(pk=reply.pk)
        if (rows.filter(state=ReplyState.SENDING) if state == ReplyState.UNKNOWN else rows).update(**told):
            settle_draft(reply, state, now=now)
        if state != ReplyState.REFUSED:
            make_due(reply.chat_id, now=now)
    reply.refresh_from_db()


def settle_draft(reply: Reply, state: str, *, now: datetime) -> None:
    """What was sent leaves the composer, unless something else is in it by now; what was not goes back, or beside the
    draft. Either way the next reply has an id of its own. If the outcome is unknown, the draft keeps its id, so that it
    cannot be sent again."""
    if state == ReplyState.UNKNOWN:
        return
    of_author = Q(agent=reply.agent_id, chat=reply.chat_id)
    for draft in database.lock(Draft.objects.filter(Q(reply_id=reply.pk) | of_author)).order_by("pk"):
        if state != ReplyState.SENT and draft.agent_id == reply.agent_id:
            aside.give_back(draft, reply.text, now=now)
        elif state == ReplyState.SENT and draft.reply_id == reply.pk and aside.storable_text(reply.text) == draft.text:
            aside.change_text(draft, "", now=now)
        if draft.reply_id == reply.pk:
            draft.reply_id = uuid4()
            draft.save(update_fields=["reply_id"])


def make_due(chat_pk: int, *, now: datetime) -> None:
    """Make the chat and its history due, so that the next pulse of an open page asks Market for both."""
    sightings.end_rest(chat_pk, now=now)
    History.objects.filter(pk=chat_pk).update(complete_upto=None, due_at=now, is_news=True)


def settle_by_history(chat: Chat, *, now: datetime) -> None:
    """Match replies with stored messages: a reply found in the history becomes SENT and is linked to its message.
    Called whenever a history was read.

    A reply that got a message which does not fit is looked at again for an hour, should one that fits come later.
    """
    rows = replies_to_match(chat, now=now)
    unsure = [row for row in rows if row.message is None or not matching.fits(row.message, row)]
    if not unsure:
        return
    since = min(row.started_at for row in unsure) - matching.CLOCKS_APART
    written = Message.objects.filter(chat=chat, sender=Sender.PARTNER, created_at__gte=since, reply=None)
    unmatched = list(written.order_by("created_at", "message_id"))
    if not unmatched:
        return
    known_ids = [row.known_message_id for row in unsure if row.known_message_id]
    known = {one.message_id: one for one in Message.objects.filter(chat=chat, message_id__in=known_ids)}
    waiting = [matching.Waiting(row, known.get(row.known_message_id or 0)) for row in unsure]
    found = matching.Matching(waiting, unmatched, linked=[row for row in rows if row.message]).found
    for row in unsure:
        if row.pk in found:
            arrived(row, found[row.pk], now=now)


def replies_to_match(chat: Chat, *, now: datetime) -> list[Reply]:
    """Replies without a message, and those that got theirs lately; the most certain first, then by time."""
    waiting = Q(message=None, state__in=[ReplyState.SENT, ReplyState.SENDING, ReplyState.UNKNOWN])
    lately = Q(message__isnull=False, state=ReplyState.SENT, started_at__gt=now - LOOKED_AT_AGAIN)
    rows = Reply.objects.filter(waiting | lately, chat=chat, started_at__gt=now - LOOKED_FOR)
    return list(rows.select_related("message").order_by(CERTAINTY, "started_at"))


def arrived(reply: Reply, message: Message, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            row = database.lock(Reply.objects.all()).get(pk=reply.pk)
            if row.message_id == reply.message_id:  # else another process has matched it meanwhile
                note_arrival(row, message, now=now)
    except IntegrityError:
        # Another process has matched the message with another reply meanwhile.
        return


def note_arrival(row: Reply, message: Message, *, now: datetime) -> None:
    if row.state in (ReplyState.REFUSED, ReplyState.DROPPED):
        return
    row.message = message
    if row.state != ReplyState.SENT:
        row.state, row.settled_at = ReplyState.SENT, now
        settle_draft(row, ReplyState.SENT, now=now)
    row.save(update_fields=["message", "state", "settled_at"])
    note_uncounted(row.chat_id, message.created_at)  # the reports say who has written it
