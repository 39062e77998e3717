"""Prepared answers that are shared: leads manage those of their sellers, administrators all."""

import pytest
from django.contrib.auth.models import User

from chats.models import PreparedAnswer, Role
from chats.services import people
from chats.services.prepared import answers
from tests.views.answers import NEW, answer, said

SENT = {"title": "Где заказ", "text": "Едет"}
SHARED = f"{NEW}?shared=1"


@pytest.fixture
def lead(signed_in, agent, home, foreign) -> User:
    """The agent leads `home`, and answers for `foreign`."""
    people.set_role(home.groups.get(), Role.LEAD)
    agent.groups.add(foreign.groups.get())
    return agent


def test_a_lead_makes_one_for_a_seller_that_they_lead(signed_in, lead, home, page_of):
    page = page_of(signed_in.get("/answers/"))
    form = page_of(signed_in.get(page.cssselect('.answer-list a[href*="shared"]')[0].get("href")))

    response = signed_in.post(SHARED, {**SENT, "seller": home.business_id})

    kept = PreparedAnswer.objects.get()
    assert [one.get("value") for one in form.cssselect("select[name=seller] option")] == ["", str(home.business_id)]
    assert (response.status_code, kept.owner, kept.seller) == (302, None, home)


@pytest.mark.parametrize("choose", [lambda home, foreign: "", lambda home, foreign: foreign.business_id])
def test_not_for_a_seller_that_they_only_answer_for_nor_for_all(signed_in, lead, home, foreign, page_of, choose):
    made = signed_in.post(SHARED, {**SENT, "seller": choose(home, foreign)})
    moved = signed_in.post(f"/answers/{answer(seller=home).pk}/", {**SENT, "seller": choose(home, foreign)})

    assert (made.status_code, moved.status_code) == (422, 422)
    assert page_of(made).cssselect("#id_seller_error")
    assert PreparedAnswer.objects.get().seller == home


def test_a_lead_changes_and_deletes_those_of_their_sellers(signed_in, lead, home, page_of):
    shared = answer(seller=home)
    page = page_of(signed_in.get(f"/answers/{shared.pk}/"))

    signed_in.post(f"/answers/{shared.pk}/", {**SENT, "text": "Приедет", "seller": home.business_id})
    changed = PreparedAnswer.objects.get()
    signed_in.post(f"/answers/{shared.pk}/delete/")

    assert said(page, "h1") == "Change a shared answer"
    assert (changed.text, changed.owner, changed.seller) == ("Приедет", None, home)
    assert not PreparedAnswer.objects.exists()


@pytest.mark.parametrize("whose", [lambda foreign: foreign, lambda foreign: None], ids=["only answered for", "all"])
def test_others_they_read_and_do_not_change(signed_in, lead, foreign, page_of, whose):
    shared = answer(seller=whose(foreign))

    page = page_of(signed_in.get(f"/answers/{shared.pk}/"))
    posts = [signed_in.post(f"/answers/{shared.pk}/{path}", {**SENT, "seller": ""}) for path in ("", "delete/")]

    assert not page.cssselect("textarea")
    assert [post.status_code for post in posts] == [403, 403]
    assert PreparedAnswer.objects.get().text == shared.text


def test_an_agent_is_offered_none_of_it(signed_in, agent, home, page_of):
    page = page_of(signed_in.get("/answers/"))

    assert not page.cssselect('a[href*="shared"]')
    assert [signed_in.get(SHARED).status_code, signed_in.post(SHARED, SENT).status_code] == [403, 403]
    assert not PreparedAnswer.objects.exists()


def test_an_administrator_makes_and_changes_those_for_all_sellers(client, boss, home):
    client.force_login(boss)

    client.post(SHARED, {**SENT, "seller": ""})
    [made] = PreparedAnswer.objects.all()
    client.post(f"/answers/{made.pk}/", {**SENT, "text": "Приедет", "seller": ""})

    made.refresh_from_db()
    assert (made.owner, made.seller, made.text) == (None, None, "Приедет")


def test_when_there_are_too_many_the_form_says_so_and_keeps_what_was_typed(signed_in, lead, home, page_of, monkeypatch):
    monkeypatch.setattr(answers, "MOST_SHARED", 1)
    answer(seller=home)

    response = signed_in.post(SHARED, {**SENT, "seller": home.business_id})

    assert response.status_code == 422
    assert said(page_of(response), "textarea") == SENT["text"]
    assert PreparedAnswer.objects.count() == 1
