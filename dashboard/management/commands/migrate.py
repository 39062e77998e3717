"""Django's `migrate`, on a fresh machine too."""

from django.core.management.commands import migrate

from dashboard.management.database import prepare_folder


class Command(migrate.Command):
    def run_from_argv(self, argv: list[str]) -> None:
        """The folder is made when somebody types the command. `serve`, which calls it too, has made it by then."""
        prepare_folder()
        super().run_from_argv(argv)
