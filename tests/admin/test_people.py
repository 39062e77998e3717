import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from chats.models import Role
from chats.services.people import Action, may, role_of, sellers_for
from tests.admin.seller_pages import column

pytestmark = pytest.mark.django_db


def test_the_admin_has_what_its_one_user_needs_and_in_that_order(admin, page_of):
    page = page_of(admin.get("/admin/"))

    models = [row.get("class").split("model-")[1] for row in page.cssselect("#content-main tr[class*=model-]")]
    assert models == ["seller", "preparedanswer", "lookup", "worker", "user", "group"]
    assert [head.text_content().strip() for head in page.cssselect("#content-main caption")][1] == "People"


def test_sellers_are_given_to_a_group_from_the_groups_side(admin, home, tech, agent):
    admin.post("/admin/auth/group/add/", {"name": "Evening", "role": 1, "sellers": [tech.pk]})

    group = Group.objects.get(name="Evening")
    agent.groups.set([group])
    assert list(sellers_for(agent)) == [tech]

    address = reverse("admin:auth_group_change", args=[group.pk])
    admin.post(address, {"name": "Evening", "role": 1, "sellers": [home.pk]})

    assert list(sellers_for(agent)) == [home]


def test_a_groups_page_shows_the_sellers_it_has(admin, home, tech, page_of):
    home.groups.clear()

    page = page_of(admin.get(reverse("admin:auth_group_change", args=[tech.groups.get().pk])))

    assert [box.get("value") for box in page.cssselect("input[name=sellers][checked]")] == [str(tech.pk)]


def test_a_group_is_given_a_role_for_its_sellers(admin, agent, home, support, page_of):
    address = reverse("admin:auth_group_change", args=[support.pk])
    admin.post(address, {"name": "Support", "role": 2, "sellers": [home.pk]})
    chosen = page_of(admin.get(address)).cssselect("input[name=role][checked]")
    as_lead = may(User.objects.get(pk=agent.pk), Action.SEE_LEDGER, home)
    admin.post(address, {"name": "Support", "role": 1, "sellers": [home.pk]})

    assert as_lead and [one.get("value") for one in chosen] == ["2"]
    assert not may(User.objects.get(pk=agent.pk), Action.SEE_LEDGER, home)


@pytest.mark.parametrize("role", ["3", "0", "", "lead"])
def test_no_group_is_one_of_administrators(admin, support, role):
    response = admin.post(reverse("admin:auth_group_change", args=[support.pk]), {"name": "Support", "role": role})

    assert response.status_code == 200
    assert role_of(Group.objects.get()) == Role.AGENT


def test_the_list_of_groups_names_sellers_and_people(admin, home, tech, agent, page_of):
    Group.objects.create(name="Empty")

    page = page_of(admin.get("/admin/auth/group/"))

    assert column(page, "seller_names") == ["—", f"{home.name}, {tech.name}"]
    assert column(page, "people_names") == ["—", "agent"]


def test_nobody_has_to_read_a_matrix_of_permissions(admin, support, page_of):
    page = page_of(admin.get(reverse("admin:auth_group_change", args=[support.pk])))

    assert page.cssselect("input[name=name]")
    assert page.cssselect("[name=permissions]") == []


def test_the_index_leads_to_the_desks_own_pages_of_people(admin, page_of):
    row = page_of(admin.get("/admin/")).cssselect("#content-main .model-user")[0]

    assert [link.get("href") for link in row.cssselect("a")] == ["/team/people/", "/team/people/new/", "/team/people/"]


@pytest.mark.parametrize("path", ["auth/user", "axes/accessattempt", "sessions/session", "chats/chat", "chats/quota"])
def test_nothing_else_is_registered(admin, path):
    assert admin.get(f"/admin/{path}/").status_code == 404


def test_the_admin_has_no_sign_in_of_its_own(client):
    for path in ("/admin/", "/admin/login/?next=/admin/"):
        response = client.get(path, follow=True)

        assert response.redirect_chain[-1][0] == "/login/?next=/admin/"


def test_an_agent_at_the_admins_sign_in_is_turned_away_and_not_sent_round_in_circles(client, agent):
    client.force_login(agent)

    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get("/admin/login/").status_code == 403


def test_signing_out_of_the_admin_leaves_nothing_in_the_browser(admin):
    response = admin.post("/admin/logout/")

    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert admin.get("/admin/").status_code == 302
