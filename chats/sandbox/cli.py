"""The sandbox in the foreground: `manage.py sandbox` and `python -m chats.sandbox`."""

import errno
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Final

from . import listing
from .sandbox import Sandbox

DEFAULT_PORT: Final = 8001
Say = Callable[[str], object]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 takes a free one")
    parser.add_argument("--alive", action="store_true", help="some chats change by themselves, and buyers answer")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that every answer takes")


def run(sandbox: Sandbox, say: Say) -> int:
    """Serves until Ctrl-C. Returns the exit code."""
    try:
        sandbox.start()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        say(f"Port {sandbox.port} is taken. Choose another with --port.")
        return 1
    try:
        for line in listing.lines():
            say(line)
        say(f"The sandbox Market listens on {sandbox.url}. Ctrl-C stops it.")
        threading.Event().wait()
    except KeyboardInterrupt:
        say("Stopped.")
    finally:
        sandbox.stop()
    return 0
