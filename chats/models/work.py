"""The background workers that are alive, and the housekeeping that they do."""

from datetime import timedelta
from typing import ClassVar

from django.db import models

from chats.models.due import Due


class Worker(models.Model):
    """One process of `manage.py work`. Its row is renewed every ten seconds, so that all others know it is alive."""

    name = models.CharField(max_length=200, primary_key=True)  # host:pid:a random part
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    threads = models.PositiveSmallIntegerField()
    busy = models.PositiveSmallIntegerField(default=0)
    version = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["beat_at"], name="worker_beat")]


class Upkeep(Due):
    """One kind of housekeeping, in one row, made when it is first needed."""

    longest_wait: ClassVar[timedelta] = timedelta(days=8)

    name = models.CharField(max_length=40, primary_key=True)
    ran_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=200, blank=True)  # one line for an administrator
