"""More processes than the test's own."""

import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

SQLITE_LOCK = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
# What SQLite has one lock for: nobody else writes, and everybody reads.
POSTGRES_LOCK = """
import psycopg, sys
with psycopg.connect(sys.argv[1]) as database:
    of_the_desk = "chat history message reply draft readmark lookup quota slot circuit recentchat webhookevent".split()
    tables = ", ".join(f"chats_{name}" for name in of_the_desk)
    database.execute(f"LOCK TABLE {tables}, django_session IN EXCLUSIVE MODE")
    print("held", flush=True)
    sys.stdin.read()
"""


def elsewhere(work: Callable[[], object]) -> int:
    """Does the work in a child of this process, with connections of its own. Gives 0, or what it died of."""
    connections.close_all()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        # Newer Pythons warn of threads that a child does not have: the sandbox's, which it does not need.
        child = os.fork()
    if child == 0:
        # Whatever happens, the child is not to go on with the tests of its parent.
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def until_they_stand_still(*processes: int) -> None:
    """Until all threads of processes that were sent SIGSTOP have stopped: one that has not run since goes on for a
    moment, and takes another signal first."""
    ends = time.monotonic() + 15
    while time.monotonic() < ends:
        threads = [thread for process in processes for thread in Path(f"/proc/{process}/task").iterdir()]
        states = {thread.joinpath("stat").read_text().rpartition(")")[2].split()[0] for thread in threads}
        if states <= {"T", "Z"}:
            return
        time.sleep(0.005)
    raise AssertionError("A process goes on after SIGSTOP.")


def address_of_database(**other: str) -> str:
    """The tests' own database, as DATABASE_URL says it; USER and PASSWORD can be someone else's."""
    told = connection.settings_dict | other
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    password = f":{quote(told['PASSWORD'], safe='')}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{password}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"


@contextmanager
def writers_locked_out() -> Iterator[Callable[[], None]]:
    """Another process holds the lock for writing. Gives what lets it go."""
    script = SQLITE_LOCK if connection.vendor == "sqlite" else POSTGRES_LOCK
    place = address_of_database().removeprefix("sqlite:///")
    holder = subprocess.Popen(
        [sys.executable, "-c", script, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdin and holder.stdout
    try:
        assert holder.stdout.readline() == "held\n"
        yield holder.stdin.close
    finally:
        holder.stdin.close()
        holder.wait(10)
        holder.stdout.close()
