"""How often each pass begins."""

from datetime import UTC, datetime, timedelta

import pytest

from chats.market.limits import GET_CHATS
from chats.models import Mirror, Quota, RecentChat, Sync
from chats.services.sweep import pace
from chats.services.sweep.passes import HEAD_AFTER, Part
from tests.desk_fixture import NOW

NIGHT = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)  # 3:30 in Moscow


def seconds(seller, part, *, pages=1, chats=20, announced=False, now=NOW) -> float:
    sync = Sync(seller=seller, part=part, finished_pages=pages, finished_chats=chats, began_at=now)
    return (pace.next_page_at(seller, sync, ended=True, announced=announced, now=now) - now).total_seconds()


def test_within_working_hours_waiting_chats_are_read_every_twenty_seconds(swept):
    assert seconds(swept, Part.WAITING) == 20
    assert seconds(swept, Part.OPEN) == 600
    Mirror.objects.update(sorted_passes=HEAD_AFTER)
    assert seconds(swept, Part.HEAD) == 5


def test_at_night_with_nobody_there_three_times_slower(swept):
    assert seconds(swept, Part.WAITING, now=NIGHT) == 60


def test_somebody_who_works_at_night_gets_the_pace_of_the_day(swept, agent, known_chat):
    chat = known_chat(swept, 310001)
    RecentChat.objects.create(agent=agent, chat=chat, opened_at=NIGHT - timedelta(minutes=9))

    assert seconds(swept, Part.WAITING, now=NIGHT) == 20
    assert seconds(swept, Part.WAITING, now=NIGHT + timedelta(minutes=2)) == 60


def test_a_person_who_may_not_see_the_seller_changes_nothing(swept, agent, foreign, known_chat):
    chat = known_chat(foreign, 420001)
    agent.groups.clear()
    RecentChat.objects.create(agent=agent, chat=chat, opened_at=NIGHT)

    assert seconds(swept, Part.WAITING, now=NIGHT) == 60


def test_while_notifications_arrive_the_passes_are_slow(swept):
    assert seconds(swept, Part.WAITING, announced=True) == 120
    assert seconds(swept, Part.OPEN, announced=True) == 1800


def test_all_chats_take_a_twentieth_of_the_quota_at_most(swept):
    assert seconds(swept, Part.ALL, chats=5_000) == 6 * 3600
    assert seconds(swept, Part.ALL, chats=50_000) == 10 * 3600
    assert seconds(swept, Part.ALL, chats=5_000_000) == 7 * 24 * 3600


def test_many_pages_take_the_share_of_the_quota_and_no_more(swept, settings):
    assert seconds(swept, Part.WAITING, pages=30) == pytest.approx(54)
    settings.SWEEP_SHARE = 0.2
    assert seconds(swept, Part.WAITING, pages=30) == pytest.approx(108)


def test_when_calls_run_low_everything_slows_down(swept):
    half_an_hour = {"renews_at": NOW + timedelta(minutes=30), "allowance": 5_000}
    Quota.objects.create(seller=swept, operation=GET_CHATS, remaining=2_060, **half_an_hour)

    assert seconds(swept, Part.WAITING, pages=2) == pytest.approx(60)


def test_the_first_read_of_all_chats_hurries_while_there_are_calls_enough(swept):
    sync = Sync(seller=swept, part=Part.ALL, pages=1)
    quota = Quota.objects.create(
        seller=swept, operation=GET_CHATS, remaining=4_000, allowance=5_000, renews_at=NOW + timedelta(minutes=30)
    )

    assert pace.next_page_at(swept, sync, ended=False, announced=False, now=NOW) == NOW
    Quota.objects.filter(pk=quota.pk).update(remaining=3_000)
    assert pace.next_page_at(swept, sync, ended=False, announced=False, now=NOW) > NOW
