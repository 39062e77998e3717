"""The bell in the bar, the settings behind it, and the events that a page hears of."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from chats.models import AgentSettings
from chats.services import people

PART = {"HX-Request": "true", "HX-Target": "bell"}


@pytest.fixture
def wants_sound(agent):
    return AgentSettings.objects.create(agent=agent, sound=True)


def bell_of(page):
    return page.cssselect("#bell")[0]


def test_sound_and_notices_are_off_and_ask_for_nothing_until_they_are_wanted(signed_in, home, page_of):
    bell = bell_of(page_of(signed_in.get("/")))

    assert (bell.get("data-sound"), bell.get("data-notices")) == ("off", "off")
    assert bell.get("hx-get") is None


def test_the_bell_remembers_and_leads_back_to_its_page(signed_in, agent, home, page_of):
    response = signed_in.post("/bell/sound/", {"sound": "on"}, headers={"Referer": "http://testserver/?view=mine"})

    assert response["Location"] == "http://testserver/?view=mine"
    assert AgentSettings.objects.get(agent=agent).sound
    assert bell_of(page_of(signed_in.get("/"))).get("data-sound") == "on"
    signed_in.post("/bell/sound/", {"sound": "off"})
    assert not AgentSettings.objects.get(agent=agent).sound


def test_the_bell_leads_to_no_other_host(signed_in):
    response = signed_in.post("/bell/sound/", {"sound": "on"}, headers={"Referer": "https://evil.example/"})

    assert response["Location"] == "/"


def test_the_bell_names_a_buyer_and_a_seller_and_no_words(signed_in, wants_sound, home, known_chat, page_of):
    since = timezone.now() - timedelta(minutes=1)
    known_chat(home, 310001, updated_at=since, customer_name="Иван Петров", last_text="Тайна")

    response = signed_in.get("/bell/", headers=PART)

    [event] = page_of(response).cssselect("[data-event]")
    assert event.text_content() == f"Иван · {home.name}"
    assert event.get("data-href") == "/chats/1001/310001/"
    assert "Тайна" not in response.content.decode()


def test_nothing_new_is_an_empty_answer(signed_in, wants_sound, home, known_chat, page_of):
    known_chat(home, 310001, updated_at=timezone.now() - timedelta(minutes=1))
    again = bell_of(page_of(signed_in.get("/bell/", headers=PART))).get("hx-get")

    assert signed_in.get(again, headers=PART).status_code == 204


@pytest.mark.parametrize(
    ("begin", "end", "at", "quiet"),
    [
        (None, None, time(3), False),
        (time(22), time(8), time(23), True),
        (time(22), time(8), time(7, 59), True),
        (time(22), time(8), time(8), False),
        (time(12), time(13), time(12, 30), True),
        (time(12), time(13), time(13), False),
        (time(9), time(9), time(1), True),
    ],
)
def test_quiet_hours_may_run_past_midnight(begin, end, at, quiet):
    assert people.is_quiet(AgentSettings(quiet_from=begin, quiet_until=end), at) is quiet


@pytest.mark.parametrize("sent", [{"quiet_from": "22:00"}, {"quiet_until": "08:00"}])
def test_one_end_of_the_quiet_hours_is_refused_beside_the_other(signed_in, page_of, sent):
    response = signed_in.post("/settings/", {"theme": "dark", **sent})

    [missing] = {"quiet_from", "quiet_until"} - set(sent)
    assert response.status_code == 422
    assert page_of(response).cssselect(f"#id_{missing}_error")


def test_the_settings_keep_sound_notices_and_quiet_hours(signed_in, agent, page_of):
    sent = {"theme": "dark", "sound": "on", "notices": "on", "quiet_from": "22:00", "quiet_until": "08:00"}
    response = signed_in.post("/settings/", sent)

    kept = AgentSettings.objects.get(agent=agent)
    page = page_of(signed_in.get("/settings/"))
    assert response.status_code == 302
    assert (kept.sound, kept.notices, kept.quiet_from, kept.quiet_until) == (True, True, time(22), time(8))
    assert page.cssselect("[name=quiet_from]")[0].get("value") == "22:00"
