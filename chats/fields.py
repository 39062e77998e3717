"""Tokens at rest: encrypted by the keys in TOKEN_KEYS, never searched for, never serialised.

Several keys let an installation change them: the first one encrypts, all of them decrypt (see `rotate_tokens`).
https://cryptography.io/en/latest/fernet/
"""

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

from chats.market.token import Token

VERSION = "f1$"  # of the scheme: Fernet
MASK = "***"  # what an export shows; loading it leaves the seller without a token


class Undecryptable(Exception):
    """No key in TOKEN_KEYS decrypts a stored token."""


def vault(keys: Sequence[str] | None = None) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys or settings.TOKEN_KEYS])


def seal(token: Token) -> str:
    """The token encrypted by the newest key."""
    return VERSION + vault().encrypt(token.reveal().encode()).decode()


def unseal(sealed: str, keys: Sequence[str] | None = None) -> Token:
    """The token decrypted by any of `keys` (default: TOKEN_KEYS). Raises Undecryptable."""
    try:
        # Another version is another scheme, whose text this one would decrypt to nonsense, if at all.
        if not sealed.startswith(VERSION):
            raise InvalidToken
        return Token(vault(keys).decrypt(sealed.removeprefix(VERSION).encode()).decode())
    except InvalidToken:
        raise Undecryptable("No key in TOKEN_KEYS opens this seller's token.") from None


class SealedToken:
    """A token as it is stored. It is decrypted only where it is used, so that a lost key breaks no page."""

    __slots__ = ("sealed",)

    def __init__(self, sealed: str) -> None:
        self.sealed = sealed

    def open(self) -> Token:
        """The decrypted token. Raises Undecryptable."""
        return unseal(self.sealed)

    @property
    def is_of_newest_key(self) -> bool:
        try:
            unseal(self.sealed, settings.TOKEN_KEYS[:1])
        except Undecryptable:
            return False
        return True

    def __repr__(self) -> str:
        return "SealedToken(…)"

    __str__ = __repr__


class TokenField(models.TextField):  # type: ignore[type-arg]  # Django's fields take no parameters at run time
    """A field that is assigned a Token or None, and holds a SealedToken or None."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> SealedToken | None:
        return SealedToken(value) if value else None

    def to_python(self, value: object) -> object:
        return None if value == MASK else value

    def pre_save(self, model_instance: models.Model, add: bool) -> object:
        value = super().pre_save(model_instance, add)
        if isinstance(value, Token):
            # So that an object just saved holds the same as one read from the database.
            value = SealedToken(seal(value))
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: object) -> str | None:
        if value is None or value == "":
            return None
        if isinstance(value, SealedToken):
            return value.sealed
        if isinstance(value, Token):
            return seal(value)
        raise TypeError("A token is saved as chats.market.token.Token.")

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError("A token is not searched for.")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        return MASK
