"""Works on what is due in the background: sweeps, notifications, housekeeping. `serve` starts workers by itself."""

from django.core.management import BaseCommand, CommandParser

from dashboard.checks import stop_on_errors
from dashboard.signals import end_at_once, on_stop
from dashboard.worker import run_worker


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # `stop_on_errors` runs them, and says what is wrong in a line for each

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end as soon as nothing is due any more")

    def handle(self, *, once: bool, **_options: object) -> None:
        on_stop(end_at_once)
        stop_on_errors()
        run_worker(once=once)
