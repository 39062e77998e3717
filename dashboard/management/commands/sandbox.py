import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from chats.sandbox import cli


class Command(BaseCommand):
    help = "Runs the stand-in for Yandex Market on loopback, in the foreground."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        cli.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        def say(text: str) -> None:
            self.stdout.write(text)
            self.stdout.flush()

        sys.exit(cli.run_as_told(options, say))
