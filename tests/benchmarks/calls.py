"""Processor time of one call to Market over TLS, with a server that closes each connection: our client and requests."""

import time
from collections.abc import Callable
from pathlib import Path

import requests

from chats.market.client import Client
from chats.market.token import Token
from chats.sandbox.content.cabinets import HOME
from chats.sandbox.content.chats import HOME_ROWS
from tests.benchmarks import certificates
from tests.benchmarks.desk import market
from tests.benchmarks.figures import Figure

ROUNDS, CALLS = 4, 12  # in one run, of each


def measure(folder: Path, runs: int) -> list[Figure]:
    made = certificates.make(folder)
    with market(folder, latency=0.0, server=made.server, bundle=made.bundle) as sandbox, requests.Session() as session:
        client = Client(sandbox.url, ca_file=sandbox.bundle)
        chat_id = HOME_ROWS[0].chat_id

        def ours() -> None:
            client.get_chat(Token(HOME.token), business_id=HOME.business_id, chat_id=chat_id)

        def plain() -> None:
            address = f"{sandbox.url}/v2/businesses/{HOME.business_id}/chat"
            headers = {"Api-Key": HOME.token}
            answer = session.get(
                address, params={"chatId": chat_id}, headers=headers, timeout=10, verify=sandbox.bundle
            )
            answer.raise_for_status()
            answer.json()

        ours(), plain()  # what is only done once
        values = [in_turns(ours, plain) for _ in range(runs)]
    mine, theirs = (tuple(column) for column in zip(*values, strict=True))
    return [
        Figure(name="CPU of a call, our client", unit="ms", runs=mine),
        Figure(name="CPU of a call, requests.Session", unit="ms", runs=theirs),
        Figure(
            name="our client by requests.Session",
            unit="×",
            runs=tuple(a / b for a, b in zip(mine, theirs, strict=True)),
            at_most=0.25,
        ),
    ]


def in_turns(*works: Callable[[], None]) -> list[float]:
    """Milliseconds of this process for one of each."""
    spent = [0.0] * len(works)
    for _ in range(ROUNDS):
        for number, work in enumerate(works):
            started = time.process_time()
            for _ in range(CALLS):
                work()
            spent[number] += time.process_time() - started
    return [seconds / ROUNDS / CALLS * 1000 for seconds in spent]
