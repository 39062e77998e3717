"""L2, L4, S4: the desk as it is really served, with a token and a buyer's words in it; then files, logs and /proc are
searched while it runs and after it has ended."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest

from chats.sandbox.content import cabinets
from chats.sandbox.content.cabinets import HOME
from tests.security.canary import BUYER, BUYER_ID, BUYER_NEEDLES, TOKEN, hits, hits_in_files
from tests.serve_fixture import BASE_DIR, manage

PASSWORD = "a long enough password"
FORGED = "2026-11-22 12:00:00,000Z INFO forged"


@pytest.fixture
def market(sandbox, monkeypatch):
    key = cabinets.ApiKey(token=TOKEN, business_id=HOME.business_id, name="Canary", scopes=HOME.scopes)
    monkeypatch.setitem(cabinets.KEYS, TOKEN, key)
    sandbox.set_chat(HOME.business_id, 310001, name=BUYER, public_id=BUYER_ID)
    return sandbox


@pytest.fixture
def desk(environment, market, tmp_path):
    """Its environment: served by two processes, everything temporary in a folder of its own."""
    for name in ("tmp", "data"):
        (tmp_path / name).mkdir(mode=0o700)
    return {
        **environment,
        "MARKET_API_URL": market.url,
        "TMPDIR": str(tmp_path / "tmp"),
        "HOME": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/data/desk.sqlite3",
        "WEB_PROCESSES": "2",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
    }


def shell(desk: dict, *command: str, given: str = "") -> str:
    command = (sys.executable, "manage.py", *command)
    done = subprocess.run(command, cwd=BASE_DIR, env=desk, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


class Browser:
    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, {}

    def ask(self, method: str, path: str, form: dict | None = None, headers: dict | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookie = "; ".join(f"{name}-{self.port}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        connection.request(method, path, urlencode(form) if form else None, sent)
        answer = connection.getresponse()
        body = answer.read()
        for name, value in re.findall(r"Set-Cookie: (\w+)[-\d]*=([^;]*)", str(answer.headers)):
            self.cookies[name] = value
        connection.close()
        return answer.status, f"{answer.headers}".encode() + body

    def sign_in(self, path: str = "/login/") -> int:
        self.ask("GET", path)
        form = {"csrfmiddlewaretoken": self.cookies["csrf"], "username": "boss", "password": PASSWORD}
        return self.ask("POST", path, form)[0]


def raw(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def children(group: int) -> list[Path]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(process.name)) == group:
                found.append(process)
        except OSError:
            continue  # it has ended meanwhile
    return found


def about(process: Path) -> dict[str, bytes]:
    return {f"{process.name} {name}": (process / name).read_bytes() for name in ("cmdline", "environ", "comm")}


BROKEN_REQUESTS = [
    b"GET /lookup/?q=%b HTTP/9.9\r\n\r\n",
    b"G=T /lookup/?q=%b HTTP/1.1\r\n\r\n",
    b"%b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nBad Name: %b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: %b\r\n\r\n",
    b"GET /%b HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /?q=%b" + b"x" * 9000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: %b\r\n\r\n",
]


def work(desk: dict, browser: Browser) -> list[bytes]:
    """A morning: what is asked, pasted into the wrong fields, mistaken and broken."""
    said = []
    for path in (
        "/lookup/?q=310001",
        f"/lookup/?q={TOKEN}",
        "/chats/1001/310001/",
        "/chats/1001/9000500/",
        "/admin/chats/seller/1/change/",
    ):
        said.append(browser.ask("GET", path, headers={"Referer": f"http://127.0.0.1/{TOKEN}"})[1])
    form = {"csrfmiddlewaretoken": browser.cookies["csrf"], "username": TOKEN, "password": TOKEN}
    said.append(Browser(browser.port).ask("POST", "/login/", form)[1])
    said += [browser.ask("POST", "/admin/chats/seller/1/change/", {**form, "token": TOKEN, "name": TOKEN})[1]]
    for request in BROKEN_REQUESTS:
        raw(
            browser.port, request.replace(b"%b", TOKEN.encode())
        )  # gunicorn tells the sender what it did not understand
    said += [
        raw(
            browser.port, b"GET /%0d%0a" + FORGED.replace(" ", "%20").encode() + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
    ]
    return said


def test_l4_the_token_is_in_no_file_log_process_or_environment(desk, market, tmp_path):
    port, files = int(desk["PORT"]), [tmp_path]
    told = shell(desk, "migrate", "--verbosity=0")
    told += shell(desk, "createsuperuser", "--noinput", "--username=boss", "--email=boss@example.com")
    told += shell(desk, "add_seller", "--token-file=-", given=TOKEN)

    with manage("serve", desk) as program:
        program.until("The desk is at")
        browser = Browser(port)
        assert browser.sign_in() == 302
        said = work(desk, browser)
        running = {name: text for process in children(program.process.pid) for name, text in about(process).items()}
        while_it_ran = hits_in_files(files)
        os.kill(program.process.pid, signal.SIGTERM)
        log = program.output + program.rest()

    assert len(running) >= 3 * 3  # the master and two workers
    assert [name for name, text in running.items() if hits(text)] == []
    assert while_it_ran == hits_in_files(files) == {}
    assert [found for text in said for found in hits(text)] == []
    assert hits(told) == hits(log) == []
    assert "GET /lookup/ 302" in log  # it was looked into while the log was on
    # The buyer's words: on the page and in the database, in no log and in nothing temporary.
    assert hits(said[2], BUYER_NEEDLES)
    assert hits_in_files([tmp_path / "data"], BUYER_NEEDLES)
    assert hits_in_files([tmp_path / "tmp"], BUYER_NEEDLES) == {}
    assert hits(log, BUYER_NEEDLES) == []
    assert not [line for line in log.splitlines() if line.startswith("2026-11-22 12:00:00,000Z")]
    assert "310001" not in "".join(re.findall(r".*GET /lookup/.*", log))


def test_s4_a_session_that_was_ended_is_ended_in_every_process(desk):
    shell(desk, "migrate", "--verbosity=0")
    shell(desk, "createsuperuser", "--noinput", "--username=boss", "--email=boss@example.com")

    with manage("serve", desk) as program:
        program.until("The desk is at")
        browser, thief = Browser(int(desk["PORT"])), Browser(int(desk["PORT"]))
        browser.sign_in()
        thief.cookies = dict(browser.cookies)
        before = {thief.ask("GET", "/settings/")[0] for _ in range(6)}
        browser.ask("POST", "/logout/", {"csrfmiddlewaretoken": browser.cookies["csrf"]})
        after = {thief.ask("GET", "/settings/")[0] for _ in range(12)}

    assert (before, after) == ({200}, {302})
