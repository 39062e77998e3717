"""A worker as `manage.py work` and `manage.py serve` start it."""

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from chats.worker.loop import Loop


def run_worker(*, once: bool = False) -> NoReturn:
    """Work until SIGTERM or SIGINT, or, with `once`, until nothing is due; then end this process with 0.

    Whoever is stopped claims nothing more and waits for the calls under way. A turn that has not ended by then is left
    to its lease, and its thread is not waited for: Python would do so at its end.
    """
    loop = Loop()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        loop.stop()

    for stop_signal in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop_signal, stop)
    if once:
        loop.run_dry()
    else:
        loop.run()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
