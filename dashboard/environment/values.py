"""The kinds of values that a setting may have. Each says in words what would be right."""

import math
import re
import ssl
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import django
from cryptography.fernet import Fernet

# Django 6 has the interface built in; before that it is django-tasks.
BUILT_IN = "django.tasks" if django.VERSION >= (6,) else "django_tasks"
BACKENDS = {
    "immediate": f"{BUILT_IN}.backends.immediate.ImmediateBackend",
    "rq": "django_tasks_rq.RQBackend",
    "celery": "dashboard.celery_backend.CeleryBackend",
}

T_co = TypeVar("T_co", covariant=True)
SYSTEM_ZONES = Path("/usr/share/zoneinfo")
WORDS = {
    **dict.fromkeys(("on", "true", "yes", "y", "ok", "1"), True),
    **dict.fromkeys(("off", "false", "no", "n", "0"), False),
}


class Unusable(ValueError):
    """What is wrong with a value, as the end of a sentence that begins with the name. It never holds the value."""


@dataclass(frozen=True)
class Kind(Generic[T_co]):
    """`parse` raises Unusable; `right` ends the sentence "Right would be …"."""

    right: str
    parse: Callable[[str], T_co]


def items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def whole(least: int, most: int) -> Kind[int]:
    """Both bounds are allowed values."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII):
            raise Unusable("is not a whole number")
        return int(within(float(text), least, most))

    return Kind(f"a whole number from {least} to {most}", parse)


def number(least: float, most: float) -> Kind[float]:
    """A number that may have a decimal point. Both bounds are allowed values."""

    def parse(text: str) -> float:
        try:
            return within(float(text), least, most)
        except Unusable:
            raise
        except ValueError:
            raise Unusable("is not a number") from None

    return Kind(f"a number from {least:g} to {most:g}, with a decimal point where it has one", parse)


def some_of(names: Collection[str]) -> Kind[list[str]]:
    """A list of some of these names, or of all of them."""

    def parse(text: str) -> list[str]:
        chosen = [item.lower() for item in items(text)]
        if not chosen:
            raise Unusable("lists nothing")
        for position, item in enumerate(chosen, start=1):
            if item not in names:
                raise Unusable(f"has something else in place {position} of its list")
        return chosen

    return Kind(f"a list, separated by commas, of some of these: {', '.join(names)}", parse)


def within(value: float, least: float, most: float) -> float:
    if math.isnan(value):
        raise Unusable("is not a number")
    if value < least:
        raise Unusable("is too small")
    if value > most:
        raise Unusable("is too large")
    return value


def switch(text: str) -> bool:
    try:
        return WORDS[text.lower()]
    except KeyError:
        raise Unusable("is neither on nor off") from None


def fernet_keys(secret_key: str | None) -> Kind[list[str]]:
    """Keys for sellers' tokens, newest first. A faulty one is named by its position."""

    def parse(text: str) -> list[str]:
        keys = items(text)
        if not keys:
            raise Unusable("holds no key")
        for position, key in enumerate(keys, start=1):
            if key == secret_key:
                raise Unusable(f"has the SECRET_KEY as its key {position}")
            if not is_fernet_key(key):
                raise Unusable(f"has a key {position} that is not a Fernet key")
        return keys

    return Kind(
        "32 random bytes in URL-safe base64, a key of their own; several are separated by commas, newest first. A new "
        'one: python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"',
        parse,
    )


def is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def zone(text: str) -> str:
    """A zone that both Python and Django can load: Django looks in the system's folder, where there is one."""
    try:
        ZoneInfo(text)
        known = (SYSTEM_ZONES / text).is_file() or not SYSTEM_ZONES.exists()
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last two: a path out of the folder, a folder
        known = False
    if not available_timezones():
        raise Unusable("cannot be looked up, because neither this machine nor the package tzdata has zone files")
    if not known:
        near = get_close_matches(text, available_timezones(), n=1)
        raise Unusable("is no time zone that this machine knows" + (f" (is {near[0]} meant?)" if near else ""))
    return text


def certificates(text: str) -> str:
    try:
        ssl.create_default_context(cafile=text or None)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        raise Unusable("is no file of certificates that the desk can read") from None
    return text


def base_path(text: str) -> str:
    """Without a slash at its end; empty for a desk that has a host name to itself."""
    path = text.rstrip("/")
    if path and not re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+", path):
        raise Unusable("is not the path of an address")
    return path


def cookie_suffix(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,40}", text):
        raise Unusable("has characters that the name of a cookie cannot have, or too many")
    return text


def secret(text: str) -> str:
    if not text:
        raise Unusable("is empty")
    return text


def tasks_backend(text: str) -> str:
    """The dotted path of a backend of Django's task interface. Not imported here: it may need settings itself."""
    path = BACKENDS.get(text.lower(), text)
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", path, re.ASCII):
        raise Unusable("is no backend for background work")
    return path


SWITCH = Kind("on or off", switch)
SECRET = Kind("a long random text", secret)
TASKS = Kind("immediate, rq, celery, or the dotted path of another backend for Django's tasks", tasks_backend)
ZONE = Kind("a name such as Europe/Moscow or Asia/Shanghai", zone)
CERTIFICATES = Kind("a PEM file that the desk's user may read, or nothing for the usual certificates", certificates)
PATH = Kind("a path such as /desk, or nothing if the desk has the host name to itself", base_path)
NAME_PART = Kind("up to 40 letters, digits, - or _, or nothing", cookie_suffix)
