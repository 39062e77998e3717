"""`manage.py` and other programs as processes of their own, whose output is read and whose end is waited for."""

import http.client
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
PATIENCE = 90  # seconds; the first start in a checkout compresses all static files


def free_ports():
    """A free port whose neighbour above is free as well."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            try:
                second.bind(("127.0.0.1", first.getsockname()[1] + 1))
            except OSError:
                continue
            return first.getsockname()[1]


@pytest.fixture
def environment(tmp_path):
    return {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "TOKEN_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "DATABASE_URL": f"sqlite:///{tmp_path}/data/desk.sqlite3",
        "PORT": str(free_ports()),
        "WEB_PROCESSES": "1",
    }


class Program:
    """A process whose output is read all the time, so that it never waits for a reader."""

    def __init__(self, process):
        self.process = process
        self.output = ""
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put("")

    def until(self, words):
        """Reads what it prints up to a line with these words."""
        while line := self.lines.get():
            self.output += line
            if words in line:
                return line
        raise AssertionError(f"It ended without saying {words!r}:\n{self.output}")

    def rest(self):
        """What it prints from now until it and all its children have ended."""
        return "".join(iter(self.lines.get, ""))


@contextmanager
def started(command, environment, patience=PATIENCE):
    process = subprocess.Popen(
        command,
        cwd=BASE_DIR,
        env=environment,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    hung = threading.Event()

    def end_it():
        hung.set()
        os.killpg(process.pid, signal.SIGKILL)

    watchdog = threading.Timer(patience, end_it)
    watchdog.start()
    program = Program(process)
    try:
        yield program
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        program.reader.join()
        watchdog.cancel()
        process.stdout.close()
    assert not hung.is_set(), f"It did not end by itself:\n{program.output}"


def manage(command, environment, **options):
    return started([sys.executable, "manage.py", *command.split()], environment, **options)


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
