"""The first administrator, made by a one-time link that only the console shows.

The database has a digest of the link's secret: whoever reads a backup cannot use the link.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from chats.models import SetupLink

LINK_LIFETIME = timedelta(hours=24)


def administrator_needed() -> bool:
    """Whether there is no administrator yet."""
    return not get_user_model().objects.filter(is_superuser=True, is_active=True).exists()


def new_setup_link(*, now: datetime) -> str:
    """Make a new link and return its secret, which is stored nowhere. Earlier links stop working."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        SetupLink.objects.all().delete()
        SetupLink.objects.create(digest=digest(secret), expires_at=now + LINK_LIFETIME)
    return secret


def setup_link_works(secret: str, *, now: datetime) -> bool:
    """Whether the secret opens the set-up page: it is known and has not expired, and there is no administrator yet."""
    return administrator_needed() and SetupLink.objects.filter(digest=digest(secret), expires_at__gt=now).exists()


def make_administrator(secret: str, *, username: str, password: str, now: datetime) -> User | None:
    """Create the administrator and use up the link. None when the link does not work, or another request was faster."""
    with transaction.atomic():
        links = SetupLink.objects.filter(digest=digest(secret), expires_at__gt=now)
        # Of requests at the same time, only the one that deletes the row goes on.
        if not administrator_needed() or not links.delete()[0]:
            return None
        return get_user_model().objects.create_superuser(username=username, password=password)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
