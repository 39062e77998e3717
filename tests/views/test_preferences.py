import pytest

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


def test_one_agents_choice_is_not_anothers(client, signed_in, agent, boss, page_of):
    signed_in.post("/settings/", chosen())
    client.force_login(boss)

    assert page_of(client.get("/")).get("data-theme") == "system"
