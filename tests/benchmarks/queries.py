"""How many queries an address costs: `python -m tests.benchmarks.queries SESSION PATH [PART]`, where a desk runs."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def main(session: str, path: str, part: str = "") -> None:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    if part:  # the first one may note that somebody is there
        client.get(path, headers={"HX-Request": "true", "HX-Target": part})
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path, headers={"HX-Request": "true", "HX-Target": part} if part else {})
    if answer.status_code != (204 if part else 200):
        raise RuntimeError(f"{path} answered {answer.status_code}")
    sys.stdout.write(json.dumps([query["sql"] for query in caught.captured_queries]))


if __name__ == "__main__":
    main(*sys.argv[1:])
