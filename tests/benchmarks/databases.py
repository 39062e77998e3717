"""A new database for each desk: a file, or one on the PostgreSQL server that DATABASE_URL names, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql


@contextmanager
def database(folder: Path, name: str) -> Iterator[str]:
    """Its DATABASE_URL."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        (folder / name).mkdir()
        yield f"sqlite:///{folder}/{name}/desk.sqlite3"
        return
    own = f"desk_benchmark_{os.getpid()}_{name.replace('-', '_')}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
        try:
            yield server.rpartition("/")[0] + "/" + own
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))
