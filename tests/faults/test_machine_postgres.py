"""PostgreSQL that goes away under a served desk and comes back, or takes no more connections."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection, connections
from lxml import html
from psycopg import sql

from tests.faults.calm import address
from tests.faults.desk import served
from tests.faults.processes import address_of_database

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could go away."),
]

PATHS = ["/", address(), "/lookup/?q=310001", "/healthz"]


@contextmanager
def administrator() -> Iterator[psycopg.Connection]:
    """A connection to the server that is none to the tests' database."""
    told = connection.settings_dict
    place = {"host": told["HOST"], "port": told["PORT"], "user": told["USER"], "password": told["PASSWORD"]}
    given = {name: value for name, value in place.items() if value}
    with psycopg.connect(**given, dbname="postgres", autocommit=True) as server:
        yield server


def cut_all(server: psycopg.Connection, name: str) -> int:
    cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
    return server.execute(cut, [name]).fetchone()[0]


@contextmanager
def gone(server: psycopg.Connection, name: str) -> Iterator[None]:
    """As during a restart: every connection cut, no new one accepted."""
    accept = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format
    server.execute(accept(sql.Identifier(name), sql.Literal(False)))
    try:
        cut_all(server, name)
        yield
    finally:
        server.execute(accept(sql.Identifier(name), sql.Literal(True)))


def test_m9_after_the_connections_were_cut_the_next_request_works(signed_in, seen, market, rounds, figure):
    seen()
    name, times = connection.settings_dict["NAME"], rounds(5, 100)

    with served(market, signed_in) as desk, administrator() as server:
        desk.side_by_side(PATHS * 4, threads=8)
        for _ in range(times):
            assert cut_all(server, name) > 0
            desk.side_by_side(PATHS, threads=2)

    assert {answer.status for answer in desk.answers} <= {200, 302}
    figure(f"M9: all connections cut {times} times, 0 errors in the {len(desk.answers)} requests between")


def test_m9_a_restart_costs_words_while_it_lasts_and_nothing_after(signed_in, seen, market, rounds, figure):
    seen()
    name, seconds = connection.settings_dict["NAME"], rounds(1, 5)
    connections.close_all()

    with served(market, signed_in) as desk, administrator() as server:
        before = desk.side_by_side(PATHS * 2, threads=8)
        with gone(server, name):
            ends = time.monotonic() + seconds
            while time.monotonic() < ends:
                during = desk.side_by_side(PATHS, threads=4)
        after = desk.side_by_side(PATHS * 4, threads=8)

    assert {answer.status for answer in [*before, *after]} == {200, 302}
    assert {answer.status for answer in during} == {503}
    assert "database" in html.fromstring(during[0].body).cssselect("h1")[0].text_content()
    refused = sum(answer.status == 503 for answer in desk.answers)
    figure(f"M9: a restart of {seconds} s: {refused} answers of 503 in words while it lasted, 0 errors after")


def test_m9_connections_cut_under_load_cost_an_open_request_one_error_at_most(signed_in, seen, market, rounds, figure):
    seen()
    name, times, threads = connection.settings_dict["NAME"], rounds(4, 50), 8
    connections.close_all()

    with served(market, signed_in) as desk, administrator() as server:
        load = threading.Thread(target=desk.side_by_side, args=(PATHS * 25 * times, threads))
        load.start()
        for _ in range(times):
            time.sleep(0.1)
            cut_all(server, name)
        load.join()

    assert {answer.status for answer in desk.answers} <= {200, 302, 503}
    refused = sum(answer.status == 503 for answer in desk.answers)
    assert refused <= times * threads
    figure(f"M9: cut {times} times under load of {threads} browsers: {refused} of {len(desk.answers)} answers were 503")


@pytest.fixture
def narrow_role() -> Iterator[str]:
    """Someone who may use the tests' database with two connections. Gives DATABASE_URL."""
    role, password = f"narrow_{secrets.token_hex(4)}", secrets.token_hex(8)
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE ROLE {} LOGIN CONNECTION LIMIT 2 PASSWORD {}").format(name, sql.Literal(password))
        )
        cursor.execute(sql.SQL("GRANT ALL ON ALL TABLES IN SCHEMA public TO {}").format(name))
        cursor.execute(sql.SQL("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
    yield address_of_database(USER=role, PASSWORD=password)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP OWNED BY {}").format(name))
        cursor.execute(sql.SQL("DROP ROLE {}").format(name))


def test_m9_a_server_without_a_free_connection_is_said_in_words(signed_in, seen, market, narrow_role, figure):
    seen()
    role = urlsplit(narrow_role).username

    with served(market, signed_in, DATABASE_URL=narrow_role, WEB_PROCESSES=1, WEB_THREADS=8) as desk:
        crowded = desk.side_by_side(PATHS * 10, threads=8)
        leave_free(role, 0)
        without = desk.side_by_side(PATHS, threads=4)
        leave_free(role, 8)
        with_room = desk.side_by_side(PATHS, threads=4)

    assert {answer.status for answer in crowded} <= {200, 302, 503}
    assert {answer.status for answer in without} == {503}
    assert {answer.status for answer in with_room} <= {200, 302}
    refused = sum(answer.status == 503 for answer in crowded)
    figure(f"M9: two connections for eight threads: {refused} of {len(crowded)} answers were 503 in words")


def leave_free(role: str, connections: int) -> None:
    """Cut the role's connections and let it have that many from now on."""
    with connection.cursor() as cursor:
        limit = sql.SQL("ALTER ROLE {} CONNECTION LIMIT {}")
        cursor.execute(limit.format(sql.Identifier(role), sql.Literal(connections)))
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [role])
