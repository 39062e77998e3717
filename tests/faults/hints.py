"""A worker whose only work are hints: one call to Market each, with an effect that counts itself."""

import os
import signal
from functools import partial

from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from chats.market.limits import GET_CHAT_HISTORY
from chats.models import WebhookEvent
from chats.services import jobs, upstream
from chats.services.upstream import Lane
from chats.worker import tasks
from chats.worker.kinds import Kind
from chats.worker.loop import Loop
from dashboard.signals import on_stop

PROGRAM = "import django; django.setup(); from tests.faults import hints; hints.{}"
MOMENTS = ("work", "effect", "commit", "end")


def command(dies_at: str = "") -> list[str]:
    """For Python: such a worker, which kills itself at the first such moment."""
    return ["-c", PROGRAM.format(f"run({dies_at!r})")]


def hands(engine: str) -> list[str]:
    """For Python: what takes the turns that such workers hand over, by RQ or Celery."""
    return ["-c", PROGRAM.format(f"take_from_{engine}()")]


def due(*, now):
    return jobs.due(WebhookEvent.objects.order_by("due_at", "pk"), now=now)


def turn(dies_at, event, /, *, now):
    def moment(name):
        if name == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    moment("work")
    seller = event.seller
    ids = {"business_id": seller.business_id, "chat_id": event.chat_id}
    upstream.ask(
        seller,
        GET_CHAT_HISTORY,
        Lane.BACKGROUND,
        lambda client, token: client.get_chat_history(token, **ids),
        now=now,
    )
    moment("effect")
    with transaction.atomic():
        WebhookEvent.objects.filter(pk=event.pk).update(calls=F("calls") + 1)
        moment("commit")
        if not jobs.finish(event, None, lease=event.leased_until, done_at=now):
            transaction.set_rollback(True)
    moment("end")


def kinds(dies_at: str = "") -> tuple[Kind]:
    return (Kind(name="hints", due=due, turn=partial(turn, dies_at), seller="seller_id"),)


def run(dies_at: str) -> None:
    tasks.KINDS = kinds(dies_at)
    loop = Loop(tasks.KINDS)
    on_stop(lambda *_: loop.stop())
    loop.run()


def take_from_rq() -> None:
    tasks.KINDS = kinds()
    call_command("rqworker", verbosity=0)


def take_from_celery() -> None:
    tasks.KINDS = kinds()
    options = ["--pool=threads", "--concurrency=4", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]
    import_string("dashboard.celery_backend.app").worker_main(["worker", *options])
