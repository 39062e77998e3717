"""What the desk looks after by itself: when each row is due, who is at work on it, and what went wrong the last time.

`services/jobs` claims and finishes such rows, and nothing else writes the columns of the lease. Whatever learns that
there is something to do may make a row due: `sightings.merge`, `conversation.settle` and `replies.send` set `due_at`.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from chats.problems import Problem

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class ProblemColumns(models.Model):
    """The problem stored with a row. `problem_columns` is the one way to write it, `problem` the one way to read it."""

    problem_kind = models.CharField(max_length=32, blank=True)
    problem_at = models.DateTimeField(null=True)
    problem_until = models.DateTimeField(null=True)
    problem_trace = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def problem(self) -> Problem | None:
        if not self.problem_kind or self.problem_at is None:
            return None
        detail = getattr(self, "problem_detail", "")
        known = Problem(kind=self.problem_kind, at=self.problem_at, until=self.problem_until, trace=self.problem_trace)
        return replace(known, detail=detail) if detail else known

    @classmethod
    def problem_columns(cls, problem: Problem | None) -> dict[str, Any]:
        """The columns as this problem fills them; None empties them."""
        columns = {
            "problem_kind": problem.kind if problem else "",
            "problem_at": problem.at if problem else None,
            "problem_until": problem.until if problem else None,
            "problem_trace": problem.trace if problem else "",
        }
        if any(field.name == "problem_detail" for field in cls._meta.concrete_fields):
            columns["problem_detail"] = problem.detail if problem else ""
        return columns


class Due(ProblemColumns):
    """A row that has to be worked on when it is due, by one worker or page at a time.

    `due_at` is NULL when there is nothing to do. For a sighting it says when an open page may ask again, which is not
    work to do by itself: every chat ever seen has one, finished ones too. `leased_until` is the lease of whoever works
    on the row; it expires by itself, and serves as the fencing token. `attempts` counts claims since the last success.
    A model whose rows are found by `due_at`, not by their key, adds `due_index`.
    """

    # How far ahead `due_at` is ever put: what lies further ahead was put there by a clock that has been set back.
    longest_wait: ClassVar[timedelta] = timedelta(hours=2)

    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(default=LONG_AGO)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


def due_index(name: str) -> models.Index:
    """A partial index on the rows with a `due_at`: few among many that have none."""
    return models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name=name)
