"""The formatter of every log line."""

import logging
import re
import time
from types import TracebackType

from chats.market.token import without_tokens

DESK_LINE = "%(asctime)sZ %(levelname)s %(name)s %(message)s"
SECRET_IN_PATH = re.compile(r"(/(?:setup|invitation|notifications)/)[^/\s]+")
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u0085\u2028\u2029\u202a-\u202e\u2066-\u2069]")


ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RedactingFormatter(logging.Formatter):
    """The last safety net under every log line: removes what looks like a token, the secret of a set-up link, of a
    link that sets a password or of an address for notifications, and control characters."""

    converter = staticmethod(time.gmtime)  # UTC, so that lines of several machines can be compared

    def __init__(self, line: str = DESK_LINE) -> None:
        super().__init__(line)

    # With a line break inside a message, hostile text could forge a log line of its own.
    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = record.message.replace("\n", "\\n")
        return super().formatMessage(record)

    def formatException(self, ei: ExceptionInfo) -> str:
        return super().formatException(ei).replace("\n", "\n  ")

    def format(self, record: logging.LogRecord) -> str:
        return CONTROL.sub("�", SECRET_IN_PATH.sub(r"\1…", without_tokens(super().format(record))))
