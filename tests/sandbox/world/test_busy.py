from datetime import UTC, datetime, timedelta

import pytest

from chats.market.types import ChatStatus
from chats.sandbox import Sandbox
from chats.sandbox.content.cabinets import HOME, TECH
from chats.sandbox.world.busy import FIRST, GAP, MOST_WAITING
from chats.sandbox.world.options import WorldOptions
from chats.sandbox.world.world import FIRST_FREE_ID

NOW = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)
WAITING = {ChatStatus.NEW, ChatStatus.WAITING_FOR_PARTNER}


class Clock:
    now = NOW

    def __call__(self):
        return self.now


def hours(clock, **options):
    return Sandbox(clock=clock, world=WorldOptions(**{"busy": 1.0, **options}))


def pass_time(sandbox, clock, **time):
    """In steps, as a desk that asks all the time makes them."""
    end = clock.now + timedelta(**time)
    while clock.now < end:
        clock.now += timedelta(seconds=10)
        sandbox.advance()


def begun(sandbox):
    chats = {
        (one, chat): known for one in (HOME.business_id, TECH.business_id) for chat, known in sandbox.truth(one).items()
    }
    return {key: known for key, known in chats.items() if key[1] >= FIRST_FREE_ID and key[1] < 600_000}


def answer_all(sandbox):
    for (business_id, chat_id), known in begun(sandbox).items():
        if known.status in WAITING:
            sandbox.shop_answers_elsewhere(business_id, chat_id)


def test_a_buyer_begins_within_seconds_and_the_next_one_soon():
    clock = Clock()
    sandbox = hours(clock)

    clock.now += FIRST
    sandbox.advance()
    first = len(begun(sandbox))
    pass_time(sandbox, clock, seconds=2 * GAP[1])

    assert first == 1
    assert len(begun(sandbox)) >= 3


def test_buyers_who_were_answered_write_on_and_some_chats_end():
    clock = Clock()
    sandbox = hours(clock)

    for _minute in range(30):
        pass_time(sandbox, clock, minutes=1)
        answer_all(sandbox)

    chats = begun(sandbox)
    assert any(len(known.message_ids) > 2 for known in chats.values())
    assert {known.status for known in chats.values()} >= {"FINISHED", "WAITING_FOR_CUSTOMER"}


def test_an_hour_that_nobody_answers_does_not_drown_the_desk():
    clock = Clock()
    sandbox = hours(clock)

    pass_time(sandbox, clock, minutes=10)
    at_first = len(begun(sandbox))
    pass_time(sandbox, clock, minutes=50)

    assert 12 <= at_first <= 30
    assert len(begun(sandbox)) < 60
    for business in (HOME, TECH):
        waiting = [known for known in sandbox.truth(business.business_id).values() if known.status in WAITING]
        assert len(waiting) <= MOST_WAITING


def test_the_same_seed_makes_the_same_hours_and_another_one_others():
    seen = []
    for seed in (1, 1, 2):
        clock = Clock()
        sandbox = hours(clock, seed=seed)
        pass_time(sandbox, clock, minutes=5)
        seen.append([known.updated_at for known in begun(sandbox).values()])

    assert seen[0] == seen[1] != seen[2]


def test_what_a_machine_that_slept_has_missed_does_not_come_at_once():
    clock = Clock()
    sandbox = hours(clock)
    pass_time(sandbox, clock, minutes=1)
    before = len(begun(sandbox))

    clock.now += timedelta(hours=8)
    sandbox.advance()

    assert len(begun(sandbox)) <= before + 1


@pytest.mark.parametrize("pace", [0, -1])
def test_they_can_be_stopped_while_they_run_and_go_on_from_then(pace):
    clock = Clock()
    sandbox = hours(clock)
    pass_time(sandbox, clock, minutes=2)

    sandbox.set_busy(pace)
    before = len(begun(sandbox))
    pass_time(sandbox, clock, minutes=10)
    still = len(begun(sandbox))
    sandbox.set_busy(4)
    pass_time(sandbox, clock, minutes=2)

    assert before == still < len(begun(sandbox))


def test_the_chats_of_the_documentation_stay_as_they_are():
    clock = Clock()
    sandbox = hours(clock)
    before = sandbox.truth(HOME.business_id)

    pass_time(sandbox, clock, minutes=20)

    after = sandbox.truth(HOME.business_id)
    assert {chat_id: after[chat_id] for chat_id in before} == before


def test_nobody_writes_unless_hours_are_busy():
    clock = Clock()
    sandbox = Sandbox(clock=clock)

    pass_time(sandbox, clock, minutes=20)

    assert begun(sandbox) == {}
