"""A token goes in by every way there is; then everything the desk says is searched for it."""

import base64
import io
import json
import logging
import sys
from urllib.parse import quote

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.views.debug import ExceptionReporter

from chats.market.token import Token
from chats.models import Seller
from chats.sandbox.content import cabinets
from chats.sandbox.content.cabinets import HOME
from dashboard.logs import RedactingFormatter

pytestmark = pytest.mark.django_db
SECRET = "CANARYcanaryCANARYcanaryCANARYcanary0000"
CANARY = f"ACMA:{SECRET}:0badcafe"
PARTS = (SECRET, SECRET[:20], SECRET[20:], SECRET[::-1])
ADD = "/admin/chats/seller/add/"
FORMS = [
    {"token": CANARY},
    {"token": CANARY, "name": "Garden", "business_id": "5"},
    {"token": CANARY, "name": "Garden", "business_id": "garden"},
    {"token": f"Bearer {CANARY}", "name": "Garden", "business_id": "5"},
    {"token": f"{CANARY} {CANARY}"},
    {"token": f"{CANARY[:30]}\r\n{CANARY[30:]}"},
    {"token": f"{CANARY}é"},
    {"token": f"{CANARY}\x00"},
    {"token": HOME.token, "name": CANARY},
    {"token": HOME.token, "name": f"Garden {CANARY}"},
    {"token": HOME.token, "business_id": CANARY},
    {"name": SECRET, "business_id": SECRET},
    {"token": CANARY, "name": CANARY, "business_id": CANARY, "active": CANARY},
]


def forms_of(secret: str) -> set[str]:
    return {
        secret,
        quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        base64.b64encode(secret.encode()).decode().rstrip("="),
        secret.encode().hex(),
    }


def assert_clean(*texts: object) -> None:
    found = [(form, str(text)) for text in texts for part in PARTS for form in forms_of(part) if form in str(text)]
    assert [where[max(0, where.index(form) - 200) :][:500] for form, where in found] == []


def everything_stored() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    return repr(rows)


@pytest.fixture(params=["up", "down", "401", "echo"])
def any_market(request, sandbox, settings, monkeypatch):
    """Market as it is, away, refusing the token, and knowing it."""
    if request.param != "down":
        settings.MARKET_API_URL = sandbox.url
    if request.param == "401":
        sandbox.fail("401")
    if request.param == "echo":
        key = cabinets.ApiKey(token=CANARY, business_id=HOME.business_id, name="Canary", scopes=HOME.scopes)
        monkeypatch.setitem(cabinets.KEYS, CANARY, key)
    return request.param


@pytest.fixture
def admin(client, boss):
    client.force_login(boss)
    client.raise_request_exception = False
    return client


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("django", "urllib3", "chats", "django.db.backends", "axes"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def wire(response) -> str:
    return f"{response.content.decode()} {response.headers} {response.cookies}"


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_a_token_pasted_into_the_admin_is_seen_nowhere(admin, any_market, said, form):
    answers = [admin.post(ADD, {"active": "on", **form}, follow=True)]
    for seller in Seller.objects.all():
        page = reverse("admin:chats_seller_change", args=[seller.pk])
        answers += [admin.post(page, {"active": "on", **form}, follow=True), admin.get(page)]
        answers.append(admin.get(reverse("admin:chats_seller_history", args=[seller.pk])))
    answers += [admin.get("/admin/"), admin.get("/admin/chats/seller/")]

    assert {response.status_code for response in answers} == {200}
    assert_clean(*map(wire, answers), said.text, everything_stored())


def test_a_token_that_market_takes_is_kept_and_still_seen_nowhere(admin, sandbox, settings, said, monkeypatch, capsys):
    settings.MARKET_API_URL = sandbox.url
    key = cabinets.ApiKey(token=CANARY, business_id=HOME.business_id, name="Canary", scopes=HOME.scopes)
    monkeypatch.setitem(cabinets.KEYS, CANARY, key)
    admin.post(ADD, {"active": "on", "token": CANARY})
    seller = Seller.objects.get()
    assert seller.token.open() == Token(CANARY)

    checked = admin.post("/admin/chats/seller/", {"action": "check_now", "_selected_action": [seller.pk]}, follow=True)
    deleted = admin.get(reverse("admin:chats_seller_delete", args=[seller.pk]))
    call_command("dumpdata")
    call_command("rotate_tokens")

    assert LogEntry.objects.exists() and Session.objects.exists()
    printed = capsys.readouterr()
    assert '"token": "***"' in printed.out
    assert_clean(wire(checked), wire(deleted), said.text, printed.out, printed.err, everything_stored())


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("form", [{"token": CANARY}, {"token": CANARY, "name": CANARY, "business_id": CANARY}])
def test_a_crash_while_a_token_is_under_way_shows_none_of_it(admin, settings, said, monkeypatch, debug, form):
    settings.DEBUG = debug

    def crash(self, *args, **kwargs):
        raise RuntimeError("something else broke")

    monkeypatch.setattr("chats.admin.sellers.SellerAdmin.log_addition", crash)
    monkeypatch.setattr("chats.admin.seller_form.SellerForm.clean", crash)

    response = admin.post(ADD, {"active": "on", **form})

    assert response.status_code == 500
    formatter = RedactingFormatter()
    assert_clean(wire(response), *(formatter.format(record) for record in said.records))


def test_a_report_of_a_crash_holds_no_value_of_any_frame(settings, rf):
    request = rf.post(ADD, {"token": CANARY})
    token, text = Token(CANARY), CANARY
    try:
        raise RuntimeError(f"about {token}")
    except RuntimeError:
        reporter = ExceptionReporter(request, *sys.exc_info())

    assert text
    settings.DEBUG = True
    assert_clean(reporter.get_traceback_html(), reporter.get_traceback_text())


def test_neither_does_the_shell(any_market, said, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(CANARY))
    texts = []
    try:
        call_command("add_seller", token_file="-", name="Garden", business_id=HOME.business_id)
    except CommandError as error:
        texts += [error, repr(error), error.__context__, repr(vars(error.__context__))]

    printed = capsys.readouterr()
    assert_clean(*texts, said.text, printed.out, printed.err, everything_stored())
    assert Seller.objects.exists() is (any_market == "echo")


def test_the_search_finds_what_it_looks_for():
    for hidden in (CANARY, quote(CANARY), base64.b64encode(SECRET.encode()).decode(), SECRET[::-1]):
        with pytest.raises(AssertionError):
            assert_clean(hidden)
