"""Registering a seller, saving and replacing its token, and saving what a check of it found."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from chats.fields import SealedToken, seal
from chats.market.text import visible
from chats.market.token import Token, UnusableToken, held_a_token
from chats.models import Campaign, Circuit, Seller
from chats.problems import SELLER_AT_FAULT
from chats.services import upstream
from chats.services.sellers.token_check import OK, TokenCheck, check_token

SCHEME_PREFIX = re.compile(r"(bearer|oauth|api-key)\b[\s:]", re.IGNORECASE)
LONGEST_TOKEN = 500  # characters


class BadToken(ValueError):
    """The text cannot be a token. `kind`: empty, prefix, too_long or characters. Never holds the text itself."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class NotRegistered(Exception):
    """The seller cannot be registered. `kind` is the outcome of the check (`TokenCheck.kind`), or name_missing,
    business_missing, taken, name_is_token or invalid. `checked` is the check, if it came to one."""

    def __init__(self, kind: str, *, checked: TokenCheck | None = None, business_id: int | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.checked = checked
        self.business_id = business_id


@dataclass(frozen=True, kw_only=True)
class Registration:
    """A registered seller. `checked` is None when the token was saved unchecked; `is_new` is false when only the token
    was replaced."""

    seller: Seller
    checked: TokenCheck | None
    is_new: bool


@sensitive_variables()
def token_in(text: str) -> Token:
    """The token in a pasted text, without spaces around it. Raises BadToken, which never holds the text."""
    text = text.strip()
    if not text:
        raise BadToken("empty")
    if SCHEME_PREFIX.match(text):
        raise BadToken("prefix")
    if len(text) > LONGEST_TOKEN:
        raise BadToken("too_long")
    try:
        return Token(text)
    except UnusableToken:
        raise BadToken("characters") from None


def save_check(seller: Seller, checked: TokenCheck, *, now: datetime) -> str:
    """Save the outcome of a check, and return its kind (`TokenCheck.kind`).

    Stores and scopes are saved only when the check succeeded: after a failed one, those from before still tell more.
    A success also ends the pause after a refused token.
    """
    kind = checked.kind(seller.business_id)
    seller.checked_at, seller.check_kind = now, kind
    seller.check_trace = checked.problem.trace if checked.problem else ""
    if kind == OK and not checked.scopes_problem:
        seller.scopes = list(checked.scopes)
    with transaction.atomic():
        seller.save(update_fields=["checked_at", "check_kind", "check_trace", "scopes"])
        if kind == OK:
            save_stores(seller, checked)
            upstream.record_success(seller, now=now)
    return kind


def save_stores(seller: Seller, checked: TokenCheck) -> None:
    Campaign.objects.bulk_create(
        [
            Campaign(
                seller=seller,
                campaign_id=store.campaign_id,
                name=store.name or "",
                placement_type=(store.placement_type or "")[:100],
                api_availability=(store.api_availability or "")[:100],
            )
            for store in checked.campaigns
        ],
        update_conflicts=True,
        unique_fields=["seller", "campaign_id"],
        update_fields=["name", "placement_type", "api_availability"],
    )
    # A store that is gone at Market is deleted, unless there were more stores than the check has read.
    if checked.complete:
        seen = [store.campaign_id for store in checked.campaigns]
        seller.campaigns.exclude(campaign_id__in=seen).delete()


def set_token(seller: Seller, token: Token, *, now: datetime) -> None:
    """Save a token for a saved seller, and forget all that was known about the old one."""
    seller.token, seller.token_hint, seller.token_set_at = SealedToken(seal(token)), token.hint, now
    seller.checked_at, seller.check_kind, seller.check_trace, seller.scopes = None, "", "", []
    with transaction.atomic():
        seller.save(
            update_fields=[
                "token",
                "token_hint",
                "token_set_at",
                "checked_at",
                "check_kind",
                "check_trace",
                "scopes",
            ]
        )
        # The pause after a refused token concerned the old one.
        refused = Circuit.objects.filter(seller=seller, error_kind__in=SELLER_AT_FAULT)
        refused.update(paused_until=None, error_kind="", error_at=None, error_trace="")


@sensitive_variables("token")
def register_seller(  # noqa: PLR0913  (keywords only)
    *, name: str, business_id: int | None, token: Token, unchecked: bool, replace_token: bool = False, now: datetime
) -> Registration:
    """Save a seller and its token. Unless `unchecked`, Market is asked first: an empty name and a missing business ID
    are then filled in from its answer.

    With `replace_token`, a seller that the desk already has gets this token; without it, such a business is "taken".
    Raises NotRegistered, and then nothing is saved.

    https://yandex.ru/dev/market/partner-api/doc/ru/concepts/api-key
    """
    if held_a_token(name):
        raise NotRegistered("name_is_token")
    unsaved = Seller() if business_id is None else Seller(business_id=business_id)
    checked = None if unchecked else check_token(unsaved, token, now=now)
    if checked and (kind := checked.kind(business_id)) != OK:
        raise NotRegistered(kind, checked=checked, business_id=business_id)
    seller, is_new = seller_to_save(name, business_id, checked, replace_token=replace_token)
    with transaction.atomic():
        save_valid(seller)
        set_token(seller, token, now=now)
        if checked:
            save_check(seller, checked, now=now)
    return Registration(seller=seller, checked=checked, is_new=is_new)


def seller_to_save(
    name: str, business_id: int | None, checked: TokenCheck | None, *, replace_token: bool
) -> tuple[Seller, bool]:
    business_id = business_id or (checked.business_id if checked else None)
    name = name if visible(name) else (checked.business_name if checked else "")
    if business_id is None:
        raise NotRegistered("business_missing")
    known = Seller.objects.filter(business_id=business_id).first()
    if known and not replace_token:
        raise NotRegistered("taken", business_id=business_id)
    if known:
        return known, False
    if not visible(name):
        raise NotRegistered("name_missing")
    return Seller(name=name[:200], business_id=business_id), True


def save_valid(seller: Seller) -> None:
    try:
        seller.full_clean(validate_unique=False)
        seller.save()
    except ValidationError:
        raise NotRegistered("invalid") from None
    except IntegrityError:
        # Another request registered it while Market was asked.
        raise NotRegistered("taken", business_id=seller.business_id) from None
