"""Who has had a chat, one after the other."""

from django.conf import settings
from django.db import models

from chats.models.sightings import Chat


class Handover(models.Model):
    """One change of who has a chat. Rows are added, in the transaction of the change, and never changed. The people may
    be missing: `by` where nobody did it, `before` and `after` where nobody had the chat, and any of them whose account
    was deleted, which is why `kind` says what happened."""

    class Kind(models.TextChoices):
        TAKEN = "TAKEN"
        ANSWERED = "ANSWERED"  # taken by answering it, while nobody had it
        GIVEN_BACK = "BACK"
        ASSIGNED = "ASSIGNED"  # by one to another
        FREED = "FREED"  # by one who had it not: nobody has it any more
        LOST = "LOST"  # who had it may not answer this seller's buyers any more
        UNDONE = "UNDONE"  # as it was before the line above

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="handovers", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    # Without indexes: only the deletion of a person looks for them, and only who has never signed in is deleted.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    before = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    after = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["chat", "id"], name="handover_of_chat")]
