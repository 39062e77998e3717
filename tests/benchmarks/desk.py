"""A desk on loopback with a database of its own, as `manage.py serve` runs it, and a Market beside it."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from cryptography.fernet import Fernet

from tests.benchmarks import processes
from tests.benchmarks.databases import database
from tests.benchmarks.visitor import Visitor

NOWHERE = "http://127.0.0.1:9"
PATIENCE = 90.0


@dataclass(frozen=True)
class Market:
    """The sandbox in its process. `bundle`: what a client has to trust, empty for plain HTTP."""

    url: str
    bundle: str = ""

    def order(self, name: str, **arguments: Any) -> dict[str, Any]:
        """One of the sandbox's control commands, which are not part of Market's API."""
        answer = requests.post(f"{self.url}/_sandbox/{name}", json=arguments, timeout=10, verify=self.bundle or True)
        answer.raise_for_status()
        return answer.json().get("result") or {}

    def new_chats(self, business_id: int, count: int) -> list[int]:
        return [self.order("add-chat", business_id=business_id)["chatId"] for _ in range(count)]


@contextmanager
def market(
    folder: Path, *, latency: float, keep_alive: bool = False, server: Path | None = None, bundle: Path | None = None
) -> Iterator[Market]:
    command = ["-m", "tests.benchmarks.sandbox_process", f"--latency={latency}"]
    command += ["--keep-alive"] if keep_alive else []
    command += [f"--certificate={server}"] if server else []
    with processes.running(command, os.environ, folder / "sandbox.log") as process:
        port = process.stdout.readline().strip()
        if not port:
            raise RuntimeError(f"The sandbox did not start; see {folder / 'sandbox.log'}")
        yield Market(f"{'https' if server else 'http'}://127.0.0.1:{port}", str(bundle or ""))


@dataclass(frozen=True)
class Desk:
    port: int
    environment: dict[str, str]
    process: "subprocess.Popen[str]"
    told: dict[str, Any]  # by tests.benchmarks.data

    @property
    def page(self) -> str:
        """The address of a known chat that need not be asked for again."""
        business_id, chat_id, _, _ = self.told["known"]
        return f"/chats/{business_id}/{chat_id}/"

    @property
    def poll(self) -> str:
        """What its open page asks with each pulse: nothing new."""
        _, _, version, seen = self.told["known"]
        return f"{self.page}?v={version}&seen={seen}"

    def address(self, chat_id: int) -> str:
        return f"/chats/{self.told['business_id']}/{chat_id}/"

    def agent(self, number: int = 0) -> Visitor:
        return Visitor(self.port, session=self.told["agents"][number])

    def boss(self) -> Visitor:
        return Visitor(self.port, session=self.told["boss"])

    def cpu_seconds(self) -> float:
        return processes.cpu_seconds(self.process.pid)

    def memory(self) -> tuple[float, float]:
        return processes.memory(self.process.pid)

    def queries(self, path: str, *, session: str | None = None, part: str = "") -> list[str]:
        """The SQL of one answer, or of one that brings this part; that may have nothing new."""
        command = ["-m", "tests.benchmarks.queries", session or self.told["agents"][0], path, part]
        return json.loads(processes.output(command, self.environment))


@contextmanager
def desk(
    folder: Path,
    name: str,
    *,
    chats: int = 1_000,
    market: Market | None = None,
    workers: int = 0,
    data: str = "tests.benchmarks.data",
    kept: Path | None = None,
    agents: int | None = None,
    extra: Mapping[str, str] | None = None,
) -> Iterator[Desk]:
    """Settings are the defaults of production, but for its own database, the yardstick, and the workers, which would
    ask Market while something else is measured. `data` fills the database, which stays in the folder `kept`; `extra`
    goes into the environment."""
    with database(kept or folder, name, keep=kept is not None) as url:
        environment = {**settings_for(folder, url, market, workers), **(extra or {})}
        more = [f"--agents={agents}"] if agents else []
        told = json.loads(processes.output(["-m", data, f"--chats={chats}", *more], environment))
        log = folder / f"{name}.log"
        with processes.running(["manage.py", "serve"], environment, log) as process:
            started = Desk(int(environment["PORT"]), environment, process, told)
            wait_for(started, log)
            yield started


def settings_for(folder: Path, database_url: str, market: Market | None, workers: int = 0) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "BENCHMARK_STATIC_ROOT": str(folder / "static"),
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "only-for-benchmarks-" + "x" * 50,
        "TOKEN_KEYS": Fernet.generate_key().decode(),
        "DATABASE_URL": database_url,
        "PORT": str(free_port()),
        "MARKET_API_URL": market.url if market else NOWHERE,
        "MARKET_CA_FILE": market.bundle if market else "",
        "WORKERS": str(workers),
    }


def wait_for(started: Desk, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while started.process.poll() is None and time.monotonic() < until:
        try:
            if Visitor(started.port).get("/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The desk did not start:\n{log.read_text()[-2000:]}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
