"""The pages on which administrators add people, give them sellers, make their links and deactivate them."""

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from chats.models import Invitation, Role
from chats.services import people
from chats.services.people import Action
from tests.security.canary import TOKEN

PEOPLE, NEW = "/team/people/", "/team/people/new/"


@pytest.fixture
def boss_at(client, boss) -> Client:
    client.force_login(boss)
    return client


def sent(**fields) -> dict:
    return {"username": "nina", "first_name": "Нина", "last_name": "П.", "role": Role.AGENT.value, **fields}


def of(person: User) -> str:
    return f"/team/people/{person.pk}/"


def test_a_person_is_added_with_a_seller_and_gets_a_link(boss_at, home, page_of):
    response = boss_at.post(NEW, sent(sellers=[home.pk]))

    nina = User.objects.get(username="nina")
    link = page_of(response).cssselect("#link")[0].get("value")
    assert response.status_code == 200 and link.startswith("http://testserver/invitation/")
    assert Client().get(link).status_code == 302
    assert not nina.has_usable_password() and nina.get_full_name() == "Нина П."
    assert list(people.sellers_for(nina)) == [home]
    assert not people.may(nina, Action.SET_TARGETS, home)


def test_a_lead_of_several_sellers_gets_a_group_that_says_so(boss_at, home, tech):
    boss_at.post(NEW, sent(sellers=[home.pk, tech.pk], role=Role.LEAD.value))

    nina = User.objects.get(username="nina")
    group = nina.groups.get()
    assert (people.role_of(group), set(group.sellers.all())) == (Role.LEAD, {home, tech})
    assert all(people.may(nina, Action.SET_TARGETS, seller) for seller in (home, tech))


def test_a_group_with_just_these_sellers_and_role_is_used_again(boss_at, home, support):
    boss_at.post(NEW, sent(sellers=[home.pk]))
    boss_at.post(NEW, sent(username="lena", sellers=[home.pk], role=Role.LEAD.value))
    boss_at.post(NEW, sent(username="lara", sellers=[home.pk], role=Role.LEAD.value))

    groups = {name: User.objects.get(username=name).groups.get() for name in ("nina", "lena", "lara")}
    assert groups["nina"] == support
    assert groups["lena"] == groups["lara"] != support


