"""A clock that jumps: what was noted by the wrong time heals within the hour, and no age is negative."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat, Circuit, Quota, Slot
from tests.faults.calm import address, an_hour_passes, look_up, page, poll, press_refresh, problem_on

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def noted_by_another_clock(home, seen):
    """Everything that the desk notes with a time, as it was noted when the clock was that much ahead."""

    def make(ahead: timedelta) -> Chat:
        now = timezone.now() + ahead
        for number in range(1, 5):
            Slot.objects.create(seller=home, number=number, leased_until=now + timedelta(seconds=30))
        for operation in ("getChat", "getChats"):
            Quota.objects.create(
                seller=home,
                operation=operation,
                allowance=1000,
                remaining=0,
                renews_at=now + timedelta(minutes=2),
                exhausted_until=now + timedelta(minutes=2),
            )
        Circuit.objects.create(
            seller=home,
            failures=7,
            open_until=now + timedelta(minutes=1),
            paused_until=now + timedelta(minutes=10),
            error_kind="dead_key",
            error_at=now,
        )
        return seen(seen_at=now, due_at=now + timedelta(minutes=5), problem_kind="broken", problem_at=now)

    return make


@pytest.mark.parametrize("ahead", [-DAY, DAY])
def test_m7_a_clock_a_day_wrong_holds_nothing_up(signed_in, market, noted_by_another_clock, ahead):
    noted_by_another_clock(ahead)

    assert look_up(signed_in, 310002).status_code == 302
    assert problem_on(press_refresh(signed_in)) == ""
    assert problem_on(poll(signed_in)) == ""

    chat = Chat.objects.get(chat_id=310001)
    assert (chat.status, chat.seen_at <= timezone.now()) == ("NEW", True)
    assert Slot.objects.filter(leased_until__gt=timezone.now() + timedelta(minutes=2)).count() < 4


def test_m7_a_clock_that_was_an_hour_behind_holds_nothing_up(signed_in, market, noted_by_another_clock):
    noted_by_another_clock(-HOUR)

    assert look_up(signed_in, 310002).status_code == 302


def test_m7_a_clock_that_was_an_hour_ahead_holds_a_window_up_until_its_end(signed_in, market, noted_by_another_clock):
    noted_by_another_clock(HOUR)

    refused = look_up(signed_in, 310002)

    assert (problem_on(refused), market.calls) == ("hourly_limit", [])
    assert not Quota.objects.filter(exhausted_until__gt=timezone.now() + timedelta(minutes=65)).exists()
    an_hour_passes()
    assert look_up(signed_in, 310002).status_code == 302


@pytest.mark.parametrize("ahead", [-DAY, -HOUR, HOUR, DAY])
def test_m7_no_page_shows_a_negative_age(signed_in, noted_by_another_clock, ahead):
    noted_by_another_clock(ahead)
    Chat.objects.update(updated_at=timezone.now() + ahead, created_at=timezone.now() + ahead)

    shown = page(signed_in.get(address()))

    ages = [time.text_content() for time in shown.cssselect("time[data-age]")]
    assert ages and not any("-" in age or "−" in age for age in ages)
