"""The first administrator: a one-time link that only the console shows."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from chats.models import SetupLink

LASTS = timedelta(hours=24)


def administrator_needed() -> bool:
    """Whether there is no administrator yet."""
    return not get_user_model().objects.filter(is_superuser=True, is_active=True).exists()


def new_setup_link(*, now: datetime) -> str:
    """Make a link and give its secret, once; earlier links stop working."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        SetupLink.objects.all().delete()
        SetupLink.objects.create(digest=digest(secret), expires_at=now + LASTS)
    return secret


def setup_link_works(secret: str, *, now: datetime) -> bool:
    """Whether the secret opens the set-up page: known, not expired, and still no administrator."""
    return administrator_needed() and SetupLink.objects.filter(digest=digest(secret), expires_at__gt=now).exists()


def make_administrator(secret: str, *, username: str, password: str, now: datetime) -> User | None:
    """Use the link up. None when another request was faster or the link stopped working."""
    with transaction.atomic():
        links = SetupLink.objects.filter(digest=digest(secret), expires_at__gt=now)
        if not administrator_needed() or not links.delete()[0]:
            return None
        return get_user_model().objects.create_superuser(username=username, password=password)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
