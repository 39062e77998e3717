"""gunicorn's threaded worker, with two faults mended in how it stops."""

import os
import signal
from functools import partial
from types import FrameType

from gunicorn.workers.gthread import ThreadWorker

STOP_SIGNALS = {signal.SIGTERM, signal.SIGQUIT, signal.SIGINT}


class WebWorker(ThreadWorker):
    """Handles the stop signals from its first moment on, and cannot deadlock when told to quit."""

    def init_signals(self) -> None:
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

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
