from django.db import OperationalError


def test_healthz_says_no_more_than_it_has_to(client, db):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


class GoneDatabase:
    def cursor(self):
        raise OperationalError("secret detail")


def test_healthz_says_when_the_database_is_gone(client, monkeypatch):
    monkeypatch.setattr("chats.views.health.connection", GoneDatabase())

    response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"database\n")
