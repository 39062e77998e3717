"""Asks for suggestions among so many prepared answers: `python -m tests.benchmarks.answers_asked 1000`. Prints
milliseconds as JSON, for the database of its environment, which it fills."""

import json
import random
import sys
from collections.abc import Callable
from time import perf_counter

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402  (after the setup)
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from chats.models import Chat, Message, PreparedAnswer, Seller  # noqa: E402
from chats.services import prepared  # noqa: E402
from chats.services.prepared import suggest  # noqa: E402
from tests.benchmarks.find import words  # noqa: E402

TIMES = 20


def main(size: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    boss, chat = fill(size)

    def ask() -> None:
        prepared.suggestions_for(boss, chat, prepared.question_of(chat))

    def ask_anew() -> None:
        suggest.remembered.clear()
        ask()

    ask()  # whatever only the first request does
    suggest.known.clear()
    told = {"cold": least(ask_anew, 1), "new": least(ask_anew, TIMES), "known": least(ask, TIMES)}
    sys.stdout.write(json.dumps(told))


def fill(size: int) -> tuple[User, Chat]:
    chance, known, now = random.Random(3), words(), timezone.now()
    seller = Seller.objects.create(name="Дом", business_id=1001)
    chat = Chat.objects.create(
        seller=seller, chat_id=1, type="CHAT", status="NEW", context_type="ORDER", source="LIST",
        created_at=now, updated_at=now, seen_at=now,
    )  # fmt: skip
    asked = " ".join(chance.choices(known, k=20))
    Message.objects.create(chat=chat, message_id=1, created_at=now, sender="CUSTOMER", text=asked)
    PreparedAnswer.objects.bulk_create(
        PreparedAnswer(title=" ".join(chance.choices(known, k=3)), text=" ".join(chance.choices(known, k=60)))
        for _ in range(size)
    )
    return User.objects.create(username="boss", is_superuser=True), chat


def least(work: Callable[[], None], times: int) -> float:
    spent = []
    for _ in range(times):
        began = perf_counter()
        work()
        spent.append(1000 * (perf_counter() - began))
    return min(spent)


if __name__ == "__main__":
    main(int(sys.argv[1]))
