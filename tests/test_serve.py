import http.client
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import html

from chats.sandbox.content.cabinets import HOME
from chats.sandbox.content.chats import HOME_ROWS, TECH_ROWS
from chats.sandbox.faults import numbers
from dashboard.logs import SECRET_IN_PATH
from dashboard.management.commands.demo import TRY

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


def test_a_first_start_without_a_terminal_prints_a_link_to_make_the_administrator(environment, tmp_path):
    port = int(environment["PORT"])

    with manage("serve", environment) as desk:
        link = re.search(r"http://127\.0\.0\.1:\d+(/setup/\S+)", desk.until("There is no administrator yet"))
        desk.until(f"The desk is at http://127.0.0.1:{port}/")
        health, _, _ = get(port, "/healthz?order=54810000101")
        setup, _, page = get(port, link[1])

        os.kill(desk.process.pid, signal.SIGTERM)
        log = desk.rest()

    assert (health, setup) == (200, 200)
    assert html.fromstring(page).cssselect("form input[type=password]")
    assert desk.process.returncode == 0
    assert "GET /healthz 200" in log
    assert "54810000101" not in log and link[1] not in log
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
    assert (tmp_path / "data/desk.sqlite3").stat().st_mode & 0o077 == 0


def test_static_files_have_hashed_names_and_are_kept_for_ever(environment):
    port = int(environment["PORT"])

    with manage("serve", environment) as desk:
        desk.until("The desk is at")
        _, _, page = get(port, "/login/")
        sheet = html.fromstring(page).cssselect("link[rel=stylesheet]")[0].get("href")
        status, headers, _ = get(port, sheet)

    assert status == 200
    assert re.search(r"\.[0-9a-f]{12}\.css$", sheet)
    assert "immutable" in headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in headers


def test_a_taken_port_is_said_before_anything_else_is_done(environment, tmp_path):
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))), manage("serve", environment) as desk:
        said = desk.rest()

    assert desk.process.returncode == 1
    assert said.strip().count("\n") == 0
    assert f"Port {environment['PORT']} is taken" in said and "PORT=" in said
    assert not (tmp_path / "data").exists()


def test_a_database_that_does_not_answer_is_said_in_words(environment):
    environment["DATABASE_URL"] = f"postgres://desk:canary@127.0.0.1:{free_ports()}/desk"

    with manage("serve", environment) as desk:
        said = desk.rest()

    assert desk.process.returncode == 1
    assert "The database does not answer" in said
    assert "Traceback" not in said and "canary" not in said


def test_the_desk_ends_with_the_process_that_started_it_even_when_that_is_killed(environment):
    script = (
        "import os, subprocess, sys;subprocess.run([sys.executable, 'manage.py', 'serve', f'--parent={os.getpid()}'])"
    )

    with started([sys.executable, "-c", script], environment) as parent:
        parent.until("The desk is at")
        parent.process.kill()
        parent.rest()

    assert not listens(int(environment["PORT"]))


def test_a_worker_that_is_told_to_quit_never_waits_for_its_own_threads(environment):
    script = (
        "import signal, concurrent.futures, dashboard.web_worker as web_worker;"
        "worker = object.__new__(web_worker.WebWorker);"
        "worker.tpool = concurrent.futures.ThreadPoolExecutor();"
        "worker.tpool._shutdown_lock.acquire();"  # as while a thread is being started
        "signal.alarm(20);"
        "worker.handle_quit(signal.SIGQUIT, None)"
    )

    with started([sys.executable, "-c", script], environment) as worker:
        worker.rest()

    assert worker.process.returncode == 0


@pytest.mark.parametrize(("host", "bind"), [("127.0.0.1", "127.0.0.1:{}"), ("::1", "[::1]:{}")])
def test_gunicorn_reads_its_options_without_manage_py_too(environment, host, bind):
    command = [sys.executable, "-m", "gunicorn", "--config", "dashboard/gunicorn.conf.py", "--print-config"]

    with started(command, {**environment, "HOST": host, "WEB_THREADS": "3"}) as gunicorn:
        said = re.sub(" +", " ", gunicorn.rest())

    assert gunicorn.process.returncode == 0
    assert f"bind = ['{bind.format(environment['PORT'])}']" in said
    assert "threads = 3\n" in said


def test_the_demo_comes_up_with_a_sandbox_and_ctrl_c_stops_both(environment, tmp_path):
    port = int(environment["PORT"])
    environment |= {"DEMO": "on", "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3"}

    for _start in ("first", "second"):
        with manage("demo", environment) as demo:
            demo.until(f"The desk is at http://127.0.0.1:{port}/")
            demo.until("Ctrl-C stops both")
            assert get(port, "/healthz")[0] == 200
            assert listens(port + 1)

            os.killpg(demo.process.pid, signal.SIGINT)
            last = demo.rest()

        assert demo.process.returncode == 0
        assert "Traceback" not in demo.output + last
        assert not listens(port) and not listens(port + 1)


@pytest.mark.parametrize("above", [0, 1])
def test_the_demo_says_which_of_its_two_ports_is_taken(environment, tmp_path, above):
    port = int(environment["PORT"])
    environment |= {"DEMO": "on", "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3"}

    with socket.create_server(("127.0.0.1", port + above)), manage("demo", environment) as demo:
        said = demo.rest()

    assert demo.process.returncode == 1
    assert f"Port {port + above} is taken" in said and "PORT=" in said


def test_the_demo_never_touches_a_real_database(environment, tmp_path):
    environment |= {"DEMO": "on"}

    with manage("demo", environment) as demo:
        said = demo.rest()

    assert demo.process.returncode == 1
    assert "make demo" in said
    assert not (tmp_path / "data").exists()


def test_every_number_the_demo_names_is_one_of_the_sandbox():
    rows = [*HOME_ROWS, *TECH_ROWS]
    chats = {number for row in rows for number in (row.chat_id, row.context.order_id, row.context.return_id)}
    faults = {number for number in TRY if numbers.parse(HOME.business_id, number)}

    assert TRY.keys() == (TRY.keys() & chats) | faults


def test_the_access_log_keeps_the_secret_of_a_setup_link_out():
    assert SECRET_IN_PATH.sub(r"\1…", "/setup/canary/") == "/setup/…/"
