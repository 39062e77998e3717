import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client

from chats.models import AgentSettings


def chosen(**changes):
    return {"language": "ru", "time_zone": "Asia/Omsk", "theme": "dark", "single_keys": "on", **changes}


def test_an_agent_chooses_language_zone_colours_and_keys(signed_in, agent, page_of):
    response = signed_in.post("/settings/", chosen())

    kept = AgentSettings.objects.get(agent=agent)
    page = page_of(signed_in.get("/settings/"))
    assert (response.status_code, response["Location"]) == (302, "/settings/")
    assert (kept.language, kept.time_zone, kept.theme) == ("ru", "Asia/Omsk", "dark")
    assert (kept.single_keys, kept.auto_refresh) == (True, False)
    assert (page.get("lang"), page.get("data-theme")) == ("ru", "dark")


def test_without_a_choice_the_browser_decides_the_language(signed_in, page_of):
    assert page_of(signed_in.get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})).get("lang") == "zh-hans"
    assert page_of(signed_in.get("/", headers={"Accept-Language": "ru"})).get("lang") == "ru"
    assert page_of(signed_in.get("/", headers={"Accept-Language": "fr"})).get("lang") == "en"


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars/Olympus"}, {"language": "xx"}, {"theme": "../x"}])
def test_a_choice_that_is_none_is_refused_beside_the_field(signed_in, page_of, wrong):
    response = signed_in.post("/settings/", chosen(**wrong))

    assert response.status_code == 422
    assert page_of(response).cssselect("[aria-invalid=true]")
    assert not AgentSettings.objects.exists()


def test_a_zone_the_machine_has_forgotten_breaks_no_page(signed_in, agent):
    AgentSettings.objects.create(agent=agent, time_zone="Mars/Olympus")

    assert signed_in.get("/").status_code == 200


def test_f61_the_zones_of_russia_come_first_by_their_cities(signed_in, page_of):
    AgentSettings.objects.all().delete()

    groups = page_of(signed_in.get("/settings/")).cssselect("[name=time_zone] optgroup")

    first = {one.get("value"): one.text_content() for one in groups[0].cssselect("option")}
    assert (groups[0].get("label"), len(first)) == ("Russia", 12)
    assert (first["Europe/Moscow"], first["Asia/Kamchatka"]) == ("Moscow, UTC+3", "Kamchatka, UTC+12")
    assert [one.get("label") for one in groups[2:6]] == ["Africa", "America", "Antarctica", "Arctic"]
    values = [one.get("value") for group in groups for one in group.cssselect("option")]
    assert len(values) == len(set(values)) > 300


def test_f61_that_the_settings_are_saved_is_said_and_has_the_focus(signed_in, page_of):
    page = page_of(signed_in.post("/settings/", chosen(language="en"), follow=True))

    (said,) = page.cssselect(".messages [role=status]")
    assert said.get("autofocus") is not None
    assert said.get("tabindex") == "-1"


def test_one_agents_choice_is_not_anothers(client, signed_in, agent, boss, page_of):
    signed_in.post("/settings/", chosen())
    client.force_login(boss)

    assert page_of(client.get("/")).get("data-theme") == "system"


def test_f60_an_agent_sees_and_sets_the_name_that_colleagues_and_buyers_read(signed_in, agent, page_of):
    before = page_of(signed_in.get("/settings/"))

    signed_in.post("/settings/", chosen(first_name="  Анна ", last_name="К."))

    agent.refresh_from_db()
    page = page_of(signed_in.get("/settings/"))
    assert before.cssselect("[name=first_name]")[0].get("value", "") == ""
    assert "agent" in before.cssselect(".own-name .hint")[0].text_content()
    assert (agent.first_name, agent.last_name) == ("Анна", "К.")
    assert page.cssselect("[name=first_name]")[0].get("value") == "Анна"
    assert page.cssselect(".menu-name")[0].text_content() == "Анна К."


@pytest.mark.parametrize("wrong", [{"first_name": "x" * 151}, {"last_name": "ACMA:SECRETSECRET:12345678"}])
def test_f60_a_name_that_cannot_be_one_changes_nothing(signed_in, agent, page_of, wrong):
    response = signed_in.post("/settings/", chosen(**wrong))

    agent.refresh_from_db()
    assert response.status_code == 422
    assert page_of(response).cssselect("[aria-invalid=true]")
    assert (agent.first_name, agent.last_name) == ("", "")
    assert not AgentSettings.objects.exists()
    assert b"SECRETSECRET" not in response.content


def test_f60_nobody_else_and_nothing_else_is_changed_by_the_form(signed_in, agent, boss):
    signed_in.post("/settings/", chosen(first_name="A", username="root", is_superuser="on", id=boss.pk, is_staff="on"))

    agent.refresh_from_db()
    assert (agent.username, agent.is_superuser, agent.is_staff) == ("agent", False, False)
    assert User.objects.get(pk=boss.pk).first_name == ""


OLD, NEW = "a long enough password", "another long password"


def change(client, **fields):
    form = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW, **fields}
    return client.post("/settings/password/", form)


def test_f60_s4_an_agent_changes_their_password_stays_signed_in_and_is_signed_out_elsewhere(signed_in, agent, page_of):
    elsewhere = Client()
    elsewhere.force_login(agent)

    response = change(signed_in)

    agent.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/settings/")
    assert agent.check_password(NEW)
    assert page_of(signed_in.get("/settings/")).cssselect(".messages")
    assert elsewhere.get("/settings/").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"old_password": "guess"},
        {"new_password2": "something else"},
        {"new_password1": "short", "new_password2": "short"},
        {"old_password": "", "new_password1": "", "new_password2": ""},
    ],
)
def test_f60_a_refused_password_changes_nothing_and_says_why_beside_the_field(signed_in, agent, page_of, wrong):
    response = change(signed_in, **wrong)

    agent.refresh_from_db()
    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect(".field-error")
    assert page.cssselect("title")[0].text_content().startswith("Error:")
    assert agent.check_password(OLD)
    assert not any(field.get("value") for field in page.cssselect("input[type=password]"))


def test_f60_the_old_password_cannot_be_guessed_faster_than_at_sign_in(signed_in, agent, settings, page_of):
    guesses = [change(signed_in, old_password=f"guess {number}") for number in range(settings.AXES_FAILURE_LIMIT)]

    right = change(signed_in)

    agent.refresh_from_db()
    assert [guess.status_code for guess in guesses] == [422] * (len(guesses) - 1) + [429]
    assert right.status_code == 429
    assert agent.check_password(OLD)
    assert page_of(right).cssselect("h1")[0].text_content() == "Too many attempts"
    assert signed_in.get("/settings/").status_code == 200


def test_f60_no_password_that_was_typed_is_kept(signed_in):
    new = "plain words that are long enough"

    change(signed_in, old_password="my-bank-password", new_password1=new, new_password2=new)

    kept = AccessAttempt.objects.values_list("get_data", "post_data")
    assert kept
    assert not [row for row in kept if "my-bank-password" in str(row) or new in str(row)]
