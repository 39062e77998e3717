#!/usr/bin/env python
import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError, OperationalError

from chats.market.token import looks_like_a_token
from dashboard.environment import UnusableSettings


def main() -> None:
    """What an administrator has to set right ends with words and not with a stack trace."""
    if any(map(looks_like_a_token, sys.argv)):
        # Said before anything can repeat an argument that it does not understand.
        sys.exit("An argument looks like a seller’s token, and other people on this machine see arguments: use a file.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    try:
        if names_a_command(sys.argv) and not settings.configured:
            # Asked first: `shell` and a few others would go on without settings, and not say why.
            settings.INSTALLED_APPS  # noqa: B018
        execute_from_command_line(sys.argv)
    except UnusableSettings as faults:
        sys.exit(str(faults))
    except DatabaseError as error:
        # SQLite says with a plain DatabaseError that a file is damaged; other kinds are mistakes in our own code.
        if not isinstance(error, OperationalError) and type(error) is not DatabaseError:
            raise
        sys.exit(no_answer(error))
    except InterfaceError as error:
        sys.exit(no_answer(error))


def names_a_command(arguments: list[str]) -> bool:
    """And no other settings, which Django has yet to read from the arguments."""
    chosen = any(argument.startswith("--settings") for argument in arguments)
    return not chosen and len(arguments) > 1 and arguments[1] not in {"help", "version"} and arguments[1][0:1] != "-"


def no_answer(error: Exception) -> str:
    reason = " ".join(str(error).split())
    return f"The database does not answer: {reason}. DATABASE_URL says where it is."


if __name__ == "__main__":
    main()
