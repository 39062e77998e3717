"""The desk as `serve` runs it, behind a proxy that sends what the documents say, and behind some that do not."""

import http.client
import re
from urllib.parse import urlencode

import pytest
from lxml import html

from chats.addresses import is_trusted
from tests.proxy_fixture import proxy
from tests.serve_fixture import manage

PASSWORD = "a long enough password"
OUTSIDE = "desk.example.com:8443"  # as the browser calls it


@pytest.fixture
def https(environment):
    return {**environment, "HTTPS": "on", "ALLOWED_HOSTS": "desk.example.com"}


@pytest.fixture
def started():
    """Starts desks one by one: started(environment)."""
    running = []

    def start(environment):
        context = manage("serve", environment)
        program = context.__enter__()
        running.append(context)
        program.setup = program.until("There is no administrator yet").split("once: ")[1].strip()
        program.until("The desk is at")
        program.port = int(environment["PORT"])
        return program

    yield start
    for context in running:
        context.__exit__(None, None, None)


class Browser:
    """Keeps cookies as browsers do: by host and path, and not by port."""

    def __init__(self):
        self.cookies = {}

    def ask(self, port, method, path, form=None, **headers):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {
            "Host": OUTSIDE,
            "Cookie": "; ".join(f"{name}={self.cookies[name][0]}" for name in self.cookies),
            **names,
        }
        body = urlencode(form) if form else None
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            answer.text = answer.read().decode()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0], re.search("Path=([^;]+)", rest)[1]
        return answer

    def post(self, port, path, page=None, /, **form):
        """Fills in the form at `page` or `path`, and sends it as from the address outside."""
        shown = html.fromstring(self.ask(port, "GET", page or path).text)
        token = shown.cssselect("input[name=csrfmiddlewaretoken]")[0].get("value")
        return self.ask(port, "POST", path, {"csrfmiddlewaretoken": token, **form}, Origin=f"https://{OUTSIDE}")

    def make_administrator(self, port, setup):
        path = re.sub(r"^https?://[^/]+", "", setup)
        return self.post(port, path, username="boss", password1=PASSWORD, password2=PASSWORD)


def test_o1_forms_work_on_a_port_other_than_443_with_the_documented_lines(https, started):
    desk, browser = started(https), Browser()

    with proxy(desk.port, X_Forwarded_Proto="https") as front:  # Host $http_host: as the browser sent it
        made = Browser().make_administrator(front.port, desk.setup)
        signed_in = browser.post(front.port, "/login/", username="boss", password=PASSWORD)
        start = browser.ask(front.port, "GET", "/")

    assert (made.status, signed_in.status, start.status) == (302, 302, 200)
    assert {name for name in browser.cookies if "session" in name} == {f"__Host-session-{desk.port}"}


def test_o1_a_proxy_that_drops_the_port_is_named_on_the_page_and_in_the_log(https, started):
    desk, browser = started(https), Browser()

    with proxy(desk.port, Host="desk.example.com", X_Forwarded_Proto="https") as front:
        refused = browser.post(front.port, "/login/", username="boss", password=PASSWORD)

    assert refused.status == 403
    page = html.fromstring(refused.text).text_content()
    assert f"https://{OUTSIDE}" in page and "docs/operating.md" in page and "too old" not in page
    assert f"https://{OUTSIDE}" in desk.until("it must pass Host with the port")


def test_o3_a_request_over_https_is_known_as_one_however_the_proxies_say_it(https, started):
    desk = started(https)

    for said in (
        {"X_Forwarded_Proto": "https,http"},
        {"X_Forwarded_Proto": "https, https"},
        {"X_Forwarded_Proto": " HTTPS "},
        {"X_Forwarded_Ssl": "on"},
        {"X_Forwarded_Proto": "https", "X_Forwarded_Ssl": "off"},
        {"Forwarded": 'for=192.0.2.7;proto="https";by=10.0.0.1, for=10.0.0.1;proto=http'},
    ):
        with proxy(desk.port, **said) as front:
            answer = Browser().ask(front.port, "GET", "/login/", Sec_Fetch_Mode="navigate")

        assert (answer.status, answer.headers["Location"]) == (200, None), said


def test_o3_no_proxy_leads_into_an_endless_redirect(https, started):
    desk, browser = started(https), Browser()

    with proxy(desk.port, X_Forwarded_Proto="http") as front:
        plain = browser.ask(front.port, "GET", "/login/")  # a browser over HTTP: no Sec-Fetch headers there
        contrary = browser.ask(front.port, "GET", "/login/", Sec_Fetch_Mode="navigate")
        health = browser.ask(front.port, "GET", "/healthz")
    with proxy(desk.port) as front:
        silent = browser.ask(front.port, "GET", "/login/")
    with proxy(desk.port, X_Forwarded_Proto="httpss,http") as front:
        nonsense = browser.ask(front.port, "GET", "/login/")

    assert (plain.status, plain.headers["Location"]) == (301, f"https://{OUTSIDE}/login/")
    assert [answer.status for answer in (contrary, silent, nonsense)] == [400, 400, 400]
    assert all("X-Forwarded-Proto" in answer.text for answer in (contrary, silent, nonsense))
    assert health.status == 200
    desk.until("docs/operating.md")


