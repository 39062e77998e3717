"""The parent of the web server and of the workers.

It forks them after Django is loaded, so that they share its memory. A worker that dies is started again after a pause;
the web's end is the end of all. gunicorn's arbiter cannot be this parent: it reaps every child that dies, whoever has
started it, and so nobody else would learn of a worker's death.
"""

import gc
import logging
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NoReturn

from dashboard.signals import end_at_once, on_stop, stop_with

logger = logging.getLogger(__name__)

STOPS: Final = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}
HANDLED: Final = {*STOPS, signal.SIGHUP, signal.SIGCHLD}
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a worker is started again
LIVED_WELL: Final = 60.0  # seconds after which a worker's death is no repetition of the one before
STOP_SECONDS: Final = 25.0  # what takes longer to stop is killed: gunicorn and a worker give up earlier by themselves


@dataclass
class Child:
    """A process that runs `work`. `pid` is 0 while it does not live, and `code` is then how it ended."""

    work: Callable[[], object]
    is_web: bool = False
    pid: int = 0
    code: int = 0
    pause: float = 0.0
    changed_at: float = 0.0  # when it was started, or died

    @property
    def starts_in(self) -> float:
        return self.changed_at + self.pause - time.monotonic()


class Supervisor:
    def __init__(self, *, web: Callable[[], object], worker: Callable[[], object], workers: int) -> None:
        self.web = Child(web, is_web=True)
        self.workers = [Child(worker) for _ in range(workers)]
        self.stopping = False
        self.kill_at = float("inf")

    @property
    def living(self) -> list[Child]:
        return [child for child in (self.web, *self.workers) if child.pid]

    def run(self) -> int:
        """Start all of them, and wait for their end. Returns the exit code of the web."""
        self.heard, bell = socket.socketpair()
        self.heard.setblocking(False)
        bell.setblocking(False)
        # What exists by now lives as long as the processes: not searched for garbage, its memory stays shared.
        gc.collect()
        gc.freeze()
        signal.set_wakeup_fd(bell.fileno(), warn_on_full_buffer=False)
        for one in HANDLED:
            signal.signal(one, lambda *_: None)
        self.start(self.web)
        for worker in self.workers:
            self.start(worker)
        while self.living:
            self.wait()
        for one in STOPS:
            signal.signal(one, signal.SIG_IGN)  # it is ending; Python takes handlers of its own away before that
        return self.web.code

    def wait(self) -> None:
        """Act on the signals that come, or on whatever the time has come for."""
        restarts = [child.starts_in for child in self.workers if not (child.pid or self.stopping)]
        select.select([self.heard], [], [], max(0.0, min([*restarts, self.kill_at - time.monotonic(), 60.0])))
        try:
            signals = self.heard.recv(64)
        except BlockingIOError:
            signals = b""
        for number in signals:
            self.handle(signal.Signals(number))
        self.reap()
        if time.monotonic() >= self.kill_at:
            self.send(signal.SIGKILL, self.living)
        if not self.stopping:
            for child in self.workers:
                if not child.pid and child.starts_in <= 0:
                    self.start(child)

    def handle(self, number: signal.Signals) -> None:
        """SIGTERM and SIGINT: a clean stop. SIGQUIT, or another Ctrl-C: at once. SIGHUP is for gunicorn."""
        if number == signal.SIGHUP:
            self.send(number, [self.web])
        elif number == signal.SIGQUIT or (number == signal.SIGINT and self.stopping):
            self.stop(signal.SIGQUIT, signal.SIGKILL)
        elif number in STOPS:
            self.stop(signal.SIGTERM, signal.SIGTERM)

    def stop(self, web: signal.Signals, worker: signal.Signals) -> None:
        self.kill_at = min(self.kill_at, time.monotonic() + STOP_SECONDS)
        self.stopping = True
        self.send(web, [self.web])
        self.send(worker, self.workers)

    def send(self, number: signal.Signals, children: list[Child]) -> None:
        for child in children:
            if child.pid:
                os.kill(child.pid, number)  # it is our child and not reaped: the number is no one else's

    def reap(self) -> None:
        for child in self.living:
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                self.note_end(child, os.waitstatus_to_exitcode(status))
        if not (self.web.pid or self.stopping):
            self.stop(signal.SIGTERM, signal.SIGTERM)

    def note_end(self, child: Child, code: int) -> None:
        lived = time.monotonic() - child.changed_at
        child.pid, child.changed_at = 0, time.monotonic()
        child.code = code if code >= 0 else 128 - code
        if child.is_web or self.stopping:
            return
        longer = FIRST_PAUSE if lived > LIVED_WELL else child.pause * 2 or FIRST_PAUSE
        child.pause = min(longer, LONGEST_PAUSE)
        logger.warning("A worker has ended (%d); another one starts in %.0f s", code, child.pause)

    def start(self, child: Child) -> None:
        parent = os.getpid()
        sys.stdout.flush()  # what is in the buffers would be printed by each
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, HANDLED)
        pid = os.fork()
        if not pid:
            self.live(child, parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)
        child.pid, child.changed_at = pid, time.monotonic()

    def live(self, child: Child, parent: int) -> NoReturn:
        """The life of a child, from its first moment to its last."""
        code: object = 1
        try:
            signal.set_wakeup_fd(-1)
            self.heard.close()
            for one in HANDLED:
                signal.signal(one, signal.SIG_DFL)
            on_stop(end_at_once)  # until it has handlers of its own
            if not child.is_web:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            stop_with(parent)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDLED)
            child.work()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc()
        if not isinstance(code, int):
            sys.stderr.write(f"{code}\n")
            code = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
