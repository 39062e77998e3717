"""The queries of addresses, in a desk's environment: `python -m tests.benchmarks.inbox.count ASKS`.

ASKS is JSON, a list of session, path and the id of the part that htmx asks for, or "". Prints as JSON, for each, how
many queries and rows of a list the answer has, and the milliseconds of all that it reads and of its list's statement.
"""

import json
import sys
from time import perf_counter, thread_time
from typing import NamedTuple

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

TIMES = 10


def main(asks: str) -> None:
    sys.stdout.write(json.dumps([told_of(*ask) for ask in json.loads(asks)]))


def told_of(session: str, path: str, part: str) -> dict[str, object]:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(path)  # whatever only the first request does
    headers = {"HX-Request": "true", "HX-Target": part} if part else {}
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path, headers=headers)
    if answer.status_code not in (200, 204):
        raise RuntimeError(f"{path} answered {answer.status_code}")
    queries = [query["sql"] for query in caught.captured_queries]
    lists = [sql for sql in queries if "own_draft" in sql]
    times = [timed(sql) for sql in queries if sql.startswith("SELECT")]
    lists = [time for time in times if "own_draft" in time.sql]
    return {
        "queries": len(queries),
        "rows": answer.content.count(b'<li data-key="') or answer.content.count(b'class="hit-text"'),
        "list": [sum(time.cpu for time in lists), sum(time.clock for time in lists)],
        "database": sum(time.clock for time in times),
    }


class Time(NamedTuple):
    sql: str
    cpu: float
    clock: float


def timed(sql: str) -> Time:
    """Milliseconds of one statement with its rows fetched, the least of many times: of the processor, by the clock."""
    cpu, clock = [], []
    with connection.cursor() as cursor:
        for _ in range(TIMES):
            began, at = thread_time(), perf_counter()
            cursor.execute(sql)
            cursor.fetchall()
            cpu.append(1000 * (thread_time() - began))
            clock.append(1000 * (perf_counter() - at))
    return Time(sql, min(cpu), min(clock))


if __name__ == "__main__":
    main(sys.argv[1])
