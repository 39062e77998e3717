"""The parent of web and workers: neither outlives it, a worker that dies comes back, and the web's end is the end."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import supervisor
from dashboard.supervisor import FIRST_PAUSE, LONGEST_PAUSE, Supervisor
from tests.faults.desk import children_of
from tests.serve_fixture import get, listens, manage, started


def alive(pid: int) -> bool:
    """Whether it runs: one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def processes_of(desk, environment) -> tuple[int, int, int]:
    """gunicorn's arbiter, its one worker that answers requests, and the background worker."""
    desk.until("The desk is at")
    assert get(int(environment["PORT"]), "/healthz")[0] == 200
    web, worker = children_of(desk.process.pid)
    [answering] = children_of(web)
    return web, answering, worker


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def wait_until(true: Callable[[], object], seconds: float = 30) -> bool:
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True


def test_m4_a_worker_that_is_killed_is_started_again_and_the_web_is_not_disturbed(environment):
    with manage("serve", environment) as desk:
        web, answering, worker = processes_of(desk, environment)

        os.kill(worker, signal.SIGKILL)

        desk.until("A worker has ended (-9); another one starts in 1 s")
        assert wait_until(lambda: len(children_of(desk.process.pid)) == 2)
        again = children_of(desk.process.pid)[1]
        assert (again != worker, children_of(web)) == (True, [answering])
        desk.process.send_signal(signal.SIGTERM)
        desk.rest()

    assert desk.process.returncode == 0
    assert not alive(again)


@pytest.mark.parametrize("workers", [0, 2])
def test_a5_a_stop_ends_web_and_workers_with_0(environment, workers):
    with manage("serve", {**environment, "WORKERS": str(workers)}) as desk:
        desk.until("The desk is at")
        assert wait_until(lambda: len(children_of(desk.process.pid)) == 1 + workers)
        processes = children_of(desk.process.pid)
        desk.process.send_signal(signal.SIGTERM)
        said = desk.rest()

    assert (len(processes), desk.process.returncode) == (1 + workers, 0)
    assert "Traceback" not in said and not any(map(alive, processes))


def test_m4_nothing_outlives_the_parent_when_that_is_killed(environment):
    with manage("serve", environment) as desk:
        everything = processes_of(desk, environment)
        desk.process.kill()
        desk.rest()

    assert wait_until(lambda: not any(map(alive, everything)))
    assert not listens(int(environment["PORT"]))


def test_m4_when_the_web_dies_everything_ends_and_the_exit_code_says_so(environment):
    with manage("serve", environment) as desk:
        web, _, worker = processes_of(desk, environment)
        os.kill(web, signal.SIGKILL)
        desk.rest()

    assert desk.process.returncode == 128 + signal.SIGKILL
    assert not alive(worker)


def test_a_second_ctrl_c_stops_at_once(environment):
    with manage("serve", environment) as desk:
        web, answering, worker = processes_of(desk, environment)
        files = open_files(web)
        os.kill(answering, signal.SIGSTOP)  # a request that never ends
        os.killpg(desk.process.pid, signal.SIGINT)
        assert wait_until(lambda: not alive(worker))
        assert wait_until(lambda: open_files(web) < files)  # gunicorn has closed its port, and waits
        began = time.monotonic()
        os.killpg(desk.process.pid, signal.SIGINT)
        desk.rest()

    assert desk.process.returncode == 0
    assert time.monotonic() - began < 15  # gunicorn itself would wait for 20


@pytest.fixture
def lived(monkeypatch):
    """Has a worker die after so many seconds, and gives the pause until the next one."""
    now = [1000.0]
    monkeypatch.setattr(supervisor.time, "monotonic", lambda: now[0])
    one = Supervisor(web=lambda: None, worker=lambda: None, workers=1)
    [child] = one.workers

    def pause(seconds: float) -> float:
        child.pid, child.changed_at = 1, now[0]
        now[0] += seconds
        one.note_end(child, 1)
        return child.pause

    return pause


def test_a_worker_that_dies_again_and_again_is_started_ever_more_slowly(lived):
    assert [lived(2) for _ in range(7)] == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]
    assert lived(61) == FIRST_PAUSE


FAILS = """
from dashboard.supervisor import Supervisor

def fail():
    raise SystemExit("No room.")

raise SystemExit(Supervisor(web=fail, worker=print, workers=0).run())
"""


def test_a_child_that_fails_before_it_begins_says_why(environment):
    with started([sys.executable, "-c", FAILS], environment) as program:
        said = program.rest()

    assert (program.process.returncode, said) == (1, "No room.\n")