def test_o3_who_is_no_trusted_proxy_says_nothing_about_https(https, started):
    desk = started({**https, "TRUSTED_PROXIES": "192.0.2.1"})
    said = {"X_Forwarded_Proto": "https", "X_Forwarded_Ssl": "on"}

    answer = Browser().ask(desk.port, "GET", "/login/", **said)
    over_https = Browser().ask(desk.port, "GET", "/login/", **said, Sec_Fetch_Mode="navigate")

    assert answer.status == 301
    assert over_https.status == 400 and "TRUSTED_PROXIES" in over_https.text
    desk.until("127.0.0.1 is not in TRUSTED_PROXIES")


def test_o3_a_proxy_is_known_on_a_socket_for_both_kinds_of_addresses(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1/32", "10.0.0.0/8"]

    assert is_trusted("::ffff:127.0.0.1") and is_trusted("::ffff:10.1.2.3") and is_trusted("10.1.2.3")
    assert not is_trusted("::1") and not is_trusted("::ffff:192.0.2.1") and not is_trusted("")


def test_o4_two_desks_on_one_host_name_keep_their_own_sign_ins(environment, started, tmp_path):
    usual = {**environment, "ALLOWED_HOSTS": "desk.example.com", "HTTPS": "on"}
    desks = [started(usual)]
    desks.append(
        started({**usual, "PORT": str(desks[0].port + 1), "DATABASE_URL": f"sqlite:///{tmp_path}/two.sqlite3"})
    )
    browser = Browser()

    for desk in desks:
        with proxy(desk.port, X_Forwarded_Proto="https") as front:
            Browser().make_administrator(front.port, desk.setup)
            browser.post(front.port, "/login/", username="boss", password=PASSWORD)

    for desk in desks:
        assert browser.ask(desk.port, "GET", "/", X_Forwarded_Proto="https").status == 200


def test_o6_below_a_path_every_address_and_cookie_is_there(environment, started):
    desk = started({**environment, "BASE_PATH": "/desk", "HTTPS": "on", "ALLOWED_HOSTS": "desk.example.com"})
    browser = Browser()

    with proxy(desk.port, below="/desk", X_Forwarded_Proto="https") as front:
        assert "/desk/setup/" in desk.setup
        Browser().make_administrator(front.port, desk.setup)
        signed_in = browser.post(front.port, "/desk/login/?next=/desk/settings/", username="boss", password=PASSWORD)
        part = Browser().ask(front.port, "GET", "/desk/lookup/?q=1", HX_Request="true")
        language = browser.post(front.port, "/desk/language/", "/desk/settings/", language="ru")
        bare = browser.ask(front.port, "GET", "/desk?a=b")
        pages = {
            path: browser.ask(front.port, "GET", f"/desk{path}") for path in ("/", "/settings/", "/admin/", "/nothing/")
        }
        addresses = {link for page in pages.values() for link in links(page.text)}
        found = {address: browser.ask(front.port, "GET", address).status for address in addresses}
        health = browser.ask(front.port, "GET", "/desk/healthz")
        signed_out = browser.post(front.port, "/desk/logout/", "/desk/")

    assert signed_in.headers["Location"] == "/desk/settings/"
    assert (part.status, part.headers["HX-Redirect"].partition("?")[0]) == (401, "/desk/login/")
    assert language.headers["Location"] == "/desk/"
    assert (bare.status, bare.headers["Location"]) == (301, "/desk/?a=b")
    assert [page.status for page in pages.values()] == [200, 200, 200, 404]
    assert {address for address in addresses if not address.startswith("/desk/")} == set()
    assert {address for address, status in found.items() if status == 404} <= {"/desk/nothing/"}
    assert any(address.startswith("/desk/static/") for address in addresses)
    assert health.status == 200
    assert signed_out.headers["Location"] == "/desk/login/" and not signed_out.headers["Clear-Site-Data"]
    assert {(name, path) for name, (_, path) in browser.cookies.items()} == {
        ("__Secure-session-desk", "/desk/"),
        ("__Secure-csrf-desk", "/desk/"),
        ("language-desk", "/desk/"),
    }


def links(text):
    """What a browser would ask for, but for forms that write."""
    page = html.fromstring(text)
    for name in ("href", "src", "action", "hx-get"):
        for element in page.cssselect(f"[{name}]"):
            address = element.get(name).partition("#")[0]
            writes = element.tag == "form" and element.get("method") == "post"
            if address and not address.startswith(("https://", "?")):
                if writes:
                    assert address.startswith("/desk/")
                else:
                    yield address


def test_o6_a_proxy_that_takes_the_path_away_is_told_so(environment, started):
    desk = started({**environment, "BASE_PATH": "/desk", "ALLOWED_HOSTS": "desk.example.com"})

    with proxy(desk.port, below="/desk", stripped="/desk") as front:
        answer = Browser().ask(front.port, "GET", "/desk/login/")
        health = Browser().ask(front.port, "GET", "/desk/healthz")

    assert answer.status == 404
    assert "BASE_PATH" in answer.text and "not take /desk away" in answer.text
    assert health.status == 200
