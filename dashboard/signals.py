"""How the desk's processes are told to stop, by people and by the death of a parent."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def on_stop(handler: Callable[[int, FrameType | None], object]) -> None:
    for stop_signal in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop_signal, handler)


def end_at_once(*_signal: object) -> NoReturn:
    """A stop that was asked for is no failure. A migration that is under way is rolled back. Not by an exception:
    raised within a callback of Python's own, such as a finalizer, it would be lost, and the desk would start."""
    os._exit(0)


def stop_with(parent: int) -> None:
    """Have Linux send SIGTERM to this process when its parent dies, however it dies. Elsewhere Ctrl-C has to do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have died before that.
    if os.getppid() != parent:
        sys.exit(1)
