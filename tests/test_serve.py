import os
import re
import signal
import socket
import sys
import threading
import time
from pathlib import Path

import pytest
from lxml import html

from dashboard.logs import SECRET_IN_PATH
from dashboard.management.commands import serve
from tests.serve_fixture import free_ports, get, listens, manage, started


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


def test_what_is_typed_before_the_first_start_finds_no_folder_missing(environment, tmp_path):
    with manage("check", environment) as check:
        said = check.rest()
    made_by_a_check = list(tmp_path.iterdir())
    with manage("migrate", environment) as migrate:
        migrate.rest()

    assert (check.process.returncode, made_by_a_check) == (0, []), said
    assert migrate.process.returncode == 0
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


def test_the_access_log_keeps_the_secret_of_a_setup_link_out():
    assert SECRET_IN_PATH.sub(r"\1…", "/setup/canary/") == "/setup/…/"


def test_desks_that_start_together_collect_static_files_one_at_a_time(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "staticfiles"
    together, under_way, most = threading.Barrier(2), [], []

    def collect(*command, **options):
        under_way.append(command)
        most.append(len(under_way))
        time.sleep(0.05)
        under_way.pop()

    monkeypatch.setattr(serve, "call_command", collect)

    def start():
        together.wait()
        serve.collect_static_files()

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1, 1]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("seconds", [0.8, 1.5, 2.5])
def test_a5_a_stop_while_the_desk_still_starts_is_no_failure(environment, stop, seconds):
    with manage("serve", environment) as desk:
        wait_for_own_handlers(desk.process.pid)
        time.sleep(seconds - 0.8)
        desk.process.send_signal(stop)
        said = desk.rest()

    assert desk.process.returncode == 0
    assert "Traceback" not in said


STOP_IN_A_FINALIZER = """
import os, signal, weakref
import django

django.setup()
from dashboard.management.commands import demo, serve

class Thing:
    pass

def stop_me_while_python_finalizes():
    thing = Thing()
    weakref.finalize(thing, os.kill, os.getpid(), signal.SIGINT)
    del thing

signal.signal(signal.SIGINT, demo.stop_demo)
stop_me_while_python_finalizes()
try:
    demo.end_if_asked()
except KeyboardInterrupt:
    print("the demo knows")
serve.on_stop(serve.end_at_once)
print("the desk starts", flush=True)
stop_me_while_python_finalizes()
print("as if nothing had been said")
"""


def test_a5_a_stop_that_comes_within_a_finalizer_is_not_lost(environment):
    named = {**environment, "DJANGO_SETTINGS_MODULE": "dashboard.settings"}
    with started([sys.executable, "-c", STOP_IN_A_FINALIZER], named) as program:
        said = program.rest()

    assert program.process.returncode == 0
    assert "the demo knows" in said and said.endswith("the desk starts\n")


def wait_for_own_handlers(pid):
    """Until the process catches SIGTERM: before that Python itself is still being loaded."""
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        caught = re.search(r"SigCgt:\s*([0-9a-f]+)", Path(f"/proc/{pid}/status").read_text())
        if caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.005)


def test_a5_ctrl_c_at_the_terminal_reaches_every_process_and_ends_with_0(environment):
    with manage("serve", environment) as desk:
        desk.until("The desk is at")
        get(int(environment["PORT"]), "/healthz")
        os.killpg(desk.process.pid, signal.SIGINT)
        said = desk.rest()

    assert desk.process.returncode == 0
    assert "Traceback" not in said
