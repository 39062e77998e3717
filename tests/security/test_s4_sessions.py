"""S4: sessions begin anew and end for good, everywhere. One browser: tests/views/test_sign_in.py."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings as live_settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from chats.services import people
from dashboard.sessions import SessionStore
from tests.security.conftest import PASSWORD

COOKIE = live_settings.SESSION_COOKIE_NAME
SIGN_IN = {"username": "agent", "password": PASSWORD}
NEW = "another long enough password"


def signed_in(**options) -> Client:
    browser = Client(**options)
    browser.post("/login/", SIGN_IN)
    return browser


def with_key(key: str) -> Client:
    browser = Client()
    browser.cookies[COOKIE] = key
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/settings/").status_code == 200


@pytest.mark.parametrize("key", ["a" * 31 + "\0", "ключ" * 8, "a" * 31 + "'", "short", "", None])
def test_s4_what_cannot_be_a_key_is_never_looked_up(key):
    assert SessionStore(key).session_key is None


def test_s4_a_key_that_somebody_planted_is_worth_nothing_after_sign_in(agent):
    victim, planted = Client(), signed_in()
    planted.post("/logout/")
    victim.cookies[COOKIE] = planted_key = "a" * 32

    victim.post("/login/", SIGN_IN)

    assert is_in(victim)
    assert victim.cookies[COOKIE].value != planted_key
    assert not is_in(with_key(planted_key))


def test_s4_signing_in_as_somebody_else_leaves_nothing_of_the_first(agent, boss):
    browser = signed_in()
    first = browser.cookies[COOKIE].value
    session = browser.session
    session["canary"] = "of the first"
    session.save()
    browser.post("/logout/")

    browser.post("/login/", {"username": "boss", "password": PASSWORD})

    assert "canary" not in browser.session
    assert not is_in(with_key(first))


def test_s4_making_the_first_administrator_begins_a_new_session(db):
    secret = people.new_setup_link(now=timezone.now())
    browser = Client()
    browser.cookies[COOKIE] = "a" * 32

    browser.post(f"/setup/{secret}/", {"username": "first", "password1": PASSWORD, "password2": PASSWORD})

    assert is_in(browser)
    assert browser.cookies[COOKIE].value != "a" * 32
    assert not is_in(with_key("a" * 32))


def test_s4_a_new_password_ends_the_sessions_in_other_browsers_and_keeps_ones_own(boss):
    own, other = Client(), Client()
    for browser in (own, other):
        browser.post("/login/", {"username": "boss", "password": PASSWORD})
    before = own.cookies[COOKIE].value

    own.post("/admin/password_change/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})

    assert (is_in(own), is_in(other)) == (True, False)
    assert own.cookies[COOKIE].value != before
    assert not is_in(with_key(before))


def test_s4_a_password_that_is_set_by_a_link_ends_that_persons_sessions(agent, boss):
    theirs, browser = signed_in(), Client()
    secret = people.new_link(agent, by=boss, now=timezone.now())
    browser.get(f"/invitation/{secret}/")
    theirs_before = is_in(theirs)

    browser.post("/invitation/", {"new_password1": NEW, "new_password2": NEW})

    assert theirs_before
    assert (is_in(theirs), is_in(browser)) == (False, True)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_superuser": False}])
def test_s4_rights_that_were_taken_are_gone_with_the_next_request(boss, browser_of, change):
    browser = browser_of(boss)
    assert browser.get("/admin/").status_code == 200

    User.objects.filter(pk=boss.pk).update(**change)

    assert browser.get("/admin/").status_code == 302


def test_s4_a_person_who_was_deleted_is_out(agent):
    browser = signed_in()

    agent.delete()

    assert not is_in(browser)


def test_s4_a_session_ends_after_a_working_day_however_busy_it_was(agent):
    browser = signed_in()
    session = Session.objects.get()
    assert timedelta(hours=11) < session.expire_date - timezone.now() <= timedelta(hours=12)

    browser.get("/")
    assert Session.objects.get().expire_date == session.expire_date
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert not is_in(browser)


@pytest.mark.parametrize(
    "key", ["", "x", "a" * 32, "../../etc/passwd", "' OR 1=1 --", "а" * 32, "a" * 4000, "a\0" * 20]
)
def test_s4_a_key_that_was_made_up_opens_nothing_and_breaks_nothing(agent, key):
    browser = Client(raise_request_exception=False)
    browser.cookies[COOKIE] = key.encode().decode("latin-1")  # as a server hands over what was sent

    assert browser.get("/settings/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_s4_guesses_at_once_are_counted_like_guesses_one_by_one(agent):
    def guess(number: int) -> int:
        try:
            return Client().post("/login/", {"username": "agent", "password": f"guess{number}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as attackers:
        statuses = list(attackers.map(guess, range(20)))

    assert 429 in statuses
    assert statuses.count(200) <= 10 + 5  # those that were under way when the tenth came in
    assert Client().post("/login/", SIGN_IN).status_code == 429


@pytest.mark.parametrize("name", ["agent", " agent ", "ａｇｅｎｔ"])
def test_s4_writing_the_name_differently_gives_no_more_guesses(agent, name):
    for number in range(10):
        Client().post("/login/", {"username": name if number % 2 else "agent", "password": f"guess{number}"})

    assert Client().post("/login/", SIGN_IN).status_code == 429


def test_s4_the_sign_in_of_the_admin_gives_no_more_guesses(boss):
    for number in range(10):
        Client().post("/admin/login/?next=/admin/", {"username": "boss", "password": f"guess{number}"}, follow=True)
        Client().post("/login/?next=/admin/", {"username": "boss", "password": f"guess{number}"})

    assert Client().post("/login/", {"username": "boss", "password": PASSWORD}).status_code == 429
