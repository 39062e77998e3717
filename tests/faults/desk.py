"""A desk as it runs in production: `manage.py serve`, on the database of the tests, beside the sandbox."""

import http.client
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from urllib.parse import urlencode

from django.conf import settings
from django.db import connections
from django.test import Client
from lxml import html

from chats.sandbox import Sandbox
from tests.faults.processes import address_of_database
from tests.serve_fixture import Program, free_ports, manage

PATIENCE = 60
LONGEST_RUN = 600


@dataclass(frozen=True)
class Answer:
    path: str
    status: int  # 0 where the connection ended without an answer
    body: str
    location: str
    cookie: str
    seconds: float


@dataclass
class Desk:
    program: Program
    port: int
    cookie: str
    answers: list[Answer] = field(default_factory=list)

    def get(self, path: str, **query: object) -> Answer:
        """One request on a connection of its own, as an agent signed in."""
        return self.ask("GET", path + (f"?{urlencode(query)}" if query else ""))

    def ask(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Answer:
        started = monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body or None, {"Cookie": self.cookie, **(headers or {})})
            response = connection.getresponse()
            told = (
                response.status,
                response.read().decode(),
                response.headers.get("Location", ""),
                response.headers.get("Set-Cookie", "").partition(";")[0],
            )
        except (OSError, http.client.HTTPException):
            told = (0, "", "", "")
        finally:
            connection.close()
        answer = Answer(path, *told, monotonic() - started)
        self.answers.append(answer)
        return answer

    def sign_in(self, name: str, password: str) -> Answer:
        form = self.ask("GET", "/login/", headers={"Cookie": ""})
        secret = html.fromstring(form.body).cssselect("[name=csrfmiddlewaretoken]")[0].get("value")
        sent = urlencode({"username": name, "password": password, "csrfmiddlewaretoken": secret})
        headers = {"Cookie": form.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", "/login/", sent, headers)

    def side_by_side(self, paths: list[str], threads: int = 16) -> list[Answer]:
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(self.get, paths))

    @property
    def workers(self) -> list[int]:
        """gunicorn's, which answer requests: the children of the first child of the supervisor."""
        return children_of(children_of(self.program.process.pid)[0])

    @property
    def resident(self) -> int:
        """Megabytes that its workers hold."""
        pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self.workers]
        return sum(pages) * os.sysconf("SC_PAGE_SIZE") // 2**20

    @property
    def threads_and_sockets(self) -> int:
        return sum(threads_of(pid) + sockets_of(pid) for pid in self.workers)

    def signal(self, number: signal.Signals) -> None:
        os.killpg(self.program.process.pid, number)


def children_of(pid: int) -> list[int]:
    """Of one process, in the order in which they were started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def threads_of(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/task"))


def sockets_of(pid: int) -> int:
    found = 0
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found += os.readlink(handle).startswith("socket:")
        except OSError:
            continue
    return found


def environment_of_desk(market: Sandbox, **other: object) -> dict[str, str]:
    """What a process of the desk finds in its environment, on the database of the tests. No background worker unless
    WORKERS says so: what Market is asked is then what the test's own requests ask."""
    told = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": settings.SECRET_KEY,
        "TOKEN_KEYS": ",".join(settings.TOKEN_KEYS),
        "DATABASE_URL": address_of_database(),
        "MARKET_API_URL": market.url,
        "LOOKUPS_PER_MINUTE": 10_000,
        "WORKERS": 0,
        **other,
    }
    return {name: str(value) for name, value in told.items()}


@contextmanager
def served(market: Sandbox, signed_in: Client, **environment: object) -> Iterator[Desk]:
    """Starts the desk and gives it with the session of that client. A killed one is not started again."""
    port = free_ports()
    cookie = f"session-{port}={signed_in.cookies['session'].value}"
    connections.close_all()
    with manage("serve", environment_of_desk(market, PORT=port, **environment), patience=LONGEST_RUN) as program:
        program.until("The desk is at")
        yield Desk(program, port, cookie)


def slowest(answers: list[Answer], share: float = 0.99) -> float:
    """The time within which that share of the answers came."""
    ordered = sorted(answer.seconds for answer in answers)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]
