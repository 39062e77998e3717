"""How agents look at the inbox."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A view of the inbox with its filters that an agent has given a name. `query` is that of its address, as
    `services.inbox` writes it."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    shared = models.BooleanField(default=False)  # shown to all who see the same sellers; by leads only

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["agent", "name"], name="view_once_per_name")]

    def __str__(self) -> str:
        return self.name
