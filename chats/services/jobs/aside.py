"""Rows that were set aside: nothing makes them due any more, until a person has them tried again."""

from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from chats.models import Due
from chats.problems import Problem
from chats.services.jobs.leases import finish

R = TypeVar("R", bound=Due)


def set_aside(row: Due, problem: Problem, *, lease: datetime) -> bool:
    """Stop working on a claimed row, so that it holds up no other: it keeps its `problem` and is due no more. Returns
    False as `finish` does."""
    return finish(row, None, lease=lease, problem=problem)


def those_set_aside(rows: QuerySet[R]) -> QuerySet[R]:
    """Of these rows, those that were set aside."""
    return rows.filter(due_at=None).exclude(problem_kind="")


def is_set_aside(row: Due) -> bool:
    """Whether a row that is loaded already was set aside: no query."""
    return row.due_at is None and bool(row.problem_kind)


def try_again(rows: QuerySet[R], *, now: datetime) -> int:
    """Make those of the rows due that were set aside, with all their attempts before them. Returns how many."""
    return those_set_aside(rows).update(due_at=now, attempts=0)
