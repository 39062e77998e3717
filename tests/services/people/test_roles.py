"""Roles: what a person may do, for which seller."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction

from chats.models import GroupRole, Role
from chats.services import people
from chats.services.people import Action, roles

FOR_ADMINISTRATORS = {Action.MANAGE_COMMON_ANSWERS, Action.MANAGE_PEOPLE, Action.MANAGE_SELLERS}
FOR_LEADS = {Action.MANAGE_TAGS, Action.MANAGE_ANSWERS, Action.SET_TARGETS, Action.SHARE_VIEWS}
FOR_LEADS |= {Action.SEE_LEDGER, Action.SEE_BOARD, Action.SEE_REPORTS}
FOR_AGENTS = set(Action) - FOR_LEADS - FOR_ADMINISTRATORS


def again(person: User) -> User:
    """As another request loads them."""
    return User.objects.get(pk=person.pk)


def allowed(person: User, seller=None) -> set[Action]:
    person = again(person)
    return {action for action in Action if people.may(person, action, seller)}


@pytest.fixture
def lead(agent, home) -> User:
    people.set_role(home.groups.get(), Role.LEAD)
    return agent


def test_every_action_has_its_least_role():
    assert set(roles.LEAST) == set(Action)


def test_an_agent_may_for_their_own_sellers_what_is_for_agents(agent, home, foreign):
    assert allowed(agent, home) == allowed(agent) == FOR_AGENTS
    assert allowed(agent, foreign) == set()


def test_a_lead_may_more_for_the_sellers_that_they_lead(lead, home, foreign):
    assert allowed(lead, home) == allowed(lead) == FOR_AGENTS | FOR_LEADS
    assert allowed(lead, foreign) == set()


def test_one_may_lead_some_sellers_and_answer_for_others(lead, home, foreign):
    lead.groups.add(foreign.groups.get())

    assert allowed(lead, home) == FOR_AGENTS | FOR_LEADS
    assert allowed(lead, foreign) == FOR_AGENTS
    assert people.sellers_where(again(lead), Action.SEE_LEDGER) == [home]


def test_those_who_may_are_found_by_the_same_rule(agent, colleague, lead, boss, home, foreign):
    other = User.objects.create_user("other")
    other.groups.add(foreign.groups.get(), Group.objects.create(name="Nothing"))
    User.objects.create_user("gone", is_active=False).groups.add(home.groups.get())

    for seller in (home, foreign):
        for action in set(Action) - FOR_ADMINISTRATORS:
            found = set(people.those_who_may(action, seller))
            everybody = User.objects.filter(is_active=True)
            assert found == {one for one in everybody if people.may(again(one), action, seller)}, action
    home.active = False
    assert not people.those_who_may(Action.ANSWER, home)


def test_the_higher_role_counts_where_two_groups_give_the_same_seller(agent, home):
    for name, role in (("A", Role.AGENT), ("B", Role.LEAD), ("C", Role.AGENT)):
        group = home.groups.create(name=name)
        people.set_role(group, role)
        agent.groups.add(group)

    assert allowed(agent, home) == FOR_AGENTS | FOR_LEADS
    assert [seller.pk for seller in people.sellers_seen_by(again(agent)).values()] == [home.pk]


def test_another_groups_role_gives_nothing(agent, home, support):
    people.set_role(home.groups.create(name="Leads"), Role.LEAD)

    assert allowed(agent, home) == FOR_AGENTS


def test_an_administrator_may_all_for_all(boss, home, foreign):
    assert allowed(boss) == allowed(boss, home) == allowed(boss, foreign) == set(Action)


def test_who_is_in_no_group_may_nothing(home, django_user_model):
    assert allowed(django_user_model.objects.create_user("nobody")) == set()


def test_of_a_seller_that_is_switched_off_only_administrators_manage_anything(lead, boss, home):
    home.active = False
    home.save()

    assert allowed(lead, home) == set()
    assert allowed(boss, home) == FOR_ADMINISTRATORS


def test_sellers_and_roles_are_fetched_together_once(lead, home, foreign, django_assert_num_queries):
    person = again(lead)

    with django_assert_num_queries(1):
        for action in Action:
            people.may(person, action, home)
            people.may(person, action)
        people.sellers_seen_by(person)


def test_no_group_can_be_stored_as_one_of_administrators(support):
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupRole.objects.create(group=support, role=Role.ADMINISTRATOR)
