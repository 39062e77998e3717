"""Who may see what. One rule, asked by every path: an agent sees the active sellers of their groups."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from chats.models import Chat, Seller

OF_CHAT = ("seller_id", "chat_id", "status", "version", "seen_at", "updated_at", "due_at")
OF_HISTORY = ("read_at", "upto", "due_at", "problem_kind", "problem_at")
PULSE = (*OF_CHAT, *(f"history__{name}" for name in OF_HISTORY))


def may_be_seen_by(agent: User, *, through: str = "") -> dict[str, Any]:
    """The rule, as a filter over sellers, or over what has one: `through` is then the way there, "seller__".

    A join, which costs half of a subquery to put together; it gives a seller once for each group that both are in.
    """
    rule: dict[str, Any] = {f"{through}active": True}
    return rule if agent.is_superuser else {**rule, f"{through}groups__user": agent}


def sellers_for(agent: User) -> QuerySet[Seller]:
    """The sellers this person may see: all active ones for a superuser, else those given to one of their groups."""
    return Seller.objects.filter(**may_be_seen_by(agent)).distinct()


def sellers_seen_by(agent: User) -> Mapping[int, Seller]:
    """The same by primary key, fetched once a request: kept on the user object, as Django keeps permissions."""
    seen: dict[int, Seller] | None = getattr(agent, "_sellers_seen", None)
    if seen is None:
        seen = {seller.pk: seller for seller in sellers_for(agent)}
        agent._sellers_seen = seen  # type: ignore[attr-defined]
    return seen


def seller_for(agent: User, business_id: int) -> Seller | None:
    """The seller of this business, or None when there is none that the agent may see."""
    return next((one for one in sellers_seen_by(agent).values() if one.business_id == business_id), None)


def chats_for(agent: User) -> QuerySet[Chat]:
    """The known chats of the sellers this person may see."""
    return Chat.objects.filter(seller__in=[*sellers_seen_by(agent)])


def chat_for(agent: User, business_id: int, chat_id: int) -> Chat | None:
    """The known chat with its seller; None when unknown or not this person's to see."""
    seller = seller_for(agent, business_id)
    chats = Chat.objects.select_related("history").filter(seller=seller, chat_id=chat_id)
    found = with_sellers(agent, chats[:1]) if seller else []
    return found[0] if found else None


def pulse_for(agent: User, business_id: int, chat_id: int) -> Chat | None:
    """The same in one query and with no more than its state: what an open page asks for every few seconds."""
    rule = may_be_seen_by(agent, through="seller__")
    chats = Chat.objects.filter(**rule, seller__business_id=business_id, chat_id=chat_id)
    found = chats.select_related("history").only(*PULSE)[:1]
    return found[0] if found else None


def reread_chat(agent: User, chat: Chat) -> Chat:
    """A chat that the agent was let in to, as it stands now: whole, with its seller. Raises Chat.DoesNotExist when the
    agent may not see it any more."""
    seller = sellers_seen_by(agent).get(chat.seller_id)
    [found] = with_sellers(agent, [Chat.objects.select_related("history").get(seller=seller, pk=chat.pk)])
    return found


def with_sellers(agent: User, chats: Iterable[Chat]) -> list[Chat]:
    """The chats of `chats_for`, each with its seller, which is not fetched again."""
    found = list(chats)
    for chat in found:
        chat.seller = sellers_seen_by(agent)[chat.seller_id]
    return found
