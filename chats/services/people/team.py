"""The people of the desk, for administrators: who they are, which groups give them which sellers, and whether they may
sign in. What is done here is entered in Django's log of the administration."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import QuerySet

from chats import database
from chats.models import Role, Seller
from chats.services.people.invitations import invite, take_back_invitation
from chats.services.people.released import release_lost
from chats.services.people.roles import role_of, set_role

MOST_LISTED: Final = 500
LONGEST_NAME: Final = 150  # of a group, by Django


class NoAdministratorLeft(Exception):
    """The desk would have nobody who may manage people."""


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a person is to be given: groups, and `sellers` with a role for them, by the group that has just those."""

    administrator: bool = False
    groups: Sequence[Group] = ()
    role: Role = Role.AGENT
    sellers: Sequence[Seller] = ()
    name: str = field(default="", compare=False)  # of that group, if it has to be made


def all_people() -> QuerySet[User]:
    """Each with what says which sellers they see, and with their invitation."""
    people = User.objects.select_related("invitation").prefetch_related("groups__sellers", "groups__desk_role")
    return people.order_by("-is_active", "first_name", "last_name", "username")


def person_of(person_id: int) -> User | None:
    return all_people().filter(pk=person_id).first()


def all_groups() -> QuerySet[Group]:
    return Group.objects.select_related("desk_role").prefetch_related("sellers").order_by("name")


def add_person(person: User, access: Access, *, by: User, now: datetime) -> str:
    """Save a new person, who can only come in by the link. Returns the secret of that link."""
    with transaction.atomic():
        person.set_unusable_password()
        person.save()
        give(person, access)
        log(person, ADDITION, by=by)
        return invite(person, now=now)


def change_person(person: User, access: Access, changed: Sequence[str], *, by: User, now: datetime) -> None:
    """Save a person's names and what they are given; `changed` names the fields that differ. The chats that they have
    of sellers that they lose become nobody's. Raises NoAdministratorLeft."""
    with transaction.atomic():
        if not access.administrator:
            keep_an_administrator(besides=person)
        person.save(update_fields=["username", "first_name", "last_name"])
        give(person, access)
        release_lost(person, by=by, now=now)
        log(person, CHANGE, *changed, by=by)


def give(person: User, access: Access) -> None:
    person.is_superuser = person.is_staff = access.administrator
    person.save(update_fields=["is_superuser", "is_staff"])
    made = [group_of(access)] if access.sellers else []
    person.groups.set([*access.groups, *made])


def group_of(access: Access) -> Group:
    """The group that has just these sellers, and the role for them: the one that there is, or a new one."""
    wanted = {seller.pk for seller in access.sellers}
    for group in all_groups().filter(sellers__in=wanted).distinct():
        if role_of(group) == access.role and {seller.pk for seller in group.sellers.all()} == wanted:
            return group
    group = Group.objects.create(name=free_name(access.name))
    set_role(group, access.role)
    group.sellers.set(access.sellers)
    return group


def free_name(wanted: str) -> str:
    names = set(Group.objects.values_list("name", flat=True))
    numbered = (f"{wanted[: LONGEST_NAME - 6]} {number}" for number in range(2, len(names) + 3))
    return next(name for name in (wanted[:LONGEST_NAME], *numbered) if name and name not in names)


def new_link(person: User, *, by: User, now: datetime) -> str:
    """The secret of a new link for this person. Their password works until the link is used."""
    with transaction.atomic():
        log(person, CHANGE, "link", by=by)
        return invite(person, now=now)


def activate(person: User, *, by: User) -> None:
    set_active(person, True, by=by)


def deactivate(person: User, *, by: User, now: datetime) -> None:
    """The person is signed out everywhere and cannot sign in; their link ends, and their chats become nobody's. Raises
    NoAdministratorLeft."""
    with transaction.atomic():
        keep_an_administrator(besides=person)
        take_back_invitation(person)
        set_active(person, False, by=by)
        release_lost(person, by=by, now=now)


def set_active(person: User, active: bool, *, by: User) -> None:
    person.is_active = active
    person.save(update_fields=["is_active"])
    log(person, CHANGE, "is_active", by=by)


def delete_person(person: User, *, by: User, now: datetime) -> bool:
    """Delete one who has never signed in; False for others, whose name stands beside what they did. What a colleague
    has given them becomes nobody's."""
    if person.last_login is not None:
        return False
    with transaction.atomic():
        person.is_active = False
        release_lost(person, by=by, now=now)
        log(person, DELETION, by=by)
        person.delete()
    return True


def keep_an_administrator(*, besides: User) -> None:
    """Locks the rows of administrators, so that two of them cannot take the right from each other at once."""
    administrators = database.lock(User.objects.filter(is_superuser=True, is_active=True).order_by("pk"))
    if {one.pk for one in administrators} <= {besides.pk}:
        raise NoAdministratorLeft


def log(person: User, what: int, *fields: str, by: User) -> None:
    message = [{"changed": {"fields": list(fields)}}] if fields else ""
    LogEntry.objects.log_actions(by.pk, [person], what, message, single_object=True)
