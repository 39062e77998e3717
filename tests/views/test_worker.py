"""The notice that no background worker is alive: it comes and goes on open pages, without a reload."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Worker
from chats.services.workers.alive import any_alive

PART = {"HX-Request": "true", "HX-Target": "worker"}


@pytest.fixture(autouse=True)
def as_it_is(worker_lives, monkeypatch):
    monkeypatch.setattr("chats.services.workers.any_alive", any_alive)


@pytest.fixture
def worker(db):
    now = timezone.now()
    return Worker.objects.create(name="host:1:x", started_at=now, beat_at=now, threads=8)


def notice_of(page):
    return [notice.text_content() for notice in page.cssselect("#worker .notice")]


@pytest.mark.parametrize("address", ["/", "/answers/", "/settings/", "/nowhere/"])
def test_every_page_says_that_no_worker_lives(signed_in, page_of, address):
    [said] = notice_of(page_of(signed_in.get(address)))

    assert "Tell an administrator." in said and "manage.py" not in said


def test_while_one_lives_nothing_is_said(signed_in, worker, page_of):
    page = page_of(signed_in.get("/"))

    assert notice_of(page) == []
    assert page.cssselect("#worker")[0].get("hx-trigger") == "desk:calm from:body"


def test_an_open_page_is_told_when_that_changes_and_only_then(signed_in, worker, page_of):
    def ask(shown):
        return signed_in.get("/worker/", {"shown": shown}, headers=PART)

    first = ask("alive")
    Worker.objects.update(beat_at=timezone.now() - timedelta(minutes=1))
    died, still = ask("alive"), ask("none")
    Worker.objects.update(beat_at=timezone.now())
    back = ask("none")

    assert [one.status_code for one in (first, died, still, back)] == [204, 200, 204, 200]
    assert "Tell an administrator." in died.text
    assert "notice" not in back.text and 'value="alive"' in back.text


def test_an_administrator_is_told_what_starts_it(client, boss):
    client.force_login(boss)

    assert "manage.py work" in client.get("/").text


def test_nobody_else_is_told_anything_nor_led_to_sign_in(client, db):
    response = client.get("/worker/", {"shown": "alive"}, headers=PART)

    assert (response.status_code, response.content) == (204, b"")
    assert "#worker" not in client.get("/login/").text
