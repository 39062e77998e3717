"""The first steps of an administrator: how far a new desk is, from its rows. Above `sellers`, `sweep` and `people`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User

from chats.models import Seller
from chats.services import people, sweep
from chats.services.sweep import Progress

BACKUPS: Final = "backups"  # the object of the entry in the log by which an administrator says that there are some


@dataclass(frozen=True, kw_only=True)
class FirstSteps:
    """`sellers` are the active ones, `unseen` those that nobody sees but administrators; `has_people`: whether there is
    anybody else who may sign in. `backups` is the entry in which an administrator said that they are made."""

    sellers: Sequence[Seller]
    unseen: Sequence[Seller]
    has_people: bool
    progress: Mapping[int, Progress]
    backups: LogEntry | None


def first_steps() -> FirstSteps:
    sellers = list(Seller.objects.filter(active=True).select_related("notification_address"))
    seen = people.those_who_see(sellers)
    return FirstSteps(
        sellers=sellers,
        unseen=[seller for seller in sellers if not seen[seller.pk]],
        has_people=any(seen.values()) or User.objects.filter(is_active=True, is_superuser=False).exists(),
        progress=sweep.progress_of(sellers),
        backups=backups_entry(),
    )


def backups_entry() -> LogEntry | None:
    return LogEntry.objects.filter(content_type=None, object_id=BACKUPS).select_related("user").first()


def note_backups(by: User) -> None:
    """The desk cannot see what copies its database from outside, so an administrator says that something does."""
    if backups_entry() is None:
        LogEntry.objects.create(user=by, object_id=BACKUPS, object_repr="Backups", action_flag=CHANGE)
