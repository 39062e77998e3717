"""Who is at a chat now."""

from django.conf import settings
from django.db import models

from chats.models.sightings import Chat


class Presence(models.Model):
    """That an agent has a chat open, and perhaps writes in it. Counts for half a minute after `seen_at`, and the
    writing after `writing_at`: a page that is gone says nothing more, so nobody has to hear that it went."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="presences")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences", db_index=False)
    seen_at = models.DateTimeField()
    writing_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="presence_once_per_agent")]
