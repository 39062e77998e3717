"""Links by which people set their passwords, so that nobody types another's: the first one, or a new one for one that
was lost. A link works once, for 72 hours, while its person may sign in, and until another is made.

The database has a digest of the link's secret: whoever reads a backup cannot use the link.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from chats.models import Invitation
from chats.services.people.first_administrator import digest

LIFETIME: Final = timedelta(hours=72)


def invite(person: User, *, now: datetime) -> str:
    """Make the person's link and return its secret, which is stored nowhere. An earlier link stops working."""
    secret = secrets.token_urlsafe(32)
    values = {"digest": digest(secret), "expires_at": now + LIFETIME}
    Invitation.objects.update_or_create(person=person, defaults=values)
    return secret


def take_back_invitation(person: User) -> None:
    Invitation.objects.filter(person=person).delete()


def invited_by(secret_digest: str, *, now: datetime) -> User | None:
    """Whose link this is, by the digest of its secret; None when it does not work, or no longer."""
    links = Invitation.objects.filter(digest=secret_digest, expires_at__gt=now, person__is_active=True)
    found = links.select_related("person").first()
    return found.person if found else None


def accept_invitation(secret_digest: str, *, password: str, now: datetime) -> User | None:
    """Set the password and use up the link; the person's other sessions end. The password has been validated. None when
    the link does not work, or another request was faster."""
    with transaction.atomic():
        person = invited_by(secret_digest, now=now)
        # Of requests at the same time, only the one that deletes the row goes on.
        if person is None or not Invitation.objects.filter(digest=secret_digest).delete()[0]:
            return None
        person.set_password(password)
        person.save(update_fields=["password"])
        return person
