from datetime import UTC, datetime

import pytest

from chats.problems import BUSY, NotNow
from chats.services import upstream
from chats.services.upstream.ledger import Lane
from chats.services.upstream.thread_budget import ThreadBudget, process_budget

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def own_budget():
    """As in a process that has just started."""
    process_budget.cache_clear()
    yield
    process_budget.cache_clear()


@pytest.mark.parametrize(("threads", "may_wait"), [(1, 1), (2, 1), (8, 4), (16, 8)])
def test_half_of_the_threads_and_at_least_one_may_wait_for_market(threads, may_wait):
    budget = ThreadBudget(threads)

    assert [budget.take(may_queue=False) for _ in range(may_wait + 1)] == [True] * may_wait + [False]

    budget.give_back()
    assert budget.take(may_queue=True)


def test_a_process_sizes_its_budget_when_it_first_uses_it(own_budget, settings):
    settings.WEB_THREADS = 2

    with (
        upstream.thread_budget(Lane.OPEN_CHAT, now=NOW),
        pytest.raises(NotNow) as refusal,
        upstream.thread_budget(Lane.OPEN_CHAT, now=NOW),
    ):
        pass
    with upstream.thread_budget(Lane.OPEN_CHAT, now=NOW):
        pass

    assert refusal.value.kind == BUSY
    assert refusal.value.until > NOW


def test_the_background_takes_nothing_of_the_budget_of_web_threads(own_budget, settings):
    settings.WEB_THREADS = 2

    with (
        upstream.thread_budget(Lane.OPEN_CHAT, now=NOW),
        upstream.thread_budget(Lane.BACKGROUND, now=NOW),
        upstream.thread_budget(Lane.BACKGROUND, now=NOW),
    ):
        pass
    with upstream.thread_budget(Lane.BACKGROUND, now=NOW), upstream.thread_budget(Lane.OPEN_CHAT, now=NOW):
        pass
