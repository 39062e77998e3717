"""Who may see what. One rule, asked by every path: an agent sees the active sellers of their groups."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from chats.models import Chat, Seller


def may_be_seen_by(agent: User, *, through: str = "") -> dict[str, Any]:
    """The rule, as a filter over sellers, or over what has one: `through` is then the way there, "seller__".

    A join, which costs half of a subquery to put together; it gives a seller once for each group that both are in.
    """
    rule: dict[str, Any] = {f"{through}active": True}
    return rule if agent.is_superuser else {**rule, f"{through}groups__user": agent}


def sellers_for(agent: User) -> QuerySet[Seller]:
    """The sellers this person may see: all active ones for a superuser, else those given to one of their groups."""
    return Seller.objects.filter(**may_be_seen_by(agent)).distinct()


def seller_for(agent: User, business_id: int) -> Seller | None:
    """The seller of this business, or None when there is none that the agent may see."""
    return sellers_for(agent).filter(business_id=business_id).first()


def chats_for(agent: User) -> QuerySet[Chat]:
    """The known chats of the sellers this person may see."""
    return Chat.objects.filter(**may_be_seen_by(agent, through="seller__")).distinct()


def chat_for(agent: User, business_id: int, chat_id: int, *, with_seller: bool = True) -> Chat | None:
    """The known chat, found through its seller; None when unknown or not this person's to see.

    `with_seller` fetches the seller in the same query; without it, which is cheaper, it is fetched when asked for.
    """
    chats = chats_for(agent).select_related("seller") if with_seller else chats_for(agent)
    found = chats.filter(seller__business_id=business_id, chat_id=chat_id)[:1]
    return found[0] if found else None
