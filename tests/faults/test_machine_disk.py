"""A disk without room (SQLite): what is known stays readable, what cannot be kept is said and does not leave."""

import random
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from chats.models import Chat, Draft, Lookup, Reply
from chats.sandbox import Sandbox
from chats.services import conversation, sightings
from chats.services.upstream import Lane
from tests.faults.calm import address, look_up, page, tick
from tests.faults.desk import Answer, Desk, served
from tests.faults.sending import CHAT_ID, HOME_ID, Intent, arrived, submit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own files are its own affair."),
]

LONG = "Здравствуйте! " * 280  # more than any page of the database has left
ROOM = 150_000  # bytes: some replies are written, and at some step of one it ends


@pytest.fixture
def chat(home, market) -> Chat:
    chat = sightings.fetch_chat(home, CHAT_ID, now=timezone.now())
    assert conversation.read_on(chat, Lane.AGENT, now=timezone.now()) is None
    return chat


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@contextmanager
def no_room(agent) -> Iterator[None]:
    """The database may not grow by a single page, and what its tables have left on theirs is taken."""
    most = pragma("max_page_count")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that tests before this one have left free would take thousands of rows
    pragma(f"max_page_count = {pragma('page_count')}")
    try:
        until_full(lambda n: Lookup.objects.create(agent=agent, at=timezone.now(), number=n, outcome="NOT_FOUND"))
        model = Chat.objects.get(chat_id=CHAT_ID)
        until_full(lambda n: like(model, n).save(force_insert=True))
        short = {"last_text": "", "last_sender": "", "customer_name": "", "buyer_key": "", "customer_public_id": ""}
        until_full(lambda n: like(model, 5_000 + n, **short).save(force_insert=True))
        yield
    finally:
        pragma(f"max_page_count = {most}")


def until_full(write: Callable[[int], object]) -> None:
    with pytest.raises(OperationalError, match="full"):
        for number in range(1, 1000):
            write(number)


def like(chat: Chat, number: int, **changes: object) -> Chat:
    values = {field.attname: getattr(chat, field.attname) for field in Chat._meta.concrete_fields}
    return Chat(**values | changes | {"id": None, "chat_id": number})


def has_words(response: HttpResponse) -> bool:
    said = response.status_code, response.get("Retry-After")
    return said == (503, "5") and "database" in page(response).cssselect("h1")[0].text_content()


def typed(client: Client, text: str) -> HttpResponse:
    return client.post(address(CHAT_ID) + "draft/", {"text": text})


def posted(client: Client, intent: Intent) -> HttpResponse:
    return client.post(address(CHAT_ID) + "reply/", intent.form)


def test_m3_without_room_what_is_known_stays_readable(signed_in, agent, chat, market):
    market.say(HOME_ID, CHAT_ID, LONG)

    with no_room(agent):
        opened = signed_in.get(address(CHAT_ID))
        asked_again = tick(signed_in, CHAT_ID)
        found = look_up(signed_in, CHAT_ID)
        others = [signed_in.get(path) for path in ("/", "/settings/", "/healthz")]

    assert {each.status_code for each in (opened, *others)} == {200}
    assert asked_again.status_code in {200, 204}
    assert page(opened).cssselect("#messages .msg")
    assert (found.status_code, found["Location"]) == (302, address(CHAT_ID))


def test_m3_without_room_what_cannot_be_kept_is_said_and_nothing_leaves(signed_in, agent, chat, market):
    intent = Intent(LONG, market=market)

    with no_room(agent):
        refused = [typed(signed_in, LONG), posted(signed_in, intent), look_up(signed_in, 310003)]
        kept = Draft.objects.exclude(text="").count(), Reply.objects.count(), arrived(market, intent)

    assert [has_words(response) for response in refused] == [True] * 3
    assert kept == (0, 0, 0)
    assert not any(call.operation == "sendMessageToChat" for call in market.calls)
    assert pragma("integrity_check") == "ok"


def test_m3_with_room_again_everything_goes_on_by_itself(signed_in, agent, chat, market):
    intent = Intent(LONG, market=market)
    with no_room(agent):
        assert has_words(posted(signed_in, intent))
        market.say(HOME_ID, CHAT_ID, LONG)
        tick(signed_in, CHAT_ID)

    answers = [typed(signed_in, LONG), posted(signed_in, intent), look_up(signed_in, 310003)]

    assert [answer.status_code for answer in answers] == [204, 302, 302]
    assert arrived(market, intent) == 1
    assert Reply.objects.get().state == "SENT"


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A file system of a few megabytes. Only root may make one."""
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "desk", tmp_path], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"A disk of its own cannot be mounted here: {made.stderr.decode().strip()}")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "--lazy", tmp_path], check=True)


def copied(folder: Path) -> Path:
    """The tests' database as it is now, on that disk."""
    place = folder / "desk.sqlite3"
    with sqlite3.connect(place) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    return place


@contextmanager
def full(folder: Path, *, but: int = 0) -> Iterator[None]:
    """Takes what is left of the disk, but for so many bytes."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (2**20, 4096):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
        file.truncate(file.tell() - but)
    try:
        yield
    finally:
        filler.unlink()


def rows(place: Path, question: str) -> list[tuple]:
    with sqlite3.connect(place) as database:
        found = database.execute(question).fetchall()
    database.close()
    return found


def submitted_without_room(desk: Desk, place: Path, market: Sandbox, some: list[Intent], *, but: int) -> list[Answer]:
    """What the desk answers; then there is room, and each is submitted once more."""
    with full(place.parent, but=but):
        answers = [*(submit(desk, intent) for intent in some), desk.get(address(CHAT_ID))]
        on_record = {text for (text,) in rows(place, "SELECT text FROM chats_reply")}
    assert {intent.text for intent in some if arrived(market, intent)} <= on_record
    assert answers[-1].status == 200
    assert {submit(desk, intent).status for intent in some} <= {302, 409, 422}
    return answers


def test_m3_on_a_disk_that_fills_up_no_reply_leaves_that_is_not_on_record(
    signed_in, agent, chat, market, small_disk, rounds, figure
):
    place, answers = copied(small_disk), list[Answer]()
    intents = [Intent(f"№ {number}. {LONG}"[:4000], market=market) for number in range(rounds(16, 160))]

    with served(market, signed_in, DATABASE_URL=f"sqlite:///{place}") as desk:
        # What SQLite needs beside the file is there once somebody reads.
        desk.side_by_side([address(CHAT_ID)] * 32)
        for number in range(0, len(intents), 8):
            but = random.randrange(ROOM) if number else 0
            answers += submitted_without_room(desk, place, market, intents[number : number + 8], but=but)

    told = Counter(answer.status for answer in answers)
    sent = [intent for intent in intents if arrived(market, intent)]
    # Room ended between the row and the call, or the slots of such calls were not free yet.
    not_sent = {text for (text,) in rows(place, "SELECT text FROM chats_reply WHERE state IN ('SENDING', 'REFUSED')")}
    assert told.keys() <= {200, 302, 409, 422, 503} and told[503] >= 8
    assert all(arrived(market, intent) == 1 for intent in sent)
    assert {intent.text for intent in intents} <= not_sent | {intent.text for intent in sent}
    assert rows(place, "PRAGMA integrity_check") == [("ok",)]
    figure(
        f"M3: {len(intents)} replies while the disk was full or filled up: {told[503]} told that nothing was kept; "
        f"submitted again with room, {len(sent)} arrived, each once, and the rows of the others say so; database ok"
    )
