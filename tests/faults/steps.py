"""Faults at every step: a counter makes step k fail, and k grows until the run passes untouched.

A step is a statement that writes or locks, the end of a transaction, or a call to Market, before it leaves and after
its answer; with `reads` every statement is one. What fails one step leaves the rest of the run to the desk.
"""

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import OperationalError, connection

from chats.market.errors import NotReached
from chats.services.upstream import calls

MOST_STEPS = 200
WRITES = re.compile(r"INSERT|UPDATE|DELETE|BEGIN|SAVEPOINT|SELECT .* FOR (?:NO KEY )?UPDATE", re.DOTALL)

Strike = Callable[[str], None]


class Steps:
    """Counts, and strikes once at the step with that number, from 1."""

    def __init__(self, at: int, strike: Strike, *, reads: bool = False) -> None:
        self.at = at
        self.strike = strike
        self.reads = reads
        self.count = 0

    @property
    def passed_untouched(self) -> bool:
        return self.count < self.at

    def step(self, name: str) -> None:
        self.count += 1
        if self.count == self.at:
            self.strike(name)

    def of_statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.reads or WRITES.match(sql):
            self.step(f"database: {sql}")
        return execute(sql, params, many, context)


class Line:
    """Market's client with a step before and after each call."""

    def __init__(self, market: Any, steps: Steps) -> None:
        self._market = market
        self._steps = steps

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self._steps.step(f"market: before {operation}")
            answer = getattr(self._market, operation)(*args, **options)
            self._steps.step(f"market: after {operation}")
            return answer

        return call


@contextmanager
def counted(steps: Steps, monkeypatch: Any) -> Iterator[None]:
    """Counts the steps of this thread. Both seams are the desk's own: Django's wrapper, and `calls.client`."""
    real_client, real_commit = calls.client, connection.commit

    def commit() -> None:
        steps.step("database: commit")
        real_commit()

    with monkeypatch.context() as patched, connection.execute_wrapper(steps.of_statement):
        patched.setattr(calls, "client", lambda: Line(real_client(), steps))
        patched.setattr(connection, "commit", commit)
        yield


def fails(name: str) -> None:
    """The database is locked for too long; the line to Market breaks."""
    if name.startswith("market"):
        raise NotReached("getChat", "the connection was closed early")
    raise OperationalError("database is locked")


def kills(name: str) -> None:
    """Ends this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def cuts(name: str) -> None:
    """PostgreSQL is restarted: the connection is gone, and the next statement finds out."""
    if connection.connection is None:
        return
    told = connection.get_connection_params()
    place = {key: told[key] for key in ("host", "port", "user", "password", "dbname") if told.get(key)}
    with psycopg.connect(**place, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])


def each(strike: Strike, *, reads: bool = False) -> Iterator[Steps]:
    """Steps to run with, the fault one step later each time, until a run has passed untouched."""
    for at in range(1, MOST_STEPS):
        steps = Steps(at, strike, reads=reads)
        yield steps
        if steps.passed_untouched:
            return
    raise AssertionError(f"There is no end after {MOST_STEPS} steps.")
