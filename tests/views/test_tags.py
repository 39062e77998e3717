"""Tags on pages: leads make them, agents give them, rows and heads show them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Chat, Role, Seller, Tag
from chats.services import people, tags
from tests.desk_fixture import again
from tests.views.replying import ADDRESS

PART = {"HX-Request": "true", "HX-Target": "chat-tag-menu"}


@pytest.fixture
def lead(signed_in, agent, home):
    people.set_role(home.groups.get(), Role.LEAD)
    return signed_in


@pytest.fixture
def tag(home) -> Tag:
    tag = Tag.objects.create(name="Возврат", colour="red")
    tag.sellers.add(home)
    return tag


def test_a_lead_makes_a_tag(lead, home, page_of):
    form = page_of(lead.get("/team/tags/new/"))
    response = lead.post("/team/tags/new/", {"name": "  Возврат   денег ", "colour": "teal", "sellers": "1001"})

    made = Tag.objects.get()
    assert form.cssselect("[name=sellers][value='1001']")
    assert (response.status_code, response["Location"]) == (302, "/team/tags/")
    assert (made.name, made.colour, list(made.sellers.all())) == ("Возврат денег", "teal", [home])
    assert page_of(lead.get("/team/tags/")).cssselect(".person .team-tag[data-colour=teal]")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"name": ""}, "#id_name_error"),
        ({"name": "x" * 21}, "#id_name_error"),
        ({"name": "ACMA:1234567890:abcdef01:2345678"}, "#id_name_error"),
        ({"colour": "black"}, ".choices .field-error"),
        ({"sellers": []}, ".choices .field-error"),
        ({"sellers": "999"}, ".choices .field-error"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_what_was_typed_stays(lead, page_of, fields, where):
    response = lead.post("/team/tags/new/", {"name": "Call", "colour": "blue", "sellers": "1001", **fields})

    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect(where) or fields["name"].startswith("ACMA")
    assert not Tag.objects.exists()


def test_a_seller_that_one_does_not_lead_gets_no_tag(lead, foreign, page_of):
    response = lead.post("/team/tags/new/", {"name": "Call", "colour": "blue", "sellers": str(foreign.business_id)})

    assert response.status_code == 422
    assert not Tag.objects.exists()


def test_a_name_that_is_taken_is_said_beside_the_name(lead, tag, page_of):
    response = lead.post("/team/tags/new/", {"name": "возврат", "colour": "blue", "sellers": "1001"})

    assert response.status_code == 422
    assert "already" in page_of(response).cssselect("#id_name_error")[0].text_content()


def test_a_tag_that_is_also_of_another_seller_is_shown_and_not_changed(lead, tag, foreign, page_of):
    tag.sellers.add(foreign)

    page = page_of(lead.get("/team/tags/"))

    assert page.cssselect(".person .team-tag") and not page.cssselect(f'a[href="/team/tags/{tag.pk}/"]')
    assert foreign.name not in page.text_content()
    assert lead.post(f"/team/tags/{tag.pk}/delete/").status_code == 403


def test_many_tags_cost_no_more_queries_than_one(lead, home, tag):
    with CaptureQueriesContext(connection) as of_one:
        lead.get("/team/tags/")
    for number in range(5):
        Tag.objects.create(name=f"Tag {number}").sellers.add(home)

    with CaptureQueriesContext(connection) as of_six:
        lead.get("/team/tags/")

    assert len(of_six) == len(of_one)


def test_an_administrator_changes_a_tag_of_a_seller_that_is_switched_off(client, boss, home, tech, tag, known_chat):
    tag.sellers.add(tech)
    chat = known_chat(tech, 1)
    tags.give(boss, chat, tag.pk)
    Seller.objects.filter(pk=tech.pk).update(active=False)
    client.force_login(boss)

    answer = client.post(f"/team/tags/{tag.pk}/", {"name": "Деньги", "colour": "red", "sellers": home.business_id})

    assert answer.status_code == 302
    assert (Tag.objects.get().name, set(tag.sellers.all())) == ("Деньги", {home, tech})
    assert again(chat).tag_keys == str(tag.pk)
    assert client.post(f"/team/tags/{tag.pk}/delete/").status_code == 302


def test_an_agent_gives_a_tag_and_the_head_and_the_row_show_it(signed_in, fresh, tag, page_of):
    fresh()
    part = signed_in.post(f"{ADDRESS}tags/", {"give": tag.pk}, headers=PART)

    page = page_of(signed_in.get(ADDRESS))

    assert part.status_code == 200 and "desk:ask" in part["HX-Trigger-After-Settle"]
    assert page_of(part).cssselect(f"#tag-{tag.pk}[aria-pressed=true][name=take_off]")
    assert page.cssselect("#chat-tags .team-tag[data-colour=red]")[0].text_content() == "Возврат"
    assert page.cssselect(".entry .team-tag[data-colour=red]")


def test_without_scripts_the_press_leads_back_to_the_chat(signed_in, fresh, tag):
    fresh()

    response = signed_in.post(f"{ADDRESS}tags/", {"give": tag.pk})

    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert signed_in.post(f"{ADDRESS}tags/", {"take_off": tag.pk}).status_code == 302
    assert Chat.objects.get().tag_keys == ""


def test_a_press_that_cannot_be_done_says_why(signed_in, fresh, tag, page_of):
    fresh()
    tag.delete()

    part = signed_in.post(f"{ADDRESS}tags/", {"give": 77}, headers=PART)
    signed_in.post(f"{ADDRESS}tags/", {"give": 77})
    page = page_of(signed_in.get(ADDRESS))

    assert part.status_code == 422
    assert page_of(part).cssselect("#tag-error")[0].text_content()
    assert page.cssselect(".messages [data-tone=danger]")


def test_an_open_page_learns_of_a_colleagues_tag(signed_in, colleague, fresh, tag, page_of):
    chat = fresh()
    known = {"v": str(chat.version), "last": ""}
    tags.give(colleague, chat, tag.pk)

    part = signed_in.get(ADDRESS, known, headers={"HX-Request": "true", "HX-Target": "freshness"})

    assert page_of(part).cssselect("#chat-tags[hx-swap-oob] .team-tag")


def test_the_list_is_narrowed_down_to_a_tag_by_the_form_and_says_so(signed_in, agent, fresh, tag, page_of):
    tags.give(agent, fresh(), tag.pk)
    fresh(310002)

    page = page_of(signed_in.get("/", {"tag": tag.pk}))

    assert len(page.cssselect(".entry")) == 1
    assert page.cssselect(f"#filter-tag option[value='{tag.pk}'][selected]")
    assert "Возврат" in page.cssselect(".filter-chip")[0].text_content()


def test_the_word_of_a_tag_of_unseen_sellers_never_shows(signed_in, fresh, tag, foreign, page_of):
    fresh()
    tag.sellers.set([foreign])

    page = signed_in.get("/", {"tag": tag.pk})

    assert "Возврат" not in page.text
    assert not page_of(page).cssselect(".entry")


def test_hostile_words_stay_text(signed_in, agent, fresh, tag, page_of):
    tags.give(agent, fresh(), tag.pk)
    Tag.objects.update(name="<img src=x>")

    page = page_of(signed_in.get(ADDRESS))

    assert not page.cssselect(".team-tag img")
    assert page.cssselect("#chat-tags .team-tag")[0].text_content() == "<img src=x>"
