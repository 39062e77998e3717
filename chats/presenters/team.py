"""The people of the desk in words, for administrators."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import Group, User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chats.models import Invitation, Role, Seller
from chats.presenters.formats import times
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.holder import full_name
from chats.services.people import role_of

MOST_NAMED = 4  # sellers in one line
LONGEST = 60  # characters of a name
NO_ADMINISTRATOR_LEFT: Final = gettext_lazy(
    "The desk needs an administrator who can sign in, and there is no other. Make somebody else one first."
)


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """`state` says what keeps the person from signing in, and is empty where nothing does; `tone` marks it."""

    person_id: int
    name: str
    username: str
    sees: Sequence[str]
    state: str
    tone: str
    signed_in: Moment | None


def person_row(person: User, *, now: datetime) -> PersonRow:
    state, tone = state_of(person, now=now)
    return PersonRow(
        person_id=person.pk,
        name=full_name(person),
        username=person.username,
        sees=sees(person),
        state=state,
        tone=tone,
        signed_in=moment(person.last_login, now=now) if person.last_login else None,
    )


def state_of(person: User, *, now: datetime) -> tuple[str, str]:
    invitation: Invitation | None = getattr(person, "invitation", None)
    open_until = invitation.expires_at if invitation and invitation.expires_at > now else None
    if not person.is_active:
        return _("Deactivated: cannot sign in"), "danger"
    if open_until:
        return _("Link open until %(when)s") % {"when": times.exact(open_until)}, "info"
    if not person.has_usable_password():
        return _("No password yet, and no link"), "danger"
    return "", ""


def sees(person: User) -> Sequence[str]:
    """What a person is to whom, a line for each role. `person` comes from `people.all_people`."""
    if person.is_superuser:
        return [_("administrator: all sellers")]
    roles: dict[str, Role] = {}
    for group in person.groups.all():
        for seller in group.sellers.all():
            roles[seller.name] = max(role_of(group), roles.get(seller.name, Role.AGENT))
    lines = [(role, sorted(name for name, given in roles.items() if given is role)) for role in (Role.LEAD, Role.AGENT)]
    return [f"{role.label}: {named(names)}" for role, names in lines if names] or [_("no seller")]


def named(names: Sequence[str]) -> str:
    shown = ", ".join(clean(name, LONGEST) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": shown,
        "count": more,
    }


def group_in_words(group: Group) -> str:
    sellers = group.sellers.all()
    if group.name == name_of_group(role_of(group), sellers):
        return clean(group.name, LONGEST)
    names = sorted(seller.name for seller in sellers)
    who = f"{role_of(group).label}: {named(names)}" if names else _("no seller")
    return f"{clean(group.name, LONGEST)} ({who})"


def seen_by_text(agents: Sequence[User]) -> str:
    """Who sees a seller, such as “Anna, Boris and 3 more”; where nobody is given it, administrators do all the same."""
    return named([full_name(one) for one in agents]) or _("administrators only")


def group_with_people(group: Group) -> str:
    """Such as “Evening shift (agent: Anna, Boris)”."""
    who = named(sorted(full_name(person) for person in group.user_set.all())) or _("nobody yet")
    return f"{clean(group.name, LONGEST)} ({role_of(group).label}: {who})"


def name_of_group(role: Role, sellers: Iterable[Seller]) -> str:
    who = _("Leads") if role is Role.LEAD else _("Agents")
    return f"{who}: {', '.join(sorted(seller.name for seller in sellers))}"
