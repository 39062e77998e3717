"""The statistics by which SQLite's planner chooses among the indexes of a table. PostgreSQL keeps its own.

Without them SQLite guesses, and with the many indexes of the inbox it guesses wrong: at a million chats a list of
unread chats then took four seconds (docs/performance.md, "The inbox"). They need only be of the right size.
https://www.sqlite.org/lang_analyze.html
"""

from typing import Final

from django.db import connection

from chats.models import Chat

FEW: Final = 1_000  # with fewer chats every plan is quick
GROWN: Final = 2  # times as many chats as when they were last made, or as few


def refresh() -> bool:
    """Make them anew where there are none, or the desk has grown. Returns whether it did. The database takes no other
    write meanwhile: 0.2 s at a hundred thousand chats, 8 s at a million. Other connections read them when they are
    opened, which is once an hour (CONN_MAX_AGE)."""
    if connection.vendor != "sqlite" or not is_outgrown():
        return False
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return True


def is_outgrown() -> bool:
    chats = Chat.objects.count()
    if chats < FEW:
        return False
    known = chats_when_made()
    return not known / GROWN < chats < known * GROWN


def chats_when_made() -> int:
    """How many chats there were; 0 without statistics."""
    if "sqlite_stat1" not in sqlite_tables():
        return 0
    with connection.cursor() as cursor:
        # The first number is that of the rows in the index; the largest of them has all.
        cursor.execute("SELECT MAX(CAST(stat AS INTEGER)) FROM sqlite_stat1 WHERE tbl = %s", [Chat._meta.db_table])
        return cursor.fetchone()[0] or 0


def sqlite_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in cursor.fetchall()}