def test_one_may_be_given_groups_and_be_made_an_administrator(boss_at, support):
    boss_at.post(NEW, sent(groups=[support.pk]))
    boss_at.post(NEW, sent(username="lena", administrator="on"))

    nina, lena = User.objects.get(username="nina"), User.objects.get(username="lena")
    assert (list(nina.groups.all()), nina.is_superuser, nina.is_staff) == ([support], False, False)
    assert (lena.is_superuser, lena.is_staff) == (True, True)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({}, "sellers"),
        ({"username": ""}, "username"),
        ({"username": "AGENT"}, "username"),
        ({"username": "with space"}, "username"),
        ({"username": TOKEN}, "username"),
        ({"first_name": TOKEN}, "first_name"),
        ({"sellers": [999]}, "sellers"),
        ({"groups": [999]}, "groups"),
        ({"role": "3"}, "role"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_nobody_is_added(boss_at, agent, page_of, fields, where):
    response = boss_at.post(NEW, sent(**fields))

    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect(f"#id_{where}_error")
    assert page.cssselect("[name=last_name]")[0].get("value") == "П."
    assert TOKEN not in response.text
    assert (User.objects.count(), Invitation.objects.count()) == (2, 0)


def test_nobody_types_anothers_password(boss_at, agent, page_of):
    for address in (NEW, of(agent)):
        assert not page_of(boss_at.get(address)).cssselect("[type=password]")
    boss_at.post(of(agent), sent(username="agent", password="x", password1="x", new_password1="x"))

    assert User.objects.get(pk=agent.pk).check_password("a long enough password")


def test_a_persons_sellers_are_taken_and_given(boss_at, agent, home, foreign):
    others = foreign.groups.get()

    boss_at.post(of(agent), sent(username="agent", groups=[others.pk]))
    taken = list(people.sellers_for(agent))
    boss_at.post(of(agent), sent(username="agent"))

    assert taken == [foreign]
    assert not people.sellers_for(agent).exists()


def test_the_list_says_who_sees_what_and_what_keeps_them_out(boss_at, boss, agent, colleague, home, page_of):
    leads = home.groups.create(name="Leads")
    people.set_role(leads, Role.LEAD)
    colleague.groups.add(leads)
    people.deactivate(agent, by=boss, now=timezone.now())
    boss_at.post(NEW, sent(groups=[leads.pk]))

    rows = [" ".join(row.text_content().split()) for row in page_of(boss_at.get(PEOPLE)).cssselect(".person")]

    [bosss] = [row for row in rows if row.startswith("boss")]
    [agents] = [row for row in rows if row.startswith("agent")]
    [colleagues] = [row for row in rows if row.startswith("colleague")]
    [ninas] = [row for row in rows if row.startswith("Нина")]
    assert "administrator: all sellers" in bosss
    assert "Deactivated" in agents and f"agent: {home.name}" in agents
    assert f"lead: {home.name}" in colleagues and "No password yet" in colleagues
    assert "Link open until" in ninas and "nina" in ninas
    assert rows[-1] == agents


def test_the_list_costs_the_same_for_two_people_and_for_twenty(boss_at, home, support, django_assert_num_queries):
    boss_at.get(PEOPLE)
    for number in range(20):
        User.objects.create_user(f"user{number}").groups.add(support, Group.objects.create(name=str(number)))

    with django_assert_num_queries(7):  # session, person, sellers, people, groups, their sellers, their roles
        boss_at.get(PEOPLE)


def test_who_is_deactivated_is_out_at_once_and_comes_in_again_when_activated(boss_at, agent):
    theirs = Client()
    theirs.force_login(agent)

    boss_at.post(f"{of(agent)}switch/", {"active": "off"})
    out = theirs.get("/settings/").status_code
    boss_at.post(f"{of(agent)}switch/", {"active": "on"})

    assert (out, theirs.get("/settings/").status_code) == (302, 200)


def test_no_link_is_made_for_who_is_deactivated(boss_at, agent, boss):
    people.deactivate(agent, by=boss, now=timezone.now())

    response = boss_at.post(f"{of(agent)}link/")

    assert (response.status_code, Invitation.objects.count()) == (302, 0)


def test_the_last_administrator_keeps_the_right_and_stays_in(boss_at, boss, page_of):
    refused = boss_at.post(of(boss), sent(username="boss"))
    boss_at.post(f"{of(boss)}switch/", {"active": "off"})

    kept = User.objects.get(pk=boss.pk)
    assert refused.status_code == 422
    assert page_of(refused).cssselect("#id_administrator_error")
    assert (kept.is_superuser, kept.is_active, kept.first_name) == (True, True, "")


def test_one_administrator_may_take_the_right_from_another(boss_at, boss):
    other = User.objects.create_superuser("other")

    boss_at.post(of(other), sent(username="other"))

    assert not User.objects.get(pk=other.pk).is_superuser


def test_only_who_has_never_signed_in_is_deleted(boss_at, agent, colleague):
    Client().post("/login/", {"username": "agent", "password": "a long enough password"})

    for person in (agent, colleague):
        boss_at.post(f"{of(person)}delete/")

    assert set(User.objects.values_list("username", flat=True)) == {"boss", "agent"}


def test_the_log_of_the_administration_says_who_did_what(boss_at, boss, agent, home):
    boss_at.post(NEW, sent(sellers=[home.pk]))
    nina = User.objects.get(username="nina")
    boss_at.post(of(nina), sent(last_name="Петрова", sellers=[home.pk]))
    boss_at.post(f"{of(nina)}link/")
    boss_at.post(f"{of(nina)}delete/")

    entries = LogEntry.objects.order_by("pk")
    assert [entry.action_flag for entry in entries] == [ADDITION, CHANGE, CHANGE, DELETION]
    assert {(entry.user_id, entry.object_id, entry.object_repr) for entry in entries} == {
        (boss.pk, str(nina.pk), "nina")
    }
    assert "last_name" in entries[1].change_message and "link" in entries[2].change_message


@pytest.mark.parametrize("route", ["", "link/", "switch/", "delete/"])
def test_somebody_who_is_not_there_is_not_found(boss_at, route):
    assert boss_at.post(f"/team/people/999999/{route}", sent()).status_code == 404


def test_the_menu_leads_administrators_there_and_nobody_else(boss_at, boss, agent):
    theirs = Client()
    theirs.force_login(agent)

    assert f'href="{PEOPLE}"' in boss_at.get("/settings/").text
    assert f'href="{PEOPLE}"' not in theirs.get("/settings/").text
