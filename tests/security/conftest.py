"""Everyone who may come to the desk, each with a browser of their own."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TypeVar

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from chats.models import Lookup, PreparedAnswer, Role, SavedView, Tag
from chats.services.people import set_role
from tests.conversation_fixture import as_read
from tests.desk_fixture import NOW

PEOPLE = ("anonymous", "stranger", "agent", "lead", "other_lead", "staff", "boss")
V = TypeVar("V")
PASSWORD = "a long enough password"


@pytest.fixture
def stranger(foreign) -> User:
    """An agent of another seller."""
    stranger = User.objects.create_user("stranger", password=PASSWORD)
    stranger.groups.add(Group.objects.get(name="Others"))
    return stranger


@pytest.fixture
def lead(home) -> User:
    """Of a group that leads the agent's seller."""
    return member_of(home.groups.create(name="Leads"), Role.LEAD)


@pytest.fixture
def other_lead(foreign) -> User:
    """Of a group that leads another seller."""
    return member_of(foreign.groups.create(name="Other leads"), Role.LEAD)


def member_of(group: Group, role: Role) -> User:
    person = User.objects.create_user(group.name, password=PASSWORD)
    person.groups.add(group)
    set_role(group, role)
    return person


@pytest.fixture
def staff(db) -> User:
    """One who may do everything in the admin by Django's own permissions, and is no superuser."""
    staff = User.objects.create_user("staff", password=PASSWORD, is_staff=True)
    staff.user_permissions.set(Permission.objects.all())
    return staff


@pytest.fixture
def browser_of() -> Callable[..., Client]:
    def browser(person: User | None = None, **options) -> Client:
        client = Client(raise_request_exception=False, **options)
        if person:
            client.force_login(person)
        return client

    return browser


class OnDemand(Mapping[str, V]):
    """By a person's name; made when first asked for, since a test of hundreds needs only some of them."""

    def __init__(self, make: Callable[[str], V]) -> None:
        self.make = cache(make)

    def __getitem__(self, name: str) -> V:
        return self.make(name)

    def __iter__(self) -> Iterator[str]:
        return iter(PEOPLE)

    def __len__(self) -> int:
        return len(PEOPLE)


@pytest.fixture
def people(request, db) -> Mapping[str, User | None]:
    return OnDemand(lambda name: None if name == "anonymous" else request.getfixturevalue(name))


@pytest.fixture
def browsers(people, browser_of) -> Mapping[str, Client]:
    return OnDemand(lambda name: browser_of(people[name]))


@pytest.fixture
def made_before_counting(people) -> list[User]:
    """For tests that count queries or rows: what makes a person is none of them."""
    return [people[name] for name in ("stranger", "agent", "boss")]


@pytest.fixture
def chat(home, known_chat):
    """Known to the desk, of the agent's seller; it asks for nothing by itself."""
    chat = known_chat(home, 310001, status="FINISHED", customer_name="Канарейка Тайная", seen_at=NOW)
    as_read(chat)
    return chat


@pytest.fixture
def gaps(home, chat, agent, support):
    """What stands in the gaps of the addresses: things that are there."""
    lookup = Lookup.objects.create(agent=agent, at=chat.seen_at, number=1, outcome="FOUND", chat=chat)
    answer = PreparedAnswer.objects.create(title="Mine", text="Hello", owner=agent)
    there = {"seller": home, "lookup": lookup, "group": support, "user": agent, "preparedanswer": answer}
    ids = {"business_id": home.business_id, "chat_id": chat.chat_id, "app_label": "chats", "url": "nowhere"}
    ids["answer_id"], ids["person_id"] = answer.pk, agent.pk
    tag = Tag.objects.create(name="Refund")
    tag.sellers.add(home)
    ids["tag_id"] = tag.pk
    ids["view_id"] = SavedView.objects.create(agent=agent, name="Mine", query="view=mine").pk

    def for_route(route: str) -> dict:
        objects = [one.pk for kind, one in there.items() if f"/{kind}/" in route]
        return {**ids, "object_id": objects[0] if objects else 1, "id": agent.pk, "secret": "guess"}

    return for_route
