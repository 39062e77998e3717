"""A seller's target for answers, which its leads set."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction

from chats.models import Seller

COLUMNS = ("answer_within", "works_from", "works_until", "answering_takes")


def set_target(seller: Seller, *, by: User) -> None:
    """Save these columns of the seller and no other: an administrator may change the rest meanwhile. Entered in the log
    of the administration."""
    with transaction.atomic():
        seller.save(update_fields=COLUMNS)
        message = [{"changed": {"fields": list(COLUMNS)}}]
        LogEntry.objects.log_actions(by.pk, [seller], CHANGE, message, single_object=True)
