"""Which chats an address of the inbox asks for."""

from typing import Final

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from chats.market.types import Sender
from chats.models import Chat, ChatTag, ReadMark
from chats.services import notes, people
from chats.services.inbox.asked import Asked
from chats.statements import Parameter

AGENT: Final = Parameter("agent")  # whose inbox it is, in a statement that all agents of the same sellers share


def chats_in(agent: User, asked: Asked) -> QuerySet[Chat]:
    """The chats that an address asks for, of the sellers that the agent may see."""
    return chats_of(agent.pk, sellers_in(agent, asked), asked)


def sellers_in(agent: User, asked: Asked) -> tuple[int, ...]:
    """The sellers whose chats the address asks for, of those that the agent may see, by primary key."""
    sellers = people.sellers_seen_by(agent)
    return tuple(pk for pk, seller in sellers.items() if asked.seller in (None, seller.business_id))


def chats_of(agent: int | Parameter, sellers: tuple[int, ...], asked: Asked) -> QuerySet[Chat]:
    """The same by primary keys. `agent` may stay open, for a statement."""
    return narrowed(Chat.objects.filter(asked.of.condition(agent), seller__in=sellers), agent, asked)


def mentioned_of(agent: int | Parameter, sellers: tuple[int, ...], asked: Asked) -> QuerySet[Chat]:
    """The chats in which somebody mentions the agent, who has not read it, and which a view of the agent's own chats
    that wait does not hold by itself. Chosen from the side of the mentions, of which there are few. The latest note
    comes first."""
    not_own = Q(queue_at=None) | Q(assignee=None) | ~Q(assignee=agent)
    unread = notes.unread_for(agent).values("chat")
    chats = narrowed(Chat.objects.filter(not_own, seller__in=sellers, pk__in=unread), agent, asked)
    return chats.order_by("-noted_at", "-pk")


def narrowed(chats: QuerySet[Chat], agent: int | Parameter, asked: Asked) -> QuerySet[Chat]:
    """Those of the chats that pass the filters."""
    if asked.store:
        chats = chats.filter(campaign_id=asked.store)
    if asked.context:
        chats = chats.filter(context_type=asked.context)
    if asked.tag:
        # Chosen from the side of the tag, which few chats have: not one chat of the view after another.
        chats = chats.filter(pk__in=ChatTag.objects.filter(tag=asked.tag).values("chat"))
    if asked.mine:
        chats = chats.filter(assignee=agent)
    if asked.unread:
        chats = chats.filter(is_unread(agent))
    return chats


def is_unread(agent: int | Parameter) -> Q:
    """Whether others wrote last, and the agent has not read that."""
    read = ReadMark.objects.filter(agent=agent, chat=OuterRef("pk"), message_id__gte=OuterRef("last_message_id"))
    return Q(~Exists(read), last_message_id__isnull=False) & ~Q(last_sender=Sender.PARTNER)
