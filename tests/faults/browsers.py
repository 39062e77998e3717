"""Browsers as a stopping server meets them: each keeps its connection and clicks again as soon as it has an answer."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

from tests.faults.desk import Desk


@dataclass
class Clicks:
    """What became of the lookups, by number. `refused`: nobody listened; `reset`: the connection ended before a byte of
    an answer, `new` or `kept` as the connection was."""

    first: int
    answered: dict[int, int] = field(default_factory=dict)  # number -> status
    refused: list[int] = field(default_factory=list)
    reset: dict[int, str] = field(default_factory=dict)
    ended_at: float = 0.0

    def told(self) -> str:
        statuses = Counter(self.answered.values())
        kinds = Counter(self.reset.values())
        return f"answers {dict(statuses)}, refused {len(self.refused)}, ended without an answer {dict(kinds)}"


@contextmanager
def clicking(desk: Desk, *, browsers: int, first: int, pause: float = 0.0) -> Iterator[Clicks]:
    clicks, numbers, ends = Clicks(first), count(first), threading.Event()

    def browse() -> None:
        connection, kept = None, False
        while not ends.is_set():
            number = next(numbers)
            if connection is None:
                connection, kept = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=30), False
                try:
                    connection.connect()
                except OSError:
                    connection = None
                    clicks.refused.append(number)
                    time.sleep(0.02)
                    continue
            try:
                connection.request("GET", f"/lookup/?q={number}", headers={"Cookie": desk.cookie})
                answer = connection.getresponse()
                answer.read()
                clicks.answered[number] = answer.status
                clicks.ended_at = time.monotonic()
                kept = True
                if answer.will_close:
                    connection.close()
                    connection = None
            except (OSError, http.client.HTTPException):
                clicks.reset[number] = "kept" if kept else "new"
                connection.close()
                connection = None
            time.sleep(pause)

    threads = [threading.Thread(target=browse) for _ in range(browsers)]
    for thread in threads:
        thread.start()
    try:
        yield clicks
    finally:
        ends.set()
        for thread in threads:
            thread.join()
