from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from chats.models import Chat
from chats.presenters.freshness import freshness
from chats.problems import Problem

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)
STOPPED = Problem(kind="hourly_limit", at=NOW)


def shown(*, status: float, messages: float | None, status_stopped: bool = False, messages_stopped: bool = False):
    """By the ages of status and messages, in seconds."""
    chat = Chat(seen_at=NOW - timedelta(seconds=status), updated_at=NOW - timedelta(hours=1))
    if status_stopped:
        chat.problem_kind, chat.problem_at = "hourly_limit", NOW
    at = None if messages is None else NOW - timedelta(seconds=messages)
    with timezone.override("UTC"):
        return freshness(chat, messages_at=at, messages_problem=STOPPED if messages_stopped else None, now=NOW)


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        ({"status": 30, "messages": 4}, ("one", "09:04:01")),
        ({"status": 30, "messages": None}, ("one", "09:04:01")),
        ({"status": 2, "messages": 40}, ("one", "09:03:51")),
        ({"status": 360, "messages": 4, "status_stopped": True}, ("status", "08:58:31")),
        ({"status": 20, "messages": 4, "status_stopped": True}, ("status", "09:04:11")),
        ({"status": 450, "messages": 45}, ("status", "08:57:01")),
        ({"status": 4, "messages": 360, "messages_stopped": True}, ("messages", "08:58:31")),
        (
            {"status": 600, "messages": 360, "status_stopped": True, "messages_stopped": True},
            ("both", "08:54:31", "08:54:31", "08:58:31"),
        ),
        ({"status": 370, "messages": 360, "status_stopped": True, "messages_stopped": True}, ("one", "08:58:21")),
        ({"status": 3600, "messages": 3610}, ("one", "08:04:21")),
    ],
)
def test_f15_status_and_messages_have_each_their_age(ages, told):
    found = shown(**ages)
    times = {"one": found.at, "status": found.status_at, "messages": found.messages_at}

    clocks = [at.clock for which, at in times.items() if found.old in (which, "both")]
    assert (found.old, *clocks) == told


@pytest.mark.parametrize("which", ["status_stopped", "messages_stopped"])
def test_f15_what_stopped_either_makes_the_page_stale(which):
    assert shown(status=30, messages=4, **{which: True}).stale
    assert not shown(status=300, messages=4).stale
