"""L1, L2 over the whole suite: every test is a canary too.

All its tokens are the sandbox's, which share a mark. No response of Django's test client and nothing that a test
prints or logs may hold it, in any encoding; and no log line may hold the name of one of the sandbox's buyers.
"""

from collections.abc import Iterator

import pytest
from django.test import Client

from chats.sandbox.content import cabinets
from chats.sandbox.content.chats import HOME_ROWS, TECH_ROWS
from tests.security.canary import hits, needles, wire

MARK = "SANDBOXnotArealKEY"
SOUGHT = needles(MARK)
NAMES = frozenset(
    row.buyer.name.encode()
    for row in (*HOME_ROWS, *TECH_ROWS)
    if row.buyer and row.buyer.name and len(row.buyer.name) > 7
)
# The sandbox itself tells its tokens: that is what they are for.
TELL_TOKENS = ("tests/sandbox/", "tests/security/test_sweep.py")


class Leak(AssertionError):
    pass


def pytest_configure() -> None:
    if not all(MARK in token for token in cabinets.KEYS):
        raise RuntimeError("A token of the sandbox lacks the mark that the sweep looks for.")
    ask = Client.request

    def ask_and_search(self: Client, **request: object):
        response = ask(self, **request)
        if not response.streaming and (found := hits(wire(response), SOUGHT)):
            raise Leak(f"A token is in the answer to {response.wsgi_request.path}: {found[:3]}")
        return response

    Client.request = ask_and_search  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.outcome != "failed" and not item.nodeid.startswith(TELL_TOKENS) and (found := told(report.sections)):
        report.outcome, report.longrepr = "failed", f"This test left a token or a buyer's name in what it said: {found}"
    return report


def told(sections: list[tuple[str, str]]) -> list[bytes]:
    return [
        found
        for title, text in sections
        for sought in ((SOUGHT, NAMES) if "log" in title or "stderr" in title else (SOUGHT,))
        for found in hits(text, sought)
    ]
