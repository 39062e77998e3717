"""Housekeeping: what is deleted and what is kept, in batches, by whoever holds the lease."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from chats.models import QuotaHour, SetupLink, Sync, Upkeep, WebhookEvent
from chats.problems import Problem
from chats.services import jobs, upkeep
from chats.services.upkeep import prune
from tests.desk_fixture import NOW

DAY = timedelta(days=1)
BROKEN = Problem(kind="broken", at=NOW)


def event(seller, key, days, **values):
    came = NOW - days * DAY
    return WebhookEvent.objects.create(seller=seller, key=key, kind="PING", received_at=came, body="{}", **values)


def take(name: str = "prune", now=NOW) -> Upkeep:
    upkeep.prepare(now=now)
    [row] = jobs.claim(upkeep.due(now=now).filter(name=name), 1, now=now)
    return row


def test_events_are_kept_for_two_weeks_and_set_aside_ones_for_a_month(home, foreign):
    event(home, "done", 15)
    event(foreign, "done elsewhere", 15)
    event(home, "set aside long ago", 31, **WebhookEvent.problem_columns(BROKEN))
    event(home, "fresh", 13)
    event(home, "set aside", 29, **WebhookEvent.problem_columns(BROKEN))
    event(home, "not done yet", 40, due_at=NOW)
    event(home, "tried again", 40, due_at=NOW, **WebhookEvent.problem_columns(BROKEN))

    upkeep.turn(take(), now=NOW)

    kept = set(WebhookEvent.objects.values_list("key", flat=True))
    assert kept == {"fresh", "set aside", "not done yet", "tried again"}
    assert "events=3 " in Upkeep.objects.get(name="prune").result


def test_hours_sessions_and_links_go_when_nobody_needs_them(home):
    for days in (399, 401):
        QuotaHour.objects.create(seller=home, operation="getChat", lane=0, hour=NOW - days * DAY, calls=1)
    for key, left in (("old", -1), ("valid", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + left * DAY)
        SetupLink.objects.create(digest=key, expires_at=NOW + left * DAY)

    upkeep.turn(take(), now=NOW)

    assert [hour.hour for hour in QuotaHour.objects.all()] == [NOW - 399 * DAY]
    assert [session.pk for session in Session.objects.all()] == ["valid"]
    assert [link.digest for link in SetupLink.objects.all()] == ["valid"]


def test_a_turn_deletes_one_batch_and_the_next_comes_at_once(home, foreign, monkeypatch):
    monkeypatch.setattr(prune, "BATCH", 3)
    for number in range(5):
        event(home if number % 2 else foreign, str(number), 20)

    upkeep.turn(take(), now=NOW)
    left, again = WebhookEvent.objects.count(), Upkeep.objects.get(name="prune").due_at
    upkeep.turn(take(now=again), now=again)

    assert (left, again - NOW) == (2, timedelta(seconds=1))
    assert not WebhookEvent.objects.exists()
    assert Upkeep.objects.get(name="prune").due_at == again + timedelta(hours=1)


def test_rows_are_made_once_and_those_of_another_version_are_left_alone(db):
    Upkeep.objects.create(name="of the future", due_at=NOW)
    upkeep.prepare(now=NOW)
    upkeep.prepare(now=NOW + DAY)

    rows = upkeep.due(now=NOW)

    assert "prune" in {row.name for row in rows}
    assert "of the future" not in {row.name for row in rows}
    assert {row.due_at for row in Upkeep.objects.all()} == {NOW}


def test_a_turn_whose_lease_another_has_taken_leaves_the_row_to_it(db):
    mine = take()
    later = NOW + timedelta(minutes=2)
    [theirs] = jobs.claim(upkeep.due(now=later).filter(name="prune"), 1, now=later)

    upkeep.turn(mine, now=NOW)

    assert Upkeep.objects.get(name="prune").leased_until == theirs.leased_until


def test_a_chore_that_fails_says_so_to_the_loop(db, monkeypatch):
    def fail(now):
        raise RuntimeError

    monkeypatch.setattr(prune, "delete_events", fail)

    with pytest.raises(RuntimeError):
        upkeep.turn(take(), now=NOW)


def test_sweeps_begin_for_sellers_that_came_or_were_switched_on_since(home, foreign):
    foreign.active = False
    foreign.save()

    upkeep.turn(take("sweeps"), now=NOW)
    first = set(Sync.objects.values_list("seller", flat=True))
    foreign.active = True
    foreign.save()
    upkeep.turn(take("sweeps", now=NOW + timedelta(minutes=1)), now=NOW + timedelta(minutes=1))

    assert first == {home.pk}
    assert set(Sync.objects.values_list("seller", flat=True)) == {home.pk, foreign.pk}
    assert Upkeep.objects.get(name="sweeps").result == "begun=1"
