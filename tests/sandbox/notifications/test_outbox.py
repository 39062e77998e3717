import random
import statistics
from datetime import timedelta
from itertools import pairwise

import pytest

from chats.sandbox.notifications.outbox import Outbox
from chats.sandbox.notifications.settings import NotificationSettings

from ..world.many import NOW

SECOND = timedelta(seconds=1)
LATER = NOW + timedelta(days=300)


def outbox():
    return Outbox(random.Random(1))


def filled(count, settings, gap=SECOND):
    """As many events, one after the other, and what is sent of them by and by."""
    box = outbox()
    planned = [box.add({"number": number}, NOW + gap * number, settings) for number in range(count)]
    return box, planned


def sent(box):
    taken = []
    while delivery := box.take(LATER):
        taken.append(delivery)
        box.succeeded()
    return taken


def test_everything_is_sent_once_and_in_order_though_delays_differ():
    box, planned = filled(500, NotificationSettings(delay=5, delay_p99=60))

    assert all(planned)
    assert [one.body["number"] for one in sent(box)] == list(range(500))


def test_delays_have_the_median_and_the_percentile_asked_for():
    box, _ = filled(2_000, NotificationSettings(delay=1, delay_p99=4), gap=timedelta(hours=1))

    delays = sorted((one.due - NOW - timedelta(hours=one.body["number"])).total_seconds() for one in sent(box))
    assert statistics.median(delays) == pytest.approx(1, rel=0.1)
    assert delays[1_980] == pytest.approx(4, rel=0.3)


def test_a_share_is_lost():
    box, planned = filled(2_000, NotificationSettings(losses=0.1))

    assert 150 < planned.count(False) < 250
    assert len(sent(box)) == planned.count(True)


def test_a_share_is_sent_twice():
    box, _ = filled(2_000, NotificationSettings(duplicates=0.1))

    numbers = [one.body["number"] for one in sent(box)]
    assert 150 < len(numbers) - len(set(numbers)) < 250
    assert set(numbers) == set(range(2_000))


def test_a_share_is_overtaken():
    box, _ = filled(2_000, NotificationSettings(disorder=0.1))

    numbers = [one.body["number"] for one in sent(box)]
    late = [number for before, number in pairwise(numbers) if number < before]
    assert sorted(numbers) == list(range(2_000))
    assert 100 < len(late) < 250


def test_nothing_is_sent_before_it_is_due():
    box, _ = filled(1, NotificationSettings(delay=10, delay_p99=10))

    assert box.take(NOW + timedelta(seconds=9.9)) is None
    assert box.take(NOW + timedelta(seconds=10.1)) is not None


def test_while_one_fails_nothing_else_is_sent():
    settings = NotificationSettings(delay=0, delay_p99=0, retry=60)
    box, _ = filled(3, settings)
    first = box.take(LATER)
    box.failed(first, LATER, settings)

    too_early, again = box.take(LATER + 59 * SECOND), box.take(LATER + 60 * SECOND)
    box.succeeded()

    assert (too_early, again) == (None, first)
    assert [one.body["number"] for one in sent(box)] == [1, 2]


def test_the_pauses_grow_and_after_14_days_market_gives_up():
    settings = NotificationSettings(retry=60)
    box, _ = filled(1, settings)
    now, delivery = LATER, box.take(LATER)
    pauses = []
    while box.failed(delivery, now, settings):
        pauses.append(delivery.due - now)
        now = delivery.due

    minute, quarter, hour = timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1)
    assert pauses == sorted(pauses)
    assert [pauses.count(pause) for pause in (minute, quarter)] == [60, 92]
    assert pauses.count(hour) == len(pauses) - 152 == pytest.approx(13 * 24, abs=1)
    assert now - LATER >= timedelta(days=14)


def test_the_same_seed_loses_the_same_ones():
    settings = NotificationSettings(losses=0.5)

    assert filled(100, settings)[1] == filled(100, settings)[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("losses", 1.1),
        ("losses", -0.1),
        ("losses", "0.5"),
        ("losses", True),
        ("delay", float("nan")),
        ("delay", 5),
        ("retry", 0),
        ("own", 1),
        ("timeout", None),
    ],
)
def test_what_can_be_no_setting_is_refused(name, value):
    with pytest.raises(ValueError, match=name):
        NotificationSettings(**{name: value})
