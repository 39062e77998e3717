"""Reading settings from the environment. A bad value is reported by its variable's name, never by a stack trace, and
never by the value, which may be a secret."""

import warnings
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


class Environment(environ.Env):  # type: ignore[misc]  # the package has no types
    def get_value(self, var: str, *arguments: Any, **options: Any) -> Any:
        try:
            return super().get_value(var, *arguments, **options)
        except ValueError:
            raise ImproperlyConfigured(f"{var} is not a number. .env.example shows what it may be.") from None

    def required(self, name: str, hint: str) -> str:
        value: str = self.str(name, default="")
        if not value:
            raise ImproperlyConfigured(f"{name} is not set. {hint} `make run` writes a .env with fresh secrets.")
        return value

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        with warnings.catch_warnings(action="ignore"):  # the parser's warnings show the password
            try:
                database: dict[str, Any] = self.db(name, default=default)
            except ValueError:
                database = {}
        if database.get("ENGINE") not in ENGINES or database.get("NAME") in {None, "", ":memory:"}:
            raise ImproperlyConfigured(
                f"{name} is not understood. Write sqlite:///FILE or postgres://USER:PASSWORD@HOST:5432/NAME."
            )
        return database
