import os
import signal
import socket
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from chats.sandbox.content.cabinets import HOME
from chats.sandbox.content.chats import HOME_ROWS, TECH_ROWS
from chats.sandbox.faults import numbers
from dashboard.demo.numbers import NUMBERS_ON_THE_PAGE, NUMBERS_TO_TRY
from tests.serve_fixture import get, listens, manage


def test_the_demo_comes_up_with_a_sandbox_and_ctrl_c_stops_both(environment, tmp_path):
    port = int(environment["PORT"])
    environment |= {"DEMO": "on", "DATABASE_URL": f"sqlite:///{tmp_path}/demo.sqlite3"}

    for _start in ("first", "second"):
        with manage("demo", environment) as demo:
            demo.until(f"The desk is at http://127.0.0.1:{port}/")
            demo.until("Ctrl-C stops both")
            assert "lead-of-the-sandbox" in demo.output and "a colleague" in demo.output
            assert get(port, "/healthz")[0] == 200
            assert listens(port + 1)
            assert pinged(tmp_path / "demo.sqlite3")

            os.killpg(demo.process.pid, signal.SIGINT)
            last = demo.rest()

        assert demo.process.returncode == 0
        assert "Traceback" not in demo.output + last
        assert not listens(port) and not listens(port + 1)


def pinged(database: Path) -> bool:
    """Whether the sandbox has switched its notifications on, which takes a PING that the desk answers."""
    for _ in range(300):
        with closing(sqlite3.connect(database)) as connection:
            found = connection.execute("SELECT count(pinged_at) FROM chats_notificationaddress").fetchone()
        if found[0] == 2:
            return True
        time.sleep(0.1)
    return False


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


@pytest.mark.parametrize("named", [list(NUMBERS_TO_TRY), list(NUMBERS_ON_THE_PAGE.values())])
def test_every_number_the_demo_names_is_one_of_the_sandbox(named):
    rows = [*HOME_ROWS, *TECH_ROWS]
    chats = {number for row in rows for number in (row.chat_id, row.context.order_id, row.context.return_id)}
    faults = {number for number in named if numbers.parse(HOME.business_id, number)}

    assert set(named) == (set(named) & chats) | faults


def test_what_closes_the_quota_for_all_that_follows_comes_last_and_nowhere_else():
    assert list(NUMBERS_TO_TRY)[-1] == 9000420
    assert 9000420 not in NUMBERS_ON_THE_PAGE.values()
