"""L1, L2: a token that a person pasted into the wrong field, on its way through addresses, pages and log lines."""

import logging
import sys
from urllib.parse import quote

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from chats.models import Lookup
from chats.services import people
from dashboard.logs import RedactingFormatter
from tests.notification_fixture import FORMS
from tests.security.canary import SECRET, TOKEN, hits, wire

TWICE = quote(quote(TOKEN, safe=""), safe="")
ADDRESSES = [
    f"/lookup/?q={TOKEN}",
    f"/lookup/?q={quote(TOKEN, safe='')}&fresh=1",
    f"/lookup/?q=Bearer+{TOKEN}+310001",
    f"/?next={TOKEN}",
    f"/login/?next=/lookup/?q={TWICE}",
    f"/admin/chats/lookup/?q={TOKEN}",
    f"/admin/auth/group/?q={TOKEN.lower()}",
    f"/admin/chats/seller/?name={TOKEN}",
    f"/nowhere/?x={TOKEN}",
    f"/language/?next=/?q={TOKEN}",
    f"/settings?x={TOKEN}",
]


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.DEBUG)
    formatter = RedactingFormatter()
    return lambda: "\n".join(formatter.format(record) for record in caplog.records)


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("address", ADDRESSES)
def test_l1_a_token_in_an_address_comes_back_in_no_page_header_or_redirect(
    browsers, home, market, settings, said, address, debug
):
    settings.DEBUG = debug
    headers = {"Referer": f"http://testserver/lookup/?q={TOKEN}", "HX-Current-URL": f"http://testserver/?q={TOKEN}"}

    answers = [browser.get(address, follow=True) for browser in browsers.values()]
    answers += [browser.get(address, headers=headers) for browser in browsers.values()]
    answers += [browser.get(address, headers={**headers, "HX-Request": "true"}) for browser in browsers.values()]

    assert [found for answer in answers for found in hits(wire(answer))] == []
    assert [found for answer in answers for step in getattr(answer, "redirect_chain", []) for found in hits(step)] == []
    assert hits(said()) == []
    assert (market.calls, Lookup.objects.count()) == ([], 0)


def test_l1_the_agent_is_told_what_became_of_a_pasted_key(browsers, home, market, page_of):
    page = page_of(browsers["agent"].get(f"/lookup/?q={TOKEN}"))

    assert "key" in page.cssselect("#lookup-error")[0].text_content()
    assert page.cssselect("#q")[0].get("value") == ""


def test_l1_a_token_in_the_sign_in_form_is_neither_shown_nor_tried_nor_kept(browser_of, said, page_of, db):
    client = browser_of()

    answers = [
        client.post("/login/", {"username": name, "password": word, "next": "/"})
        for name, word in [(TOKEN, TOKEN), (TOKEN, "word"), ("agent", TOKEN), (f" {TOKEN.lower()}", "")]
    ]

    kept = [*AccessAttempt.objects.values(), *Session.objects.values()]
    assert [found for answer in answers for found in hits(wire(answer))] == []
    assert hits(said()) == [] == hits(kept)
    assert [attempt["username"] for attempt in AccessAttempt.objects.values()] == ["agent"]
    assert page_of(answers[0]).cssselect("#id_username[aria-invalid=true]")


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("address", ["/lookup/?q=310001&x=", "/?x=", "/settings/?x="])
def test_l1_an_error_page_of_the_desk_repeats_neither_address_nor_where_one_came_from(
    browsers, home, settings, monkeypatch, said, address, debug
):
    settings.DEBUG = debug

    def crash(*arguments, **options):
        kept_in_the_frame = f"{arguments}{options}{TOKEN}"
        raise RuntimeError(len(kept_in_the_frame))

    monkeypatch.setattr("chats.views.lookup.lookup_form", crash)
    monkeypatch.setattr("chats.views.inbox.list_of", crash)
    monkeypatch.setattr("chats.views.preferences.preferences_of", crash)
    referer = {"Referer": f"http://testserver/lookup/?q={TOKEN}"}

    answer = browsers["agent"].get(address + TOKEN, headers=referer)

    assert answer.status_code == 500
    assert hits(wire(answer)) == [] == hits(said())


@pytest.mark.parametrize(
    "line",
    [
        TOKEN,
        quote(TOKEN, safe=""),
        TWICE,
        TOKEN.lower(),
        f"Api-Key: {TOKEN}\r\n",
        f"GET /lookup/?q={TOKEN}&x=1 HTTP/1.1",
    ],
)
def test_l2_no_line_of_a_log_holds_what_has_the_shape_of_a_token(line):
    record = logging.LogRecord("any", logging.INFO, "file", 1, "said: %s", (line,), None)

    assert SECRET.lower() not in RedactingFormatter().format(record).lower()


def test_l2_no_traceback_in_a_log_holds_one_either():
    try:
        raise ValueError(f"about {TOKEN}")
    except ValueError:
        record = logging.LogRecord("any", logging.ERROR, "file", 1, "failed", (), sys.exc_info())

    assert hits(RedactingFormatter().format(record)) == []


@pytest.mark.parametrize("status", [404, 422])
def test_l2_the_secret_of_a_set_up_link_stays_out_of_the_log(client, db, said, status):
    secret = people.new_setup_link(now=timezone.now()) if status == 422 else "CANARY-of-the-set-up-link"
    client.post(f"/setup/{secret}/", {"username": "first", "password1": "x", "password2": "x"})

    assert "/setup/…/" in said()
    assert secret not in said()


def test_l2_the_secret_of_an_address_for_notifications_stays_out_of_the_log(announce, address, said):
    for form in FORMS:
        for options in ({}, {"source": "192.0.2.7"}):
            announce({"notificationType": 5}, form, **options)
    Client().get(f"/notifications/{address.secret}/")

    assert "/notifications/…" in said()
    assert address.secret not in said()


FORGED = "2026-11-22 12:00:00,000Z INFO chats.services.upstream.calls seller=1 getChat ok"


def test_16_4_1_hostile_text_cannot_begin_a_log_line_of_its_own():
    try:
        raise ValueError(f"Иван\n{FORGED}\r{FORGED}\u2028{FORGED}")
    except ValueError as error:
        record = logging.LogRecord("any", logging.ERROR, "file", 1, "failed: %s", (error,), sys.exc_info())

    lines = RedactingFormatter().format(record).splitlines()

    assert sum(line.startswith("2026-11-22 12:00:00,000Z") for line in lines) == 0
    assert len(lines) > 3


@pytest.mark.parametrize("name", ["django.db.backends", "django.template"])
def test_l2_what_prints_whole_rows_and_pages_stays_silent_however_chatty_the_rest_is(caplog, name):
    caplog.set_level(logging.DEBUG)

    assert not logging.getLogger(name).isEnabledFor(logging.DEBUG)
    assert logging.getLogger("chats").isEnabledFor(logging.DEBUG)
