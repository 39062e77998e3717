"""DATABASE_URL."""

import warnings
from typing import Any
from urllib.parse import urlsplit

import environ
import psycopg

from dashboard.environment.values import Kind, Unusable

Database = dict[str, Any]
POSTGRESQL = "django.db.backends.postgresql"
SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}


def database(text: str) -> Database:
    """The entry of Django's DATABASES."""
    try:
        parts = urlsplit(text)
        with warnings.catch_warnings(action="ignore"):  # the parser's warnings show the password
            entry: Database = environ.Env.db_url_config(text)
    except (ValueError, TypeError, IndexError, AttributeError):
        raise Unusable("is not understood") from None
    if parts.scheme == "sqlite":
        return sqlite(entry, host=parts.netloc, query=parts.query)
    if entry.get("ENGINE") == POSTGRESQL:
        return postgresql(entry)
    raise Unusable("is no database that the desk can use")


def sqlite(entry: Database, *, host: str, query: str) -> Database:
    if host:
        raise Unusable("has two slashes before the file, where sqlite needs three, or four for an absolute path")
    if query:
        raise Unusable("has options, and the desk sets those of sqlite itself")
    if entry["NAME"] in {"", ":memory:"} or entry["NAME"].endswith("/") or "\0" in entry["NAME"]:
        raise Unusable("names no file")
    return entry


def postgresql(entry: Database) -> Database:
    if not entry["NAME"]:
        raise Unusable("names no database")
    options = entry.get("OPTIONS", {})
    try:
        psycopg.conninfo.make_conninfo(**options)
    except (psycopg.Error, TypeError, ValueError):
        raise Unusable("has an option that PostgreSQL does not know") from None
    if options.get("sslmode", "prefer") not in SSL_MODES:
        raise Unusable("has an sslmode that PostgreSQL does not know")
    return entry


DATABASE = Kind("sqlite:///FILE or postgres://USER:PASSWORD@HOST:5432/NAME, percent-encoded", database)
