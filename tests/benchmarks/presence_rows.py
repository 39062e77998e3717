"""Watches how often presence is written: `python -m tests.benchmarks.presence_rows SECONDS`."""

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402  (after the setup)

from chats.models import Presence  # noqa: E402


def main(seconds: float) -> None:
    """Nobody writes the same row twice within the second between two looks."""
    seen, most, ends = set(Presence.objects.values_list("pk", "seen_at")), 0, time.monotonic() + seconds
    before = len(seen)
    while time.monotonic() < ends:
        time.sleep(1)
        rows = set(Presence.objects.values_list("pk", "seen_at"))
        seen, most = seen | rows, max(most, len(rows))
    connection.close()
    sys.stdout.write(json.dumps({"writes": len(seen) - before, "rows": most}))


if __name__ == "__main__":
    main(float(sys.argv[1]))
