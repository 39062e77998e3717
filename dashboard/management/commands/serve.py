"""Starts the desk: brings the database and the static files up to date, then runs the production server and, beside
it, the workers."""

import argparse
import signal
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandParser, call_command
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from chats.services import people
from dashboard.checks import stop_on_errors
from dashboard.management.administrator import ask_for_administrator
from dashboard.management.database import locked, prepare_database, prepare_folder
from dashboard.server import Server, address, port_problem
from dashboard.signals import end_at_once, on_stop, stop_with
from dashboard.supervisor import Supervisor
from dashboard.worker import run_worker


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # checks query the database, whose folder does not exist before the first start

    def add_arguments(self, parser: CommandParser) -> None:
        # Used by the demo alone: this process ends when its parent does.
        parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)

    def handle(self, *, parent: int | None, verbosity: int, **_options: object) -> None:
        on_stop(end_at_once)  # until the supervisor sets its own handlers
        if parent:
            stop_with(parent)
        if problem := port_problem(settings.HOST, settings.PORT):
            sys.exit(problem)
        stop_on_errors()
        prepare_folder()
        prepare_database()
        collect_static_files()
        self.ensure_administrator()
        connections.close_all()  # SQLite's connections must not cross a fork
        web = Server(access_log=verbosity > 0, when_ready=lambda _: self.announce(verbosity))
        sys.exit(Supervisor(web=web.run, worker=run_worker, workers=settings.WORKERS).run())

    def ensure_administrator(self) -> None:
        if not people.administrator_needed():
            return
        if sys.stdin.isatty():
            on_stop(signal.default_int_handler)  # which lets the terminal show again what is typed
            ask_for_administrator()
            on_stop(end_at_once)
            return
        path = reverse("setup", args=[people.new_setup_link(now=timezone.now())])
        self.stdout.write(f"There is no administrator yet. Make one here, once: {address()}{path}")

    def announce(self, verbosity: int) -> None:
        if verbosity:
            self.stdout.write(f"The desk is at {address()}{settings.BASE_PATH}/  (Ctrl-C stops it)")
            self.stdout.flush()


def collect_static_files() -> None:
    """Collect them when a source is newer. Desks that start at the same moment in one checkout do it one at a time:
    two at once would delete each other's files."""
    try:
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        with locked(settings.STATIC_ROOT):
            if static_files_are_older_than_sources(settings.STATIC_ROOT / "staticfiles.json"):
                call_command("collectstatic", interactive=False, verbosity=0)
    except OSError as error:
        sys.exit(f"The static files cannot be written to {settings.STATIC_ROOT} ({error.strerror}).")


def static_files_are_older_than_sources(manifest: Path) -> bool:
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    sources = (storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    return any(Path(source).stat().st_mtime > collected for source in sources)
