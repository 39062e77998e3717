"""Puts millions of rows into a table, by COPY or by SQL alone, with the table's indexes made afterwards."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice

from django.db import connection

from tests.benchmarks.inbox.chats import IN_A_CHAT, RARE, text_of

# What to drop before and to make again afterwards, as pairs of statements.
PARTS_SQLITE = """SELECT 'DROP INDEX "' || name || '"', sql FROM sqlite_master
    WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL"""
PARTS_POSTGRESQL = """SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes WHERE tablename = %s
        AND indexname NOT IN (SELECT conname FROM pg_constraint)
    UNION ALL SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"""
IS_POSTGRESQL = connection.vendor == "postgresql"
# The same in both: when the message `n` of 0 to 9 was written, its files, and its place in the index of words.
AT, FILES, HOUR = (
    "datetime(c.updated_at, '-' || ((9 - n) * 170) || ' minutes')",
    "'[]'",
    "CAST(strftime('%%s', m.created_at) AS INTEGER)",
)
if IS_POSTGRESQL:
    AT, FILES = "c.updated_at - (9 - n) * interval '170 minutes'", "'[]'::jsonb"
    HOUR = "floor(extract(epoch FROM m.created_at))::bigint"
KEY = f"((c.id - 1) * {IN_A_CHAT} + n + 1)"
NUMBERS = "(" + " UNION ALL ".join(f"SELECT {n} AS n" for n in range(IN_A_CHAT)) + ")"
MESSAGES = f"""INSERT INTO chats_message (id, chat_id, message_id, created_at, sender, text, files, unreadable)
    SELECT s.key, s.chat, s.key, s.at, s.sender, t.text, {FILES}, 0 FROM (
        SELECT {KEY} AS key, c.id AS chat, {AT} AS at,
            CASE WHEN n = 9 THEN c.last_sender WHEN (c.id + n) %% 2 = 0 THEN 'CUSTOMER' ELSE 'PARTNER' END AS sender
        FROM chats_chat c CROSS JOIN {NUMBERS} AS numbers) AS s
    JOIN texts t ON t.number = CASE WHEN {RARE} THEN 0 ELSE {text_of("key")} END"""
HISTORIES = """INSERT INTO chats_history (chat_id, read_at, complete_upto, look_at, has_first_message, leased_until,
        attempts, problem_kind, problem_trace, is_news, unreadable, older_token)
    SELECT id, seen_at, updated_at, due_at, %(yes)s, leased_until, 0, '', '', %(yes)s, 0, '' FROM chats_chat"""
TERMS = "t.terms || s.term" if IS_POSTGRESQL else "t.terms"
ENTRIES = f"""INSERT INTO chats_searchentry (rowid, message_id, seller_id, sender, terms)
    SELECT ({HOUR} / 3600 << 30) | m.id, m.id, c.seller_id, m.sender, {TERMS}
    FROM (SELECT id AS key, * FROM chats_message WHERE id <= %(most)s) AS m
    JOIN chats_chat c ON c.id = m.chat_id JOIN terms_of_sellers s ON s.seller = c.seller_id
    JOIN texts t ON t.number = CASE WHEN {RARE} THEN 0 ELSE {text_of("key")} END ORDER BY 1"""
MARKS = """INSERT INTO chats_readmark (agent_id, chat_id, message_id)
    SELECT %(agent)s, id, last_message_id FROM chats_chat
    WHERE seller_id BETWEEN %(first)s AND %(last)s AND id * 69621 %% 2147483647 %% 100 < 40"""
SQLITE_QUICKLY = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000")
POSTGRESQL_QUICKLY = ("SET synchronous_commit = off", "SET work_mem = '1GB'", "SET maintenance_work_mem = '1GB'")


def execute(*statements: str, **values: object) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)


def put(table: str, columns: Sequence[str], rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        if IS_POSTGRESQL:
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places, rest = ", ".join(["%s"] * len(columns)), iter(rows)
        while some := list(islice(rest, 10_000)):
            cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", some)


@contextmanager
def indexed_afterwards(table: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(*((PARTS_POSTGRESQL, [table] * 2) if IS_POSTGRESQL else (PARTS_SQLITE, [table])))
        parts = cursor.fetchall()
    execute(*(drop for drop, _ in parts))
    yield
    execute(*(make for _, make in parts))


def make_texts(texts: Sequence[tuple[str, str]], sellers: Sequence[tuple[int, str]]) -> None:
    """Tables for this connection alone: texts by number with their terms, and the term of each seller."""
    kind = "tsvector" if IS_POSTGRESQL else "text"
    execute(
        f"CREATE TEMPORARY TABLE texts (number integer PRIMARY KEY, text text, terms {kind})",
        f"CREATE TEMPORARY TABLE terms_of_sellers (seller integer PRIMARY KEY, term {kind})",
    )
    put("texts", ("number", "text", "terms"), [(number, *text) for number, text in enumerate(texts)])
    put("terms_of_sellers", ("seller", "term"), sellers)
