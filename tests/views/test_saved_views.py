"""Saved views on the page of the list, and the page on which they are kept."""

import pytest

from chats.models import SavedView
from tests.security.canary import TOKEN

VIEWS = "/views/"
QUERY = "view=mine&unread=1"


@pytest.fixture
def view(agent):
    return SavedView.objects.create(agent=agent, name="Утро", query=QUERY, position=1)


def test_the_list_is_saved_under_a_name_and_shown_again(signed_in, agent, home, page_of):
    shown = page_of(signed_in.get(f"/?{QUERY}"))
    query = shown.cssselect(".save-view [name=query]")[0].get("value")
    response = signed_in.post(VIEWS, {"query": query, "name": " Утро "})

    saved = SavedView.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/?{QUERY}")
    assert (saved.agent, saved.name, saved.query, saved.shared) == (agent, "Утро", QUERY, False)


def test_the_menu_leads_to_it_and_the_heading_says_its_name(signed_in, home, view, page_of):
    there, elsewhere = page_of(signed_in.get(f"/?{QUERY}")), page_of(signed_in.get("/"))

    assert there.cssselect("h1")[0].text_content().strip() == "Утро"
    assert there.cssselect("title")[0].text_content().startswith("Утро · ")
    assert there.cssselect('.more-views a[aria-current="true"]')[0].get("href") == f"/?{QUERY}"
    assert elsewhere.cssselect("h1")[0].text_content().strip() == "Waiting for a reply"
    assert elsewhere.cssselect(f'.more-views a[href="/?{QUERY}"]')


@pytest.mark.parametrize("name", ["", " \u200b ", "щ" * 61, "УТРО", TOKEN])
def test_a_name_that_is_refused_is_said_beside_its_field_and_nothing_is_saved(signed_in, home, view, page_of, name):
    response = signed_in.post(VIEWS, {"query": "view=disputes", "name": name})

    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect(".form .field-error#id_name_error")
    assert page.cssselect(".form [name=query]")[0].get("value") == "view=disputes"
    assert TOKEN not in response.content.decode()
    assert SavedView.objects.get() == view


def test_more_than_twenty_are_refused_beside_the_field(signed_in, agent, page_of):
    SavedView.objects.bulk_create(SavedView(agent=agent, name=str(one), query="") for one in range(20))

    page = page_of(signed_in.post(VIEWS, {"query": QUERY, "name": "Утро"}))

    assert "20" in page.cssselect(".form .field-error")[0].text_content()
    assert SavedView.objects.count() == 20


def test_a_view_is_renamed_and_a_refusal_stands_beside_its_own_field(signed_in, agent, view, page_of):
    other = SavedView.objects.create(agent=agent, name="Вечер", query="", position=2)

    refused = signed_in.post(f"/views/{view.pk}/", {"do": "rename", "name": "вечер"})
    assert page_of(refused).cssselect(f"#view-{view.pk} .field-error")
    assert not page_of(refused).cssselect(f"#view-{other.pk} .field-error")
    signed_in.post(f"/views/{view.pk}/", {"do": "rename", "name": "День"})

    view.refresh_from_db()
    assert (refused.status_code, view.name) == (422, "День")


def test_the_focus_stays_on_the_button_that_moved_a_view(signed_in, agent, view, page_of):
    SavedView.objects.create(agent=agent, name="Вечер", query="", position=2)
    SavedView.objects.create(agent=agent, name="Ночь", query="", position=3)

    response = signed_in.post(f"/views/{view.pk}/", {"do": "down"})
    page = page_of(signed_in.get(response["Location"]))

    names = [one.get("value") for one in page.cssselect(".saved-view [name=name]")]
    assert names == ["Вечер", "Утро", "Ночь"]
    assert page.cssselect("[autofocus]")[0] in page.cssselect(f"#view-{view.pk} [value=down]")


def test_a_view_is_deleted(signed_in, view):
    signed_in.post(f"/views/{view.pk}/", {"do": "delete"})

    assert not SavedView.objects.exists()


def test_only_leads_are_offered_to_share_and_others_are_refused(signed_in, view, page_of):
    page = page_of(signed_in.get(VIEWS))
    response = signed_in.post(f"/views/{view.pk}/", {"do": "share"})

    view.refresh_from_db()
    assert not page.cssselect("[value=share]")
    assert (response.status_code, view.shared) == (403, False)


@pytest.mark.parametrize("act", ["rename", "up", "down", "share", "delete"])
def test_another_persons_view_is_not_found(signed_in, colleague, act):
    theirs = SavedView.objects.create(agent=colleague, name="Чужое", query="", shared=True)

    response = signed_in.post(f"/views/{theirs.pk}/", {"do": act, "name": "Моё"})

    assert response.status_code == 404
    assert SavedView.objects.values_list("name", "shared").get() == ("Чужое", True)
