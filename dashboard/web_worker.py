"""gunicorn's threaded worker, with three faults mended in how it stops."""

import os
import select
import signal
import socket
from functools import partial
from types import FrameType

from gunicorn.workers.gthread import ThreadWorker

STOP_SIGNALS = {signal.SIGTERM, signal.SIGQUIT, signal.SIGINT}


class WebWorker(ThreadWorker):
    """Handles the stop signals from its first moment on, answers whoever came before it closed, and cannot deadlock
    when told to quit."""

    sockets: list[socket.socket]  # gunicorn's own wrappers, which do the same

    def init_signals(self) -> None:
        super().init_signals()
        # Ctrl-C at a terminal reaches every process of the group. What it means is for the supervisor to say.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not self.alive:
            self.close_listeners()

    def close_listeners(self) -> None:
        """Accept every connection that waits, then refuse new ones at once.

        gunicorn leaves the sockets open until the last answer is out and accepts nobody meanwhile: whoever connects
        then, or was waiting, sends a request and gets a reset in place of an answer.
        """
        for listener in self.sockets:
            while select.select([listener], [], [], 0)[0]:
                self.accept(listener)
            listener.close()
        self.sockets = []

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        # gunicorn would shut down its thread pool inside this signal handler, which can deadlock:
        # https://github.com/python/cpython/issues/121649. SIGQUIT means a quick stop: requests under way are cut off.
        os._exit(0)


def hold_stop_signals_while_forking() -> None:
    """Start child processes with the stop signals blocked, until `init_signals` has set the worker's own handlers.

    A worker that is told to stop before that would lose the signal, and the master would wait for it in vain.
    """
    os.register_at_fork(
        before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, STOP_SIGNALS),
        after_in_parent=partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, STOP_SIGNALS),
    )
