"""Who may see what, by one rule that every way to a chat asks: an agent sees the active sellers of their groups."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from chats.models import Chat, Role, Seller
from chats.statements import Parameter, Statement

STILL_THERE = timedelta(minutes=10)
# The columns that a pulse needs to find nothing new, and no others: every open page reads them every few seconds.
CHAT_COLUMNS = ("seller_id", "chat_id", "status", "version", "seen_at", "updated_at", "due_at", "leased_until")
HISTORY_COLUMNS = ("read_at", "complete_upto", "due_at", "look_at", "leased_until", "problem_kind", "problem_at")
ADMINISTRATORS_COLUMNS = ("token_hint", "token_set_at", "check_kind", "check_trace")
PULSE_COLUMNS = (*CHAT_COLUMNS, *(f"history__{name}" for name in HISTORY_COLUMNS))


def may_be_seen_by(agent: User, *, through: str = "") -> dict[str, Any]:
    """The rule, as a filter for a query of sellers, or of rows that have one: then `through` is "seller__".

    A join: half the cost of building a subquery. May return a seller twice, once for each group that it shares with the
    agent, so use distinct().
    """
    return rule_for(agent.pk, sees_all=agent.is_superuser, through=through)


def rule_for(agent: int | Parameter, *, sees_all: bool, through: str = "") -> dict[str, Any]:
    rule: dict[str, Any] = {f"{through}active": True}
    return rule if sees_all else {**rule, f"{through}groups__user": agent}


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
    sellers: dict[int, Seller] = {}
    roles: dict[int, Role] = {}
    for seller in sellers_with_roles(sees_all=agent.is_superuser).run(agent=agent.pk):
        sellers.setdefault(seller.pk, seller)
        given: int = seller.given_role  # type: ignore[attr-defined]  # an annotation
        roles[seller.pk] = max(Role(given), roles.get(seller.pk, Role.AGENT))
    agent._sellers_seen, agent._roles = sellers, roles  # type: ignore[attr-defined]


@cache
def sellers_with_roles(*, sees_all: bool) -> Statement[Seller]:
    """Without what only the pages of administrators show: an administrator sees every seller, on every page."""
    role = Value(Role.ADMINISTRATOR) if sees_all else Coalesce(F("groups__desk_role__role"), Role.AGENT)
    sellers = Seller.objects.filter(**rule_for(Parameter("agent"), sees_all=sees_all))
    return Statement(sellers.annotate(given_role=role).defer(*ADMINISTRATORS_COLUMNS))


def those_who_share(sellers: Collection[int]) -> QuerySet[User]:
    """Those whose shared views are seen by whoever sees these sellers: leads of one of them, and administrators, who
    see all. A subquery; may hold a person twice."""
    leads = Q(groups__desk_role__role__gte=Role.LEAD, groups__sellers__in=sellers)
    return User.objects.filter(Q(is_superuser=True) | leads, is_active=True)


def sees_one_of(sellers: Collection[int]) -> Exists:
    """Whether a group gives a person one of these sellers: a condition for a query of people."""
    given = User.groups.through.objects.filter(user=OuterRef("pk"), group__sellers__in=sellers)
    return Exists(given)


def those_who_see(sellers: Iterable[Seller]) -> Mapping[int, Sequence[User]]:
    """By the primary key of each seller: who sees it and may sign in, but administrators, who see all. One query."""
    found: dict[int, list[User]] = {seller.pk: [] for seller in sellers}
    agents = User.objects.filter(is_active=True, is_superuser=False, groups__sellers__in=[*found])
    for agent in agents.annotate(sees=F("groups__sellers")).order_by("first_name", "last_name", "username").distinct():
        found[agent.sees].append(agent)
    return found


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
    found = with_sellers(agent, one_chat().run(seller=seller.pk, chat_id=chat_id)) if seller else []
    return found[0] if found else None


@cache
def one_chat() -> Statement[Chat]:
    chats = Chat.objects.select_related("history", "assignee", "handed_by", "snoozed_by")
    return Statement(chats.filter(seller=Parameter("seller"), chat_id=Parameter("chat_id")))


def chat_for_pulse(agent: User, business_id: int, chat_id: int) -> Chat | None:
    """Like `chat_for`, for the pulse of an open page, which asks every few seconds: one query, and of the chat only the
    columns that say whether there is anything new."""
    asked = one_for_pulse(sees_all=agent.is_superuser)
    found = asked.run(agent=agent.pk, business_id=business_id, chat_id=chat_id)
    return found[0] if found else None


@cache
def one_for_pulse(*, sees_all: bool) -> Statement[Chat]:
    rule = rule_for(Parameter("agent"), sees_all=sees_all, through="seller__")
    chats = Chat.objects.filter(**rule, seller__business_id=Parameter("business_id"), chat_id=Parameter("chat_id"))
    return Statement(chats.select_related("history").only(*PULSE_COLUMNS)[:1])


def reread_chat(agent: User, chat: Chat) -> Chat:
    """The chat read again, in full and with its seller, for an agent who was let in to it before. Raises
    Chat.DoesNotExist when they may not see it any more."""
    seller = sellers_seen_by(agent).get(chat.seller_id)
    found = one_chat().run(seller=seller.pk, chat_id=chat.chat_id) if seller else []
    if not found:
        raise Chat.DoesNotExist
    return with_sellers(agent, found)[0]


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
