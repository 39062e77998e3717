"""N1: what Market waits for when it sends fifty notifications a second: it gives a PING one second, the rest ten."""

import http.client
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.benchmarks import processes
from tests.benchmarks.desk import Desk, desk
from tests.benchmarks.figures import Figure, percentile

A_SECOND, SECONDS, PINGS = 50, 10.0, 10  # every tenth is a PING
CONNECTIONS = 16
LOOPBACK = {"NOTIFICATION_NETWORKS": "127.0.0.0/8"}
ADDRESS = """
import django; django.setup()
from django.utils import timezone
from chats.models import Seller
from chats.services import notifications
seller = Seller.objects.get(business_id={business_id})
print(notifications.new_address(seller, now=timezone.now()).secret)
"""


def measure(folder: Path, runs: int) -> list[Figure]:
    os.environ.update(LOOPBACK)
    try:
        with desk(folder, "notifications") as one:
            script = ADDRESS.format(business_id=one.told["business_id"])
            path = f"/notifications/{processes.output(['-c', script], one.environment).strip()}"
            told = [run_of(one, path, number) for number in range(runs)]
    finally:
        for name in LOOPBACK:
            del os.environ[name]
    return [
        figure("a PING among fifty notifications a second: 99th percentile", [pings for pings, _ in told], at_most=200),
        figure("an event, on the disk: 99th percentile", [events for _, events in told], at_most=500),
        Figure(name="an event: median", unit="ms", runs=tuple(percentile(events, 0.5) for _, events in told)),
    ]


def figure(name: str, runs: list[list[float]], *, at_most: float) -> Figure:
    every = [milliseconds for run in runs for milliseconds in run]
    slow = tuple(percentile(run, 0.99) for run in runs)
    return Figure(name=name, unit="ms", runs=slow, whole=percentile(every, 0.99), at_most=at_most)


def run_of(one: Desk, path: str, number: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each PING and of each event, counted from when it was due to be sent: a queue counts too."""
    began = time.monotonic() + 0.5

    def send(place: int) -> tuple[bool, float]:
        due = began + place / A_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
        is_ping = place % PINGS == 0
        body = {"notificationType": "PING"} if is_ping else event(one, number * 10_000 + place)
        post(one.port, path, body)
        return is_ping, (time.monotonic() - due) * 1000

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        told = list(pool.map(send, range(int(A_SECOND * SECONDS))))
    return [took for is_ping, took in told if is_ping], [took for is_ping, took in told if not is_ping]


def event(one: Desk, message_id: int) -> dict[str, object]:
    chat = {"businessId": one.told["business_id"], "chatId": 310_001 + message_id % 20}
    message = {"messageId": str(message_id + 1), "sentAt": "2026-11-22T12:00:00Z"}
    return {"notificationType": "CHAT_MESSAGE_SENT", **chat, **message}


def post(port: int, path: str, body: dict[str, object]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"A notification was answered with {answer.status}.")
