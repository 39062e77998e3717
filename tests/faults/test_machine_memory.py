"""A served desk that is asked for everything again and again: its memory stays what it is after the first hour."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from chats.models import Chat
from tests.benchmarks import talks
from tests.faults.calm import address
from tests.faults.desk import Answer, Desk, served
from tests.faults.sending import CSRF

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, CHATS = 600_000, 60  # with 50 messages each: more than a process caches
PART = {"HX-Request": "true", "HX-Target": "freshness"}


@pytest.fixture
def chats(home, agent, known_chat) -> list[Chat]:
    now = timezone.now()
    times = {"seen_at": now, "updated_at": now - timedelta(hours=3), "due_at": now + timedelta(hours=2)}
    made = [known_chat(home, FIRST + number, **times) for number in range(CHATS)]
    for chat in made:
        talks.fill(chat, 50, [agent])
    return made


def page(desk: Desk, number: int, chat: Chat) -> Answer:
    return desk.get(address(chat.chat_id))


def pulse(desk: Desk, number: int, chat: Chat) -> Answer:
    shown = {"v": chat.version, "seen": int(chat.seen_at.timestamp() * 1000), "last": chat.chat_id * 10_000 + 49}
    headers = PART | {"Cookie": desk.cookie}
    return desk.ask("GET", f"{address(chat.chat_id)}?{urlencode(shown | {'tail': ''})}", headers=headers)


def known_lookup(desk: Desk, number: int, chat: Chat) -> Answer:
    return desk.get("/lookup/", q=chat.chat_id)


def lookup_of_what_is_not_there(desk: Desk, number: int, chat: Chat) -> Answer:
    return desk.get("/lookup/", q=5_000_000 + number)


def draft(desk: Desk, number: int, chat: Chat) -> Answer:
    body = urlencode({"text": f"Здравствуйте! № {number} " * (number % 50), "csrfmiddlewaretoken": CSRF})
    headers = {"Cookie": f"{desk.cookie}; csrf-{desk.port}={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
    return desk.ask("POST", address(chat.chat_id) + "draft/", body, headers)


def start(desk: Desk, number: int, chat: Chat) -> Answer:
    return desk.get("/")


Ask = Callable[[Desk, int, Chat], Answer]
# As at work, where open pages ask most of the time; one lookup of each hundred goes to Market.
ROUND: list[Ask] = [page, *[pulse] * 4, draft, *[pulse] * 3, known_lookup, page, *[pulse] * 3, draft, start, pulse]
CHUNK = 500


def asked(desk: Desk, chats: list[Chat], first: int) -> tuple[set[int], int]:
    """Sends some requests, two at a time. Gives their statuses, and the megabytes that the workers hold then."""

    def ask(number: int) -> int:
        one = ROUND[number % len(ROUND)] if number % 100 else lookup_of_what_is_not_there
        return one(desk, number, chats[number // 3 % CHATS]).status

    with ThreadPoolExecutor(2) as pool:
        statuses = set(pool.map(ask, range(first, first + CHUNK)))
    desk.answers.clear()  # here, too, memory counts
    return statuses, desk.resident


def test_m10_memory_is_flat_after_the_first_requests(signed_in, chats, market, rounds, figure):
    most, warm = rounds(3_000, 100_000), rounds(1_500, 6_000)

    with served(market, signed_in) as desk:
        told = [asked(desk, chats, first) for first in range(0, most, CHUNK)]

    statuses, held = set().union(*(one[0] for one in told)), [one[1] for one in told]
    before, later = held[warm // CHUNK - 1], held[warm // CHUNK :]
    assert statuses == {200, 204, 302}
    assert max(later) <= before * 1.1
    figure(
        f"M10: {most} requests: the workers held {held[0]} MB after {CHUNK}, {before} MB after {warm}, then at most "
        f"{max(later)} MB, {later[-1]} MB at the end"
    )
