"""L1 to L4: a token and a buyer's words go in by every way; then all that came out is searched.

Expected: the token nowhere at all, a buyer's words on pages and in rows, and in no log line.
"""

import io
import logging
import traceback

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from chats.market.token import Token
from chats.models import Chat, Seller
from chats.services import sellers
from chats.services.upstream import calls
from dashboard.logs import RedactingFormatter
from tests.security.canary import BUYER, BUYER_NEEDLES, TOKEN, TOKEN_NEEDLES, hits, wire
from tests.security.parrot import parrot

SAVED = {"name": "Garden", "business_id": "1001"}
PART = {"HX-Request": "true", "HX-Target": "freshness"}
STATUSES = [200, 206, 302, 400, 401, 403, 404, 420, 500]


@pytest.fixture
def market(settings, monkeypatch):
    monkeypatch.setattr(calls, "MOST_RETRIES", 0)
    with parrot() as server:
        settings.MARKET_API_URL = server.url
        yield server


@pytest.fixture
def seller(home):
    sellers.set_token(home, Token(TOKEN), now=timezone.now())
    return Seller.objects.get(pk=home.pk)


@pytest.fixture
def said(caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("django", "django.request", "urllib3", "requests", "chats", "axes"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def day(browsers) -> list:
    """What an agent, a stranger and an administrator do in a day."""
    answers = []
    for name in ("agent", "stranger", "boss"):
        get, post = browsers[name].get, browsers[name].post
        answers += [
            get("/lookup/", {"q": number, "fresh": "1", "seller": "1001"})
            for number in ("310001", "310002, 310003", TOKEN)
        ]
        answers += [
            get(
                "/lookup/",
                {"q": "310001", "seller": "1001"},
                headers={"HX-Request": "true", "HX-Target": "lookup-result"},
            )
        ]
        answers += [get(address) for address in ("/", "/chats/1001/310001/", "/chats/1001/310009/", "/settings/")]
        answers += [get("/chats/1001/310001/?v=0&seen=0", headers=PART)]
        answers += [post("/chats/1001/310001/refresh/", headers=part) for part in ({}, PART)]
    return answers


def office(browsers, seller) -> list:
    """What an administrator does with sellers."""
    get, post = browsers["boss"].get, browsers["boss"].post
    page = f"/admin/chats/seller/{seller.pk}/change/"
    forms = [{"token": TOKEN}, {"token": TOKEN, "name": "Other", "business_id": "5"}, {"token": f"x{TOKEN}"}, SAVED]
    answers = [
        post(place, {"active": "on", **form}, follow=True)
        for place in ("/admin/chats/seller/add/", page)
        for form in forms
    ]
    check = {"action": "check_now", "_selected_action": [seller.pk]}
    answers += [post("/admin/chats/seller/", check, follow=True)]
    places = (
        "/admin/",
        "/admin/chats/seller/",
        page,
        f"/admin/chats/seller/{seller.pk}/history/",
        "/admin/chats/lookup/",
    )
    return answers + [get(place) for place in places]


def stored() -> bytes:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows += cursor.fetchall()
    return repr(rows).encode()


def lines(said) -> str:
    """Every record with all that it carries, and as the desk prints it."""
    return "\n".join(f"{RedactingFormatter().format(record)} {vars(record)}" for record in said.records)


@pytest.mark.parametrize(("status", "debug"), [*((status, False) for status in STATUSES), (403, True)])
def test_l_whatever_market_repeats_the_token_is_seen_nowhere(browsers, seller, market, said, settings, status, debug):
    market.status, settings.DEBUG = status, debug

    answers = [*day(browsers), *office(browsers, seller)]

    assert max(answer.status_code for answer in answers) < 500
    assert [found for answer in answers for found in hits(wire(answer))] == []
    assert hits(lines(said)) == []
    assert hits(stored()) == []
    assert hits(lines(said), BUYER_NEEDLES) == []


def test_l2_a_buyers_words_are_on_pages_and_in_rows_and_in_no_log(browsers, seller, market, said, capfd):
    market.repeats = False

    answers = day(browsers)

    printed = capfd.readouterr()
    assert Chat.objects.filter(customer_name__startswith=BUYER).exists()
    assert any(hits(wire(answer), BUYER_NEEDLES) for answer in answers)
    assert hits(lines(said), BUYER_NEEDLES) == []
    assert hits(printed.out + printed.err, BUYER_NEEDLES) == []


def test_l2_a_buyers_words_are_in_no_header_cookie_or_address(browsers, seller, market):
    market.repeats = False

    for answer in day(browsers):
        answer.content = b""
        assert hits(wire(answer), BUYER_NEEDLES) == []
        assert hits(answer.wsgi_request.get_full_path(), BUYER_NEEDLES) == []


def test_l1_neither_exports_nor_history_hold_the_token(browsers, seller, market, capsys):
    office(browsers, seller)
    dump = io.StringIO()

    for form in ("json", "xml", "jsonl"):
        call_command("dumpdata", format=form, stdout=dump)

    assert LogEntry.objects.exists()
    assert "1001" in dump.getvalue()
    assert hits(dump.getvalue()) == []


def frames_of(error: BaseException | None):
    while error:
        yield from (frame for frame, _ in traceback.walk_tb(error.__traceback__))
        yield from frames_of(error.__cause__)
        error = error.__context__


@pytest.mark.parametrize("status", [*STATUSES, None])
def test_l3_no_error_of_the_client_and_no_frame_under_it_shows_the_token(seller, market, settings, status):
    if status is None:
        settings.MARKET_API_URL = "http://127.0.0.1:9"
    else:
        market.status = status
    token = seller.token.open()
    client = calls.client()

    try:
        answer = client.get_chat(token, business_id=1001, chat_id=310001)
    except Exception as error:
        shown = [error, repr(error), vars(error), error.args, traceback.format_exception(error)]
        shown += [repr(value) for frame in frames_of(error) for value in frame.f_locals.values()]
    else:
        shown = [repr(answer)]

    shown += [repr(client), vars(client), repr(seller), vars(seller), repr(seller.token), token, repr(token), [token]]
    assert [found for text in shown for found in hits(repr(text))] == []


def test_the_search_finds_what_it_looks_for():
    """Else all the tests above would prove nothing."""
    for needle in TOKEN_NEEDLES | BUYER_NEEDLES:
        sought = TOKEN_NEEDLES if needle in TOKEN_NEEDLES else BUYER_NEEDLES
        assert hits(b"before " + needle + b" after", sought)
    assert hits(TOKEN) and hits(TOKEN[:30]) and hits(TOKEN[::-1]) and hits(TOKEN.lower())
    assert not hits("ACMA:…cafe") and not hits("ACMA:***")
