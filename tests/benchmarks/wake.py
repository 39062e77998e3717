"""How long it takes from a commit to the first line of the turn that it asks for: `python -m tests.benchmarks.wake`.

Prints the milliseconds of each of the hints, which need no call to Market. With `--worker` it is the worker itself.
"""

import argparse
import json
import subprocess
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (after the setup)
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from chats.models import Seller, WebhookEvent, Worker  # noqa: E402
from chats.services import jobs  # noqa: E402
from chats.worker import tasks  # noqa: E402
from chats.worker.kinds import Kind  # noqa: E402
from chats.worker.loop import Loop  # noqa: E402

HINTS, A_SECOND, SELLERS = 300, 20, 10


def due(*, now):
    return jobs.due(WebhookEvent.objects.order_by("due_at", "pk"), now=now)


def turn(event, /, *, now):
    jobs.finish(event, None, lease=event.leased_until, done_at=timezone.now())


def work() -> None:
    tasks.KINDS = (Kind(name="hint", due=due, turn=turn, seller="seller_id"),)
    Loop(tasks.KINDS).run()


def send() -> None:
    sellers = [Seller.objects.create(name=str(number), business_id=number + 1) for number in range(SELLERS)]
    began = time.monotonic()
    for number in range(HINTS):
        time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
        with transaction.atomic():
            now = timezone.now()
            about = {"seller": sellers[number % SELLERS], "key": str(number), "kind": "CHAT_MESSAGE_SENT"}
            WebhookEvent.objects.create(**about, received_at=now, due_at=now)
            jobs.wake()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--worker", action="store_true")
    if parser.parse_args().worker:
        work()
        return
    call_command("migrate", interactive=False, verbosity=0)
    worker = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.wake", "--worker"])
    try:
        while not Worker.objects.exists():
            time.sleep(0.1)
        send()
        while WebhookEvent.objects.filter(done_at=None).exists():
            time.sleep(0.1)
    finally:
        worker.kill()
        worker.wait()
    times = WebhookEvent.objects.values_list("received_at", "done_at")
    sys.stdout.write(json.dumps([(done - received) / timedelta(milliseconds=1) for received, done in times]))


if __name__ == "__main__":
    main()
