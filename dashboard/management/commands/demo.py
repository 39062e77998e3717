"""Starts the desk and a sandbox Market, both on loopback only. `make demo` calls it with the demo's settings."""

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.management import BaseCommand
from django.db import connections
from django.utils import timezone

from chats.sandbox.protocol.call import FILES_PATH
from chats.sandbox.sandbox import Sandbox
from chats.sandbox.world.options import WorldOptions
from dashboard.checks import stop_on_errors
from dashboard.demo.browser import LoopbackBrowser
from dashboard.demo.colleague import FIRST_NAME, AtWork, Colleague
from dashboard.demo.data import add_colleague, notification_paths, seed
from dashboard.demo.numbers import NUMBERS_TO_TRY, OF_THE_VISITOR
from dashboard.management.database import prepare_database, prepare_folder
from dashboard.server import port_problem

LOOPBACK = "127.0.0.1"
BANNER = """
The desk is at http://{host}:{port}{path}/ and talks to a sandbox, never to Yandex Market.

Sign in as one of these (name, password):
{accounts}

Numbers to try (docs/sandbox.md has them all):
{numbers}

{alive}

Ctrl-C stops both. The data stays in data/demo.sqlite3.
"""


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # checks query the database, whose folder does not exist before the first start

    def handle(self, **_options: object) -> None:
        for stop_signal in (signal.SIGINT, signal.SIGTERM):  # shells start background jobs with SIGINT ignored
            signal.signal(stop_signal, stop_demo)
        try:
            code = self.run_both(desk_port=settings.PORT, market_port=settings.PORT + 1)
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
            code = 0
        sys.exit(code)

    def run_both(self, *, desk_port: int, market_port: int) -> int:
        if not settings.DEMO or Path(settings.DATABASES["default"]["NAME"]).name != "demo.sqlite3":
            sys.exit("This would write demo accounts into a real database. Start the demo with: make demo")
        stop_on_errors()
        for port in (desk_port, market_port):
            if problem := port_problem(LOOPBACK, port):
                sys.exit(problem)
        # The browser loads the pictures in messages from the sandbox.
        files = f"http://{LOOPBACK}:{market_port}{FILES_PATH}"
        world = WorldOptions(files_url=files, busy=settings.DEMO_BUSY)
        with Sandbox(host=LOOPBACK, port=market_port, alive=True, world=world) as market:
            settings.MARKET_API_URL = market.url  # not known earlier, and not read by anything so far
            prepare_folder()
            prepare_database()
            seed(now=timezone.now())
            for business_id, path in notification_paths(now=timezone.now()).items():
                # Switched on as soon as the desk answers.
                market.notify(business_id, f"http://{LOOPBACK}:{desk_port}{settings.BASE_PATH}{path}")
            password = add_colleague() if settings.DEMO_COLLEAGUE else ""
            connections.close_all()
            return self.run_desk(desk_port, market.url, password)

    def run_desk(self, port: int, market_url: str, password: str) -> int:
        """`password` is the colleague's; empty: there is none."""
        desk = start_desk(port, market_url)
        try:
            if not becomes_healthy(desk, port):
                return wait_for_end(desk)
            self.stdout.write(banner(port))
            self.stdout.flush()
            with AtWork(partial(colleague, port, password)) if password else nullcontext():
                return wait_for_end(desk)
        finally:
            stop(desk)


def colleague(port: int, password: str, pause: Callable[[float], None]) -> Colleague:
    browser = LoopbackBrowser(LOOPBACK, port)
    return Colleague(browser, password, keep_off=OF_THE_VISITOR, pause=pause, base=settings.BASE_PATH)


# An exception alone is not enough: raised within a callback of Python's own, such as a finalizer, it is lost.
stop_asked = threading.Event()


def stop_demo(*_signal: object) -> NoReturn:
    stop_asked.set()
    raise KeyboardInterrupt


def end_if_asked() -> None:
    if stop_asked.is_set():
        raise KeyboardInterrupt


def start_desk(port: int, market_url: str) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "MARKET_API_URL": market_url,
        "MARKET_PROXY": "",
        "HOST": LOOPBACK,
        "PORT": str(port),
        "ALLOWED_HOSTS": f"localhost,{LOOPBACK}",
        "HTTPS": "off",
        "NOTIFICATION_NETWORKS": LOOPBACK,
        "PICTURE_HOSTS": market_url,
    }
    command = [
        sys.executable,
        str(settings.BASE_DIR / "manage.py"),
        "serve",
        "--verbosity=0",
        f"--parent={os.getpid()}",
    ]
    # In a process group of its own: Ctrl-C then reaches it once, through `stop`, which can also kill the whole group.
    return subprocess.Popen(  # noqa: S603
        command, cwd=settings.BASE_DIR, env=environment, stdin=subprocess.DEVNULL, process_group=0
    )


def becomes_healthy(desk: "subprocess.Popen[bytes]", port: int) -> bool:
    """Wait until the desk answers. False when it ended instead."""
    while True:
        end_if_asked()
        try:
            desk.wait(0.1)
        except subprocess.TimeoutExpired:
            if healthy(port):
                return True
        else:
            return False


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def wait_for_end(desk: "subprocess.Popen[bytes]") -> int:
    """Wait for the desk to end, and return its exit code. In short turns, because a Ctrl-C that arrives in another
    thread does not interrupt a wait without a timeout."""
    while True:
        end_if_asked()
        try:
            return desk.wait(0.5)
        except subprocess.TimeoutExpired:
            continue


def stop(desk: "subprocess.Popen[bytes]") -> None:
    desk.send_signal(signal.SIGQUIT)  # a quick stop: in a demo there are no requests worth finishing
    try:
        desk.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(desk.pid, signal.SIGKILL)
        desk.wait()


def banner(port: int) -> str:
    accounts = "\n".join(f"  {name:<16}{password}" for name, password, _ in settings.DEMO_ACCOUNTS)
    numbers = "\n".join(f"  {number:<16}{meaning}" for number, meaning in NUMBERS_TO_TRY.items())
    return BANNER.format(
        host=LOOPBACK, port=port, path=settings.BASE_PATH, accounts=accounts, numbers=numbers, alive=what_moves()
    )


def what_moves() -> str:
    busy = "Buyers write by themselves (DEMO_BUSY=0: they do not)" if settings.DEMO_BUSY else "No buyer begins a chat"
    if not settings.DEMO_COLLEAGUE:
        return f"{busy}; you are alone at the desk."
    return (
        f"{busy}; {FIRST_NAME}, a colleague,\ntakes chats, answers and leaves notes (DEMO_COLLEAGUE=off: nobody does)."
    )
