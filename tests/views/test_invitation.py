"""The link by which a person sets a password: what it opens, and when it does not."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from chats.models import Invitation
from chats.services import people
from chats.services.people import invitations
from dashboard.logs import RedactingFormatter

PASSWORD = "another long enough password"
CHOSEN = {"new_password1": PASSWORD, "new_password2": PASSWORD}
SET = "/invitation/"


@pytest.fixture
def secret(agent) -> str:
    return invitations.invite(agent, now=timezone.now())


def opened(secret: str, **options) -> Client:
    browser = Client(**options)
    browser.get(f"/invitation/{secret}/")
    return browser


def works(browser: Client) -> bool:
    return browser.get(SET).status_code == 200


def may_sign_in(username: str, password: str) -> bool:
    return Client().post("/login/", {"username": username, "password": password}).status_code == 302


def test_the_link_leads_on_to_an_address_without_its_secret_and_the_person_comes_in(client, agent, secret, page_of):
    followed = client.get(f"/invitation/{secret}/")
    page = client.get(SET)
    response = client.post(SET, CHOSEN)

    assert (followed.status_code, followed["Location"]) == (302, SET)
    assert page_of(page).cssselect("[name=username]")[0].get("value") == "agent"
    assert secret not in page.text
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/settings/").status_code == 200
    assert may_sign_in("agent", PASSWORD)


def test_it_works_once(client, agent, secret):
    first, second = opened(secret), opened(secret)
    first.post(SET, CHOSEN)

    response = second.post(SET, {"new_password1": "quite another password", "new_password2": "quite another password"})

    assert response.status_code == 404
    assert client.get(f"/invitation/{secret}/").status_code == 404
    assert may_sign_in("agent", PASSWORD)
    assert not Invitation.objects.exists()


def test_opening_it_uses_nothing_up(client, secret):
    for _ in range(3):
        opened(secret)

    assert works(opened(secret))


def test_it_ends_after_three_days(client, agent):
    now = timezone.now()
    almost = invitations.invite(agent, now=now - timedelta(hours=71, minutes=59))
    assert works(opened(almost))

    secret = invitations.invite(agent, now=now - timedelta(hours=72))

    assert client.get(f"/invitation/{secret}/").status_code == 404


def test_one_that_was_opened_in_time_ends_too(agent, secret):
    browser = opened(secret)
    Invitation.objects.update(expires_at=timezone.now())

    assert browser.post(SET, CHOSEN).status_code == 404
    assert not may_sign_in("agent", PASSWORD)


def test_a_new_link_ends_the_one_before(client, agent, secret):
    browser = opened(secret)
    newer = invitations.invite(agent, now=timezone.now())

    assert browser.post(SET, CHOSEN).status_code == 404
    assert client.get(f"/invitation/{secret}/").status_code == 404
    assert works(opened(newer))


def test_who_is_deactivated_has_a_link_no_longer_also_when_activated_again(client, agent, boss, secret):
    browser = opened(secret)

    people.deactivate(agent, by=boss, now=timezone.now())
    out = browser.post(SET, CHOSEN).status_code
    people.activate(agent, by=boss)

    assert out == 404
    assert client.get(f"/invitation/{secret}/").status_code == 404
    assert not may_sign_in("agent", PASSWORD)


def test_who_is_switched_off_by_other_means_has_none_either(client, agent, secret):
    browser = opened(secret)
    User.objects.update(is_active=False)

    assert browser.post(SET, CHOSEN).status_code == 404
    assert client.get(f"/invitation/{secret}/").status_code == 404


@pytest.mark.parametrize("change", [lambda it: it[:-1], lambda it: it + "A", lambda it: it.swapcase(), lambda it: "x"])
def test_one_that_was_tampered_with_opens_nothing(client, secret, change):
    response = client.get(f"/invitation/{change(secret)}/")

    assert response.status_code == 404
    assert not works(client)


def test_the_digest_that_a_backup_has_opens_nothing(client, secret):
    assert client.get(f"/invitation/{Invitation.objects.get().digest}/").status_code == 404


def test_one_persons_link_sets_nobody_elses_password(agent, colleague, secret):
    theirs = invitations.invite(colleague, now=timezone.now())

    opened(secret).post(SET, {**CHOSEN, "person": colleague.pk, "username": "colleague"})

    assert may_sign_in("agent", PASSWORD)
    assert not User.objects.get(username="colleague").has_usable_password()
    assert works(opened(theirs))


def test_a_browser_that_is_signed_in_sets_no_password_and_the_link_still_works(client, agent, boss, secret, page_of):
    client.force_login(boss)
    client.get(f"/invitation/{secret}/")

    shown, sent = client.get(SET), client.post(SET, CHOSEN)

    assert (shown.status_code, sent.status_code) == (409, 409)
    assert page_of(shown).cssselect("form[action='/logout/']")
    assert not may_sign_in("agent", PASSWORD)
    assert works(opened(secret))


@pytest.mark.parametrize(
    "sent", [("12345", "12345"), ("administrator", "administrator"), (PASSWORD, "other"), ("", "")]
)
def test_a_password_that_is_refused_is_said_beside_its_field_and_the_link_still_works(agent, secret, page_of, sent):
    browser = opened(secret)

    response = browser.post(SET, {"new_password1": sent[0], "new_password2": sent[1]})

    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect(".field-error") and page.cssselect("[aria-invalid=true]")
    assert (sent == (PASSWORD, "other")) == (not page.cssselect("#id_new_password1_error"))
    assert works(browser)


@pytest.mark.parametrize(("language", "words"), [("ru", "Ссылка"), ("zh-hans", "链接"), ("en", "link")])
def test_it_speaks_the_language_of_the_browser(client, secret, language, words):
    headers = {"Accept-Language": language}

    client.get(f"/invitation/{secret}/", headers=headers)
    asked, over = client.get(SET, headers=headers), client.get("/invitation/guess/", headers=headers)

    assert words in over.text and words.lower() in asked.text.lower()


def test_a_new_password_ends_the_persons_sessions_and_begins_a_new_one(agent, secret):
    elsewhere = Client()
    elsewhere.force_login(agent)
    browser = opened(secret)
    before = browser.session.session_key

    browser.post(SET, CHOSEN)

    assert elsewhere.get("/settings/").status_code == 302
    assert browser.session.session_key != before
    assert "invitation" not in browser.session


def test_guesses_are_counted_and_stopped_for_that_address_only(client, agent, secret):
    for number in range(10):
        client.get(f"/invitation/guess{number}/")

    elsewhere = opened(secret, REMOTE_ADDR="10.9.8.7")

    assert client.get(f"/invitation/{secret}/").status_code == 429
    assert works(elsewhere)
    assert not any("guess" in str(attempt) for attempt in AccessAttempt.objects.values())
    assert may_sign_in("agent", "a long enough password")


def test_the_secret_is_in_no_log_no_row_and_on_no_other_page(client, boss, agent, caplog):
    caplog.set_level(logging.DEBUG)
    client.force_login(boss)
    shown = client.post(f"/team/people/{agent.pk}/link/")
    [secret] = [part.split("/")[0] for part in shown.text.split("/invitation/")[1:2]]
    visitor = opened(secret)
    visitor.post(SET, {"new_password1": "1", "new_password2": "1"})
    visitor.post(SET, CHOSEN)
    visitor.get(f"/invitation/{secret}/")

    kinds = (LogEntry, Session, AccessAttempt, Invitation, User)
    rows = [str(row) for kind in kinds for row in kind.objects.values()]
    sessions = [str(one.get_decoded()) for one in Session.objects.all()]
    pages = [client.get(address).text for address in ("/team/people/", f"/team/people/{agent.pk}/", "/admin/")]
    lines = [RedactingFormatter().format(record) for record in caplog.records]
    assert len(secret) == 43
    assert LogEntry.objects.count() == 1
    assert [text for text in (*rows, *sessions, *pages, *lines, visitor.get("/").text) if secret in text] == []
    assert "/invitation/…" in "\n".join(lines)


@pytest.mark.django_db(transaction=True)
def test_of_two_that_set_a_password_at_once_one_does(agent, secret):
    digest, now = people.digest(secret), timezone.now()

    def accept(number: int) -> bool:
        try:
            return people.accept_invitation(digest, password=f"{PASSWORD} {number}", now=now) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as browsers:
        accepted = list(browsers.map(accept, range(5)))

    assert accepted.count(True) == 1
    assert may_sign_in("agent", f"{PASSWORD} {accepted.index(True)}")
