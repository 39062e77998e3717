"""S8: only the configured host is ever contacted, whatever Market answers and whatever the environment says."""

import socket
from urllib.parse import urlsplit

import pytest
from django.conf import settings as live_settings
from django.db import connection

from chats.models import Chat
from chats.sandbox.content.cabinets import HOME
from chats.services.lookup import read_paste
from tests.security.egress import watched

TRAP = "http://127.0.0.1:9/trap"
LINKS = [
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "https://evil.example/?chat=310001",
    "http://127.0.0.1:8000/admin/?order=310001",
    "\\\\evil.example\\share\\310001",
]
REDIRECTS = ["redirect_301", "redirect_302", "redirect_303", "redirect_307", "redirect_308", "redirect_same_host"]


@pytest.fixture
def environment_that_lies(monkeypatch, tmp_path):
    """Proxies, certificates and passwords that libraries would take from there."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, TRAP)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login canary password canary\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NO_PROXY", raising=False)


def reached(seen) -> set[tuple]:
    """Hosts and ports, without the database's own server."""
    database = str(connection.settings_dict.get("PORT") or "")
    places = {place[:2] for _, place in seen if isinstance(place, tuple)}
    return {(host, port) for host, port, *_ in places if str(port) != database}


def walk(browser) -> None:
    for text in ("310001", "54810000102", "999", *LINKS):
        browser.get("/lookup/", {"q": text, "fresh": "1"})
    for address in ("/", "/chats/1001/310001/", "/chats/1001/310003/", "/settings/", "/nowhere/"):
        browser.get(address, headers={"Referer": LINKS[0], "Origin": LINKS[3]})
    browser.post("/chats/1001/310001/refresh/")
    browser.post("/settings/", {"theme": "dark"})


def test_s8_a_day_at_the_desk_reaches_for_market_and_nobody_else(browsers, home, market, environment_that_lies):
    with watched() as seen:
        walk(browsers["agent"])

    market_alone = urlsplit(live_settings.MARKET_API_URL)
    assert reached(seen) == {(market_alone.hostname, market_alone.port)}
    assert len(market.calls) > 5


@pytest.mark.parametrize("fault", [*REDIRECTS, "redirect_file"])
def test_s8_no_redirect_is_followed_and_no_key_goes_elsewhere(browsers, home, market, fault):
    market.fail(fault)
    with watched() as seen:
        walk(browsers["agent"])

    assert reached(seen) == {("127.0.0.1", market.port)}
    assert market.trapped == []


def test_s8_addresses_that_a_buyer_wrote_are_links_and_never_fetched(browsers, home, market, known_chat):
    for number, link in enumerate(LINKS, start=1):
        known_chat(home, number, customer_name=link, customer_public_id=link, status="FINISHED")

    with watched() as seen:
        for chat in Chat.objects.all():
            assert browsers["agent"].get(f"/chats/1001/{chat.chat_id}/").status_code == 200

    assert reached(seen) == set()


def test_s8_an_address_of_another_host_gives_its_number_and_nothing_else(browsers, home, market):
    assert read_paste("https://evil.example/?chat=310001").likely[0].number == 310001
    with watched() as seen:
        browsers["agent"].get("/lookup/", {"q": "https://evil.example/?chat=310001"})

    assert {host for host, _ in reached(seen)} == {"127.0.0.1"}


def test_s8_an_administrator_can_name_a_token_and_no_host(browsers, market):
    fields = {"token": HOME.token, "active": "on", "MARKET_API_URL": TRAP, "url": TRAP, "host": "evil.example"}
    with watched() as seen:
        browsers["boss"].post("/admin/chats/seller/add/", fields)

    assert reached(seen) == {("127.0.0.1", market.port)}


def test_s8_pages_without_a_call_reach_for_nothing(browsers, chat):
    with watched() as seen:
        for browser in browsers.values():
            for address in ("/", "/login/", "/settings/", "/chats/1001/310001/", "/admin/", "/healthz", "/nowhere/"):
                browser.get(address)

    assert reached(seen) == set()


def test_the_watch_sees_what_it_is_there_for():
    with watched() as seen, pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", 9), timeout=1)

    assert {("look up", ("127.0.0.1", 9)), ("connect", ("127.0.0.1", 9))} <= set(seen)
