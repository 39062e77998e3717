"""Who may see what, by one rule that every way to a chat asks: an agent sees the active sellers of their groups."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from chats.models import Chat, Role, Seller

STILL_THERE = timedelta(minutes=10)
# The columns that a pulse needs to find nothing new, and no others: every open page reads them every few seconds.
CHAT_COLUMNS = ("seller_id", "chat_id", "status", "version", "seen_at", "updated_at", "due_at", "leased_until")
HISTORY_COLUMNS = ("read_at", "complete_upto", "due_at", "look_at", "leased_until", "problem_kind", "problem_at")
PULSE_COLUMNS = (*CHAT_COLUMNS, *(f"history__{name}" for name in HISTORY_COLUMNS))


def may_be_seen_by(agent: User, *, through: str = "") -> dict[str, Any]:
    """The rule, as a filter for a query of sellers, or of rows that have one: then `through` is "seller__".

    A join: half the cost of building a subquery. May return a seller twice, once for each group that it shares with the
    agent, so use distinct().
    """
    rule: dict[str, Any] = {f"{through}active": True}
    return rule if agent.is_superuser else {**rule, f"{through}groups__user": agent}


def sellers_for(agent: User) -> QuerySet[Seller]:
    """The sellers this person may see: all active ones for a superuser, else those given to one of their groups."""
    return Seller.objects.filter(**may_be_seen_by(agent)).distinct()


def sellers_seen_by(agent: User) -> Mapping[int, Seller]:
    """The same sellers by primary key, fetched once a request: cached on the user object, as Django caches its
    permissions."""
    if not hasattr(agent, "_sellers_seen"):
        fetch_sellers_and_roles(agent)
    seen: dict[int, Seller] = agent._sellers_seen  # type: ignore[attr-defined]
    return seen


def roles_of(agent: User) -> Mapping[int, Role]:
    """What this person is to each seller that they may see, by its primary key: the highest role that one of their
    groups gives. Comes with the sellers, and is cached with them."""
    sellers_seen_by(agent)
    roles: dict[int, Role] = agent._roles  # type: ignore[attr-defined]
    return roles


def fetch_sellers_and_roles(agent: User) -> None:
    """One query. It brings a seller once for each group that it shares with the agent."""
    role = Value(Role.ADMINISTRATOR) if agent.is_superuser else Coalesce(F("groups__desk_role__role"), Role.AGENT)
    sellers: dict[int, Seller] = {}
    roles: dict[int, Role] = {}
    for seller in Seller.objects.filter(**may_be_seen_by(agent)).annotate(given_role=role):
        sellers.setdefault(seller.pk, seller)
        roles[seller.pk] = max(Role(seller.given_role), roles.get(seller.pk, Role.AGENT))
    agent._sellers_seen, agent._roles = sellers, roles  # type: ignore[attr-defined]


def those_who_share_with(agent: User) -> QuerySet[User]:
    """Those whose shared views this person sees: leads of a seller that they see, and administrators, who see all. A
    subquery; may hold a person twice."""
    leads = Q(groups__desk_role__role__gte=Role.LEAD, groups__sellers__in=[*sellers_seen_by(agent)])
    return User.objects.filter(Q(is_superuser=True) | leads, is_active=True)


def seller_for(agent: User, business_id: int) -> Seller | None:
    """The seller of this business; None when the desk has none, or when the agent may not see it."""
    return next((one for one in sellers_seen_by(agent).values() if one.business_id == business_id), None)


def chats_for(agent: User) -> QuerySet[Chat]:
    """The chats that the desk knows, of the sellers this person may see."""
    return Chat.objects.filter(seller__in=[*sellers_seen_by(agent)])


def chat_for(agent: User, business_id: int, chat_id: int) -> Chat | None:
    """The chat with its seller and its history's state; None when the desk does not know it or this person may not see
    it: callers cannot tell the two apart, so a page cannot either."""
    seller = seller_for(agent, business_id)
    chats = Chat.objects.select_related("history").filter(seller=seller, chat_id=chat_id)
    found = with_sellers(agent, chats[:1]) if seller else []
    return found[0] if found else None


def chat_for_pulse(agent: User, business_id: int, chat_id: int) -> Chat | None:
    """Like `chat_for`, for the pulse of an open page, which asks every few seconds: one query, and of the chat only the
    columns that say whether there is anything new."""
    rule = may_be_seen_by(agent, through="seller__")
    chats = Chat.objects.filter(**rule, seller__business_id=business_id, chat_id=chat_id)
    found = chats.select_related("history").only(*PULSE_COLUMNS)[:1]
    return found[0] if found else None


def reread_chat(agent: User, chat: Chat) -> Chat:
    """The chat read again, in full and with its seller, for an agent who was let in to it before. Raises
    Chat.DoesNotExist when they may not see it any more."""
    seller = sellers_seen_by(agent).get(chat.seller_id)
    [found] = with_sellers(agent, [Chat.objects.select_related("history").get(seller=seller, pk=chat.pk)])
    return found


def with_sellers(agent: User, chats: Iterable[Chat]) -> list[Chat]:
    """Chats from `chats_for`, each with its seller set from `sellers_seen_by`, which costs no query."""
    found = list(chats)
    for chat in found:
        chat.seller = sellers_seen_by(agent)[chat.seller_id]
    return found


def somebody_is_at(seller: Seller, *, now: datetime) -> bool:
    """Whether anyone who may see this seller has looked something up, or opened a chat, within the last ten minutes."""
    lately = (now - STILL_THERE, now)
    active = User.objects.filter(is_active=True).filter(
        Q(recent_chats__opened_at__range=lately) | Q(lookups__at__range=lately)
    )
    return active.filter(Q(is_superuser=True) | Q(groups__sellers=seller)).exists()
