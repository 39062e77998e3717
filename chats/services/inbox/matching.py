"""Which chats an address of the inbox asks for."""

from typing import Final

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from chats.market.types import Sender
from chats.models import Chat, ChatTag, ReadMark
from chats.services import people
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
    chats = Chat.objects.filter(asked.of.condition(agent), seller__in=sellers)
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
