import pytest
from django.db import OperationalError
from django.test import Client


def test_s5_a_post_from_elsewhere_is_refused_with_words(agent, page_of):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(agent)

    response = strict.post("/settings/", {"theme": "dark"})

    assert response.status_code == 403
    assert page_of(response).cssselect("h1")


@pytest.fixture
def visitor(agent):
    client = Client(raise_request_exception=False)
    client.force_login(agent)
    return client


def breaks(monkeypatch, problem):
    def raise_it(*_args, **_options):
        raise problem

    monkeypatch.setattr("chats.views.preferences.render", raise_it)


def test_an_address_that_leads_nowhere_says_so_on_a_page_of_the_desk(visitor, page_of):
    response = visitor.get("/nowhere/")

    assert response.status_code == 404
    assert page_of(response).cssselect("header.bar")


def test_an_error_of_the_desk_is_a_page_without_its_details(visitor, page_of, monkeypatch):
    breaks(monkeypatch, RuntimeError("secret detail"))

    response = visitor.get("/settings/")

    assert response.status_code == 500
    assert page_of(response).cssselect("h1")
    assert "secret detail" not in response.content.decode()


def test_a_database_that_is_away_asks_to_come_back_soon(visitor, page_of, monkeypatch):
    breaks(monkeypatch, OperationalError("secret detail"))

    response = visitor.get("/settings/")

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert page_of(response).cssselect("body.card-page h1")
    assert "secret detail" not in response.content.decode()
