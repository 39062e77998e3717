"""Working off what Market has announced. A notification is a hint, never data: it says where to look, and what counts
is what Market answers there. What cannot be looked at is left to the sweep, which needs no hints."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from chats import database
from chats.clock import APART
from chats.market.limits import GET_BUSINESS_ORDERS, GET_CHAT, GET_CHAT_HISTORY, GET_RETURN
from chats.market.payload_notifications import CHAT_CREATED
from chats.market.types import ContextType
from chats.models import Chat, Message, Order, Return, Seller, WebhookEvent
from chats.services import conversation, jobs, sightings
from chats.services.notifications import share
from chats.services.notifications.ask import ask_for_chat
from chats.services.notifications.endings import conclude, later_or_left
from chats.services.notifications.kinds import is_of_chat, is_of_order, is_of_return

Outcome = WebhookEvent.Outcome
Subjects = QuerySet[Order] | QuerySet[Return]


def due_events(*, now: datetime) -> QuerySet[WebhookEvent]:
    """The events to be worked off at `now`, the oldest first. No join: claiming would lock its rows too."""
    of_active = WebhookEvent.objects.filter(seller__in=Seller.objects.filter(active=True).values("pk"))
    return jobs.due(of_active, now=now).order_by("due_at", "pk")


def act(event: WebhookEvent, *, now: datetime) -> None:
    """Work off one claimed event. What it is about is made due where the desk has it, and read anew in a turn of its
    own; a chat that the desk does not have is asked for, with one call to Market. The event ends in one transaction
    with its effect.

    Raises NotNow and MarketError where that call has to be made later.
    """
    if is_of_chat(event.kind) and event.chat_id:
        chat = Chat.objects.filter(seller=event.seller_id, chat_id=event.chat_id).first()
        heed_chat(event, chat, now=now) if chat else ask_for_chat(event, now=now)
    elif is_of_return(event.kind):
        returns = Return.objects.filter(seller=event.seller_id, return_id=event.return_id or 0)
        heed_subject(event, returns, GET_RETURN, now=now)
    elif is_of_order(event.kind):
        orders = Order.objects.filter(seller=event.seller_id, order_id=event.order_id or 0)
        heed_subject(event, orders, GET_BUSINESS_ORDERS, now=now)
    else:
        conclude(event, Outcome.KEPT, now=now)


def heed_chat(event: WebhookEvent, chat: Chat, *, now: datetime) -> None:
    """A known chat: have its messages read on and its status asked for. Of a burst, the first event does it."""
    if is_known(event, chat):
        conclude(event, Outcome.KNOWN, now=now)
        return
    alone = chat.context_type == ContextType.DIRECT  # its status is asked for by itself, of others twenty at once
    with database.without_fsync():
        operations = (GET_CHAT, GET_CHAT_HISTORY) if alone else (GET_CHAT_HISTORY,)
        if share.is_used_up(event.seller_id, operations, now=now):
            later_or_left(event, now=now)
            return
        sightings.mark_doubtful(event.seller_id, [chat.pk], at=now)
        reads, asks = conversation.read_soon(chat, now=now), chat.doubtful_since is None
        spent = GET_CHAT if alone and asks else GET_CHAT_HISTORY if reads else ""
        if not conclude(event, Outcome.HEEDED, now=now, **share.cost(spent, now=now)):
            transaction.set_rollback(True)


def is_known(event: WebhookEvent, chat: Chat) -> bool:
    """Whether the desk has seen already what the event announces. Of a dispute there is no telling."""
    if event.kind == CHAT_CREATED:
        return conversation.messages_at(chat) is not None
    return event.message_id is not None and Message.objects.filter(chat=chat, message_id=event.message_id).exists()


def heed_subject(event: WebhookEvent, rows: Subjects, operation: str, *, now: datetime) -> None:
    """An order or a return: have it asked for again, if it is known here and was not seen since."""
    row = rows.first()
    if row is None:
        conclude(event, Outcome.KEPT, now=now)
        return
    if event.happened_at and row.seen_at and row.seen_at > event.happened_at + APART:
        conclude(event, Outcome.KNOWN, now=now)
        return
    with database.without_fsync():
        if share.is_used_up(event.seller_id, (operation,), now=now):
            later_or_left(event, now=now)
            return
        waits = row.swept_at is None and row.due_at is not None and row.due_at <= now
        rows.update(due_at=now, swept_at=None)
        if not conclude(event, Outcome.HEEDED, now=now, **share.cost("" if waits else operation, now=now)):
            transaction.set_rollback(True)
