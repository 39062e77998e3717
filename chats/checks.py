"""What `manage.py check` says about an installation. Errors keep the desk from starting; infos only inform."""

import ipaddress
import sqlite3
import ssl
from collections.abc import Sequence
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.apps import AppConfig, apps
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.db import OperationalError, ProgrammingError, connections

from chats.fields import Undecryptable

# Before 3.51.3 a checkpoint racing with a write could, very rarely, reset the WAL. https://www.sqlite.org/wal.html
SQLITE_WITHOUT_WAL_RESET_BUG = (3, 51, 3)


def register() -> None:
    for error_check in (token_keys, market_address, market_certificates):
        checks.register(error_check, checks.Tags.security)
    for info_check in (plain_http, sqlite_version):
        checks.register(info_check, checks.Tags.security, deploy=True)
    checks.register(stored_tokens, checks.Tags.database)


def token_keys(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Names a faulty key by its position, and never prints it."""
    errors: list[CheckMessage] = []
    for number, key in enumerate(settings.TOKEN_KEYS, start=1):
        if key == settings.SECRET_KEY:
            errors.append(
                checks.Error(
                    f"Key {number} of TOKEN_KEYS is the SECRET_KEY.",
                    hint="Give the tokens keys of their own, so that one leak is not two.",
                    id="desk.E002",
                )
            )
        elif not is_fernet_key(key):
            errors.append(
                checks.Error(f"Key {number} of TOKEN_KEYS is not a Fernet key.", hint=KEY_HINT, id="desk.E001")
            )
    return errors


KEY_HINT = (
    "A key is 32 random bytes in URL-safe base64; several are separated by commas, newest first. A new one: "
    'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
)


def is_fernet_key(key: str) -> bool:
    try:
        Fernet(key)
    except ValueError:
        return False
    return True


def market_address(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    address = urlsplit(settings.MARKET_API_URL)
    if address.hostname and (address.scheme == "https" or (address.scheme == "http" and is_loopback(address.hostname))):
        return []
    return [
        checks.Error(
            "MARKET_API_URL would send the sellers' tokens in the open.",
            hint="It starts with https://; plain http is for a sandbox on this machine only.",
            id="desk.E003",
        )
    ]


def market_certificates(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    try:
        ssl.create_default_context(cafile=settings.MARKET_CA_FILE or None)
    except OSError:  # ssl.SSLError is one
        return [
            checks.Error(
                "MARKET_CA_FILE is no file of certificates that the desk can read.",
                hint="Name a PEM file that the desk's user may read, or leave it empty for the usual certificates.",
                id="desk.E004",
            )
        ]
    return []


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def plain_http(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if settings.HTTPS:
        return []
    return [
        checks.Info(
            "HTTPS is off: the session cookie has a plain name and is sent without encryption.",
            hint="Set HTTPS=on when a proxy in front of the desk speaks TLS.",
            id="desk.I001",
        )
    ]


def sqlite_version(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    if not uses_sqlite() or sqlite3.sqlite_version_info >= SQLITE_WITHOUT_WAL_RESET_BUG:
        return []
    return [
        checks.Info(
            f"SQLite {sqlite3.sqlite_version} has the rare WAL-reset bug that 3.51.3 mends.",
            hint="Keep backups; take a newer SQLite with the next update of the system, or PostgreSQL.",
            id="desk.I002",
        )
    ]


def uses_sqlite() -> bool:
    return connections["default"].vendor == "sqlite"


def stored_tokens(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    if "default" not in (databases or ()) or token_keys(None):
        return []
    try:
        return [lost_token(name, pk) for pk, name in sellers_with_lost_tokens()]
    except (OperationalError, ProgrammingError):
        # Before the first migration there is no table yet.
        return []


def sellers_with_lost_tokens() -> list[tuple[int, str]]:
    sellers = apps.get_model("chats", "Seller")
    lost = []
    for seller in sellers.objects.filter(token__isnull=False).only("name", "token"):
        try:
            seller.token.open()
        except Undecryptable:
            lost.append((seller.pk, seller.name))
    return lost


def lost_token(name: str, pk: int) -> CheckMessage:
    return checks.Warning(
        f"No key in TOKEN_KEYS opens the token of seller “{name}” ({pk}).",
        hint="Put the key it was saved with back into TOKEN_KEYS, or enter the token again.",
        id="desk.W001",
    )
