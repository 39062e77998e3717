"""What is measured of the inbox: each page and each part of one, by its address."""

import gzip
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import psycopg

from tests.benchmarks.desk import Desk
from tests.benchmarks.rounds import Ask, expect
from tests.benchmarks.visitor import Visitor

HOME = "home page"
DIGEST = re.compile(rb'data-list="([0-9a-f]+)"')
DEEP = ("waiting", "finished", "all")
VIEWS = ("mine", "nobodys", "disputes", "new", "buyer", "arbiter", "market", "finished", "snoozed", "all")
SEARCHES = {"common word": "заказ ", "rare word": "жемчужина ", "two words": "заказ доставка "}
CHANGE = "UPDATE chats_chat SET version = version + 1, last_text = 'version ' || version WHERE id IN ({})"


@dataclass(frozen=True, kw_only=True)
class Thing:
    """`path` makes its address of what is told of an agent; `part` is the id of what htmx asks for. `pulse`: it is an
    open list's, which knows its rows. `changes`: five of these have changed since. `apart`: by how many the number of
    queries may differ."""

    name: str
    path: Callable[[dict[str, Any]], str]
    part: str = ""
    pulse: bool = False
    changes: bool = False
    apart: int = 0

    @property
    def status(self) -> int:
        return 204 if self.pulse and not self.changes else 200


def address(of: str = "/", **fields: str) -> Callable[[dict[str, Any]], str]:
    return lambda told: f"{of}?{urlencode(fields)}"


def continued(name: str, view: str, place: str) -> Thing:
    """The queue takes one query more where a page ends one urgency and begins the next."""

    def path(told: dict[str, Any]) -> str:
        return f"/?{urlencode({'view': view, 'after': told[place][view]})}"

    return Thing(name=name, path=path, part="inbox-next", apart=int(view == "waiting"))


THINGS = (
    Thing(name=HOME, path=lambda told: "/"),
    *(Thing(name=f"view: {view}", path=address(view=view)) for view in VIEWS),
    *(continued(f"next page: {view}", view, "next") for view in ("waiting", "finished")),
    *(continued(f"halfway: {view}", view, "deep") for view in DEEP),
    Thing(name="filter: waiting, about a return", path=address(context="RETURN")),
    Thing(name="filter: finished, about a return", path=address(view="finished", context="RETURN")),
    Thing(name="filter: all, about a return", path=address(view="all", context="RETURN")),
    Thing(name="filter: waiting, unread", path=address(unread="1")),
    Thing(name="filter: finished, unread", path=address(view="finished", unread="1")),
    Thing(name="filter: the buyer’s turn, unread: none", path=address(view="buyer", unread="1")),
    Thing(name="filter: all of a store", path=lambda told: f"/?view=all&store={told['store']}"),
    *(Thing(name=f"search: {what}", path=address("/search/", q=q), apart=1) for what, q in SEARCHES.items()),
    Thing(name="a chat beside its list", path=lambda told: f"{told['chat']}?from=waiting"),
    Thing(name="pulse, nothing new", path=lambda told: "/?", part="inbox", pulse=True),
    Thing(name="pulse, five rows changed", path=lambda told: "/?", part="inbox", pulse=True, changes=True),
)  # fmt: skip


def path_of(thing: Thing, told: dict[str, Any], visitor: Visitor) -> str:
    """With the digest of the list as it is now, or as it was, where it is a pulse."""
    if not thing.pulse:
        return thing.path(told)
    if thing.changes:
        return "/?list=000000000000&shown=50"
    answer = visitor.get("/")
    expect(answer, 200)
    body = gzip.decompress(answer.body) if answer.header("content-encoding") == "gzip" else answer.body
    return f"/?list={DIGEST.search(body)[1].decode()}&shown=50"


def ask_of(thing: Thing, desk: Desk, told: dict[str, Any], visitor: Visitor) -> Ask:
    path = path_of(thing, told, visitor)

    def ask(visitor: Visitor):
        if thing.changes:
            change(desk, told["five"])
        return visitor.part(path, thing.part) if thing.part else visitor.get(path)

    return ask


def change(desk: Desk, keys: list[int]) -> None:
    """From outside, so that it costs the desk nothing."""
    url, statement = desk.environment["DATABASE_URL"], CHANGE.format(", ".join(map(str, keys)))
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=10, isolation_level=None)) as connection:
            connection.execute(statement)
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
