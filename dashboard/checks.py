"""Checks of what the settings point at on this machine; `manage.py check` runs them, and so does `serve` at its start.
The settings themselves are judged when they are read (dashboard/environment)."""

import os
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.utils.module_loading import import_string

from dashboard.environment import BACKENDS

SQLITE_HEADER = b"SQLite format 3\0"
SQLITE = "django.db.backends.sqlite3"


def register() -> None:
    checks.register(unknown_settings, checks.Tags.security)
    checks.register(database_file, checks.Tags.files)
    checks.register(static_folder, checks.Tags.files)
    checks.register(tasks_backend, checks.Tags.files)


def stop_on_errors() -> None:
    """Run the checks. End the process when one fails, with a line for each; print a line for each warning."""
    # First: where the backend cannot be imported, Django 6's own check of TASKS raises instead of telling.
    messages = tasks_backend(None) or checks.run_checks()
    errors = [line_of(message) for message in messages if message.is_serious()]
    if errors:
        sys.exit("\n".join(errors))
    for message in messages:
        sys.stderr.write(f"{line_of(message)}\n")


def line_of(message: CheckMessage) -> str:
    return " ".join(filter(None, (message.msg, message.hint)))


def unknown_settings(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    return [checks.Warning(line, id="desk.W002") for line in settings.UNKNOWN_SETTINGS]


def database_file(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"] != SQLITE:
        return []
    wrong = database_problem(Path(settings.DATABASES["default"]["NAME"]))
    hint = "Right would be sqlite:///FILE with a file of the desk's own, in a folder that its user may write."
    return [checks.Error(f"The file that DATABASE_URL names {wrong}.", hint=hint, id="desk.E005")] if wrong else []


def database_problem(file: Path) -> str:
    """Asks SQLite itself: a file that this process opens by another way loses SQLite's locks when it is closed.
    https://www.sqlite.org/howtocorrupt.html"""
    if not os.path.exists(file):
        return folder_problem(file.parent)
    if not (os.path.isfile(file) and os.access(file, os.R_OK | os.W_OK)):
        return "is no file that this user may read and write"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as database:
            database.execute("PRAGMA schema_version").close()
    except sqlite3.OperationalError:
        return ""  # locked, or the like: the first query will say so, or wait
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            return "is no SQLite database"
        return "is damaged: restore a backup (docs/operating.md), and keep the damaged file"
    return folder_problem(file.parent)  # SQLite keeps its journal beside the file


def static_folder(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """A folder that is filled already may be read-only."""
    if os.path.exists(settings.STATIC_ROOT / "staticfiles.json") or not folder_problem(settings.STATIC_ROOT):
        return []
    message = f"The folder for static files {folder_problem(settings.STATIC_ROOT)}."
    hint = f"Right would be a folder {settings.STATIC_ROOT} that the desk's user may write."
    return [checks.Error(message, hint=hint, id="desk.E006")]


def folder_problem(folder: Path) -> str:
    """Why this user could not make files there, as the end of a sentence; empty when it could. A folder that is missing
    will be made."""
    there = next(place for place in (folder, *folder.parents) if os.path.exists(place))
    if not there.is_dir():
        return "is in a folder that is none"
    if not os.access(there, os.W_OK | os.X_OK):
        return "is in a folder that this user may not write"
    return ""


def tasks_backend(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Workers would claim rows and could hand over none of them."""
    path = settings.TASKS["default"]["BACKEND"]
    hint = 'docs/operating.md tells under "Other engines" what they need.'
    try:
        import_string(path)
    except ImportError:
        return [checks.Error("TASKS_BACKEND names what is not installed here.", hint=hint, id="desk.E008")]
    if path in {BACKENDS["rq"], BACKENDS["celery"]} and not settings.TASKS_URL:
        return [checks.Error("TASKS_BACKEND needs a TASKS_URL.", hint=hint, id="desk.E009")]
    return []
