"""Targets for answers: leads set those of their sellers, and no others."""

from datetime import time

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from chats.models import Role, Seller
from chats.services import people

SENT = {"answer_within": "30", "works_from": "10:00", "works_until": "18:30"}


@pytest.fixture
def lead(signed_in, agent, home, foreign) -> User:
    """The agent leads `home`, and answers for `foreign`."""
    people.set_role(home.groups.get(), Role.LEAD)
    agent.groups.add(foreign.groups.get())
    return agent


def address(seller: Seller) -> str:
    return f"/team/targets/{seller.business_id}/"


def test_the_menu_leads_to_the_sellers_that_one_leads(signed_in, lead, home, foreign, page_of):
    menu = page_of(signed_in.get("/settings/")).cssselect('.menu-list a[href="/team/targets/"]')
    page = page_of(signed_in.get("/team/targets/"))

    assert menu
    assert [link.get("href") for link in page.cssselect(".person a")] == [address(home)]
    assert "60 minutes" in page.text_content() and "09:00 to 21:00" in page.text_content()


def test_a_lead_sets_a_target_and_nothing_else_of_the_seller(signed_in, lead, home):
    response = signed_in.post(address(home), {**SENT, "name": "Другое", "active": "", "token": "x"})

    kept = Seller.objects.get(pk=home.pk)
    assert (response.status_code, response["Location"]) == (302, "/team/targets/")
    assert (kept.answer_within, kept.works_from, kept.works_until) == (30, time(10), time(18, 30))
    assert (kept.name, kept.active, kept.token is None) == (home.name, True, False)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (lead, str(home.pk))


def test_a_lead_says_whether_an_answer_takes_the_chat(signed_in, lead, home, page_of):
    box = page_of(signed_in.get(address(home))).cssselect("#id_answering_takes")[0]
    signed_in.post(address(home), SENT)
    off = Seller.objects.get(pk=home.pk).answering_takes
    signed_in.post(address(home), {**SENT, "answering_takes": "on"})

    assert box.get("checked") is not None
    assert (off, Seller.objects.get(pk=home.pk).answering_takes) == (False, True)


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"answer_within": "0"}, "answer_within"),
        ({"answer_within": "10081"}, "answer_within"),
        ({"answer_within": "soon"}, "answer_within"),
        ({"works_from": "25:00"}, "works_from"),
        ({"works_until": ""}, "works_until"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_what_was_typed_stays(
    signed_in, lead, home, page_of, fields, where
):
    response = signed_in.post(address(home), {**SENT, "answer_within": "45", **fields})

    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect(f"#id_{where}_error") and page.cssselect("[name=works_from]")
    assert fields.get("answer_within", "45") == page.cssselect("[name=answer_within]")[0].get("value")
    assert Seller.objects.get(pk=home.pk).answer_within == 60


def test_a_seller_that_one_only_answers_for_is_refused_and_an_unseen_one_is_not_there(signed_in, lead, foreign):
    seen, unseen = foreign, Seller.objects.create(name="Unseen", business_id=7777, token=None)

    answers = [(signed_in.get(address(one)), signed_in.post(address(one), SENT)) for one in (seen, unseen)]

    assert [tuple(one.status_code for one in pair) for pair in answers] == [(403, 403), (404, 404)]
    assert set(Seller.objects.values_list("answer_within", flat=True)) == {60}


def test_an_agent_has_no_link_to_it(signed_in, agent, home):
    assert "/team/targets/" not in signed_in.get("/settings/").text
    assert signed_in.get("/team/targets/").status_code == 403
