"""Who may do what: one table of actions, and one question that every view, service and template asks."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.contrib.auth.models import Group, User
from django.db.models import Q, QuerySet

from chats.models import GroupRole, Role, Seller
from chats.services.people.access import roles_of, sellers_seen_by


class Action(StrEnum):
    """What one may be allowed to do. Templates write the values: {% may "answer" business_id as answers %}."""

    READ = "read"
    ANSWER = "answer"  # drafts, files and chats that the shop begins, too
    TAKE = "take"  # and give back
    ASSIGN = "assign"  # to a colleague
    SNOOZE = "snooze"
    NOTE = "note"  # privately, to colleagues
    TAG = "tag"  # a chat, with the tags that there are
    MANAGE_TAGS = "manage-tags"
    MANAGE_ANSWERS = "manage-answers"  # the prepared ones that those who see a seller share
    SET_TARGETS = "set-targets"
    SHARE_VIEWS = "share-views"
    SEE_LEDGER = "see-ledger"
    SEE_BOARD = "see-board"
    SEE_REPORTS = "see-reports"
    MANAGE_COMMON_ANSWERS = "manage-common-answers"  # prepared ones for all sellers, which every agent is offered
    MANAGE_PEOPLE = "manage-people"
    MANAGE_SELLERS = "manage-sellers"


# The least role that may.
LEAST: Final[Mapping[Action, Role]] = MappingProxyType(
    {
        Action.READ: Role.AGENT,
        Action.ANSWER: Role.AGENT,
        Action.TAKE: Role.AGENT,
        Action.ASSIGN: Role.AGENT,
        Action.SNOOZE: Role.AGENT,
        Action.NOTE: Role.AGENT,
        Action.TAG: Role.AGENT,
        Action.MANAGE_TAGS: Role.LEAD,
        Action.MANAGE_ANSWERS: Role.LEAD,
        Action.SET_TARGETS: Role.LEAD,
        Action.SHARE_VIEWS: Role.LEAD,
        Action.SEE_LEDGER: Role.LEAD,
        Action.SEE_BOARD: Role.LEAD,
        Action.SEE_REPORTS: Role.LEAD,
        Action.MANAGE_COMMON_ANSWERS: Role.ADMINISTRATOR,
        Action.MANAGE_PEOPLE: Role.ADMINISTRATOR,
        Action.MANAGE_SELLERS: Role.ADMINISTRATOR,
    }
)


def may(person: User, action: Action, seller: Seller | None = None) -> bool:
    """Whether this person may do it: for this seller or, without one, for any of theirs. Of what only administrators
    may, the seller makes no difference. Costs the query of `sellers_seen_by`, once a request."""
    least = LEAST[action]
    if least is Role.ADMINISTRATOR:
        return person.is_superuser
    if seller is None:
        return person.is_superuser or any(role >= least for role in roles_of(person).values())
    return roles_of(person).get(seller.pk, 0) >= least


def sellers_where(person: User, action: Action) -> Sequence[Seller]:
    """The sellers for which this person may do it, by name."""
    found = [seller for seller in sellers_seen_by(person).values() if may(person, action, seller)]
    return sorted(found, key=lambda seller: (seller.name.casefold(), seller.pk))


def those_who_may(action: Action, seller: Seller) -> QuerySet[User]:
    """The people who may do it for this seller, as long as they may sign in."""
    given = Q(groups__sellers=seller)
    if LEAST[action] > Role.AGENT:  # an agent's group may have no row that says so
        given &= Q(groups__desk_role__role__gte=LEAST[action])
    everybody = Q(is_superuser=True) | given
    return User.objects.filter(everybody if seller.active else Q(pk__in=()), is_active=True).distinct()


def those_who_answer(sellers: Iterable[Seller]) -> QuerySet[User]:
    """The people who may answer for one of these sellers at least, as long as they may sign in."""
    given = Q(groups__sellers__in=[seller.pk for seller in sellers])
    return User.objects.filter(Q(is_superuser=True) | given, is_active=True).distinct()


def role_of(group: Group) -> Role:
    """What the people of a group are to its sellers."""
    given: GroupRole | None = getattr(group, "desk_role", None)
    return Role(given.role) if given else Role.AGENT


def set_role(group: Group, role: Role) -> None:
    group.desk_role, _ = GroupRole.objects.update_or_create(group=group, defaults={"role": role})
