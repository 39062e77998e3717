"""gunicorn's threaded worker, with two gaps closed in how it is told to stop."""

import os
import signal
from functools import partial
from types import FrameType

from gunicorn.workers.gthread import ThreadWorker

STOP_SIGNALS = {signal.SIGTERM, signal.SIGQUIT, signal.SIGINT}


class WebWorker(ThreadWorker):
    def init_signals(self) -> None:
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        # gunicorn shuts its pool down here, inside the signal handler, which may then wait for itself for ever:
        # https://github.com/python/cpython/issues/121649. Requests under way are cut off, as SIGQUIT means.
        os._exit(0)


def hold_stop_signals_while_forking() -> None:
    """A worker told to stop before it has its own handlers would lose the signal, and be waited for in vain. So a child
    starts with these signals blocked, and unblocks them once its handlers are in place."""
    os.register_at_fork(
        before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, STOP_SIGNALS),
        after_in_parent=partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, STOP_SIGNALS),
    )
