import time
from datetime import UTC, datetime, timedelta

from chats.clock import APART, Clock, is_ahead

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = timedelta(seconds=40)


def test_a_clock_starts_at_the_given_time_and_runs_on():
    clock = Clock(NOW)
    time.sleep(0.01)

    first, second = clock.now, clock.now
    assert NOW + timedelta(seconds=0.01) <= first <= second < NOW + timedelta(seconds=5)
    assert clock.started_at == NOW


def test_what_is_further_ahead_than_it_was_ever_put_counts_as_past():
    assert is_ahead(NOW + LEASE, LEASE, now=NOW)
    assert is_ahead(NOW + LEASE + APART, LEASE, now=NOW)
    assert not is_ahead(NOW, LEASE, now=NOW)
    assert not is_ahead(NOW + LEASE + APART + timedelta(seconds=1), LEASE, now=NOW)
