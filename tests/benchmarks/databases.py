"""A new database for each desk: a file, or one on the PostgreSQL server that DATABASE_URL names, dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql


@contextmanager
def database(folder: Path, name: str, *, keep: bool = False) -> Iterator[str]:
    """Its DATABASE_URL. With `keep` it may be there already, and stays."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        (folder / name).mkdir(parents=keep, exist_ok=keep)
        yield f"sqlite:///{folder}/{name}/desk.sqlite3"
        return
    own = f"desk_benchmark_{'kept' if keep else os.getpid()}_{name.replace('-', '_')}"
    with psycopg.connect(server, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [own]).fetchone()
        if not (keep and found):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
        try:
            yield server.rpartition("/")[0] + "/" + own
        finally:
            if not keep:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))
