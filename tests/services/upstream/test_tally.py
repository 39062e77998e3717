"""How many calls each lane made and was refused in each hour: exact for calls, cheap for storms of refusals."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from chats.market.errors import Broken
from chats.market.limits import GET_CHAT, GET_CHATS, Answer, Limits
from chats.models import Quota, QuotaHour
from chats.problems import NotNow
from chats.services import upstream
from chats.services.upstream import ledger, tally
from chats.services.upstream.ledger import Lane
from tests.desk_fixture import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def counted():
    def rows() -> dict:
        return {
            (row.operation, row.lane, row.hour.isoformat()[11:16]): (row.calls, row.held_back)
            for row in QuotaHour.objects.all()
        }

    return rows


def ask(seller, operation=GET_CHAT, lane=Lane.AGENT, *, now=NOW, error=None):
    def request(client, token):
        if error:
            raise error
        return Answer(result=None, limits=Limits())

    return upstream.ask(seller, operation, lane, request, now=now)


def use_up(seller, operation=GET_CHAT, remaining=0):
    ends = NOW + timedelta(minutes=20)
    Quota.objects.create(seller=seller, operation=operation, allowance=1000, remaining=remaining, renews_at=ends)


def test_calls_are_counted_by_operation_lane_and_hour_of_the_clock(home, counted):
    ask(home)
    ask(home, now=NOW + 59 * MINUTE)
    ask(home, lane=Lane.SEND)
    ask(home, GET_CHATS, now=NOW + 60 * MINUTE)

    assert counted() == {
        (GET_CHAT, Lane.AGENT, "12:00"): (2, 0),
        (GET_CHAT, Lane.SEND, "12:00"): (1, 0),
        (GET_CHATS, Lane.AGENT, "13:00"): (1, 0),
    }


def test_a_call_that_fails_was_made_all_the_same(home, counted):
    with pytest.raises(Broken):
        ask(home, lane=Lane.BACKGROUND, error=Broken(GET_CHAT))

    assert counted() == {(GET_CHAT, Lane.BACKGROUND, "12:00"): (1, 0)}


def test_the_ledger_knows_who_has_spent_the_window_that_runs(home):
    for second, lane in enumerate((Lane.AGENT, Lane.OPEN_CHAT, Lane.OPEN_CHAT, Lane.BACKGROUND)):
        ask(home, lane=lane, now=NOW + second * MINUTE / 30)
    with pytest.raises(Broken):  # which Market does not count
        ask(home, lane=Lane.SEND, now=NOW + MINUTE, error=Broken(GET_CHAT))
    first = Quota.objects.get().spent

    ask(home, lane=Lane.SEND, now=NOW + timedelta(hours=2))

    assert first == (1, 0, 2, 1)
    assert Quota.objects.get().spent == (0, 1, 0, 0)


def test_a_claim_without_a_slot_counts_as_held_back_and_not_as_a_call(home, counted):
    for _ in range(4):
        ledger.claim(home, GET_CHATS, Lane.AGENT, now=NOW)

    with pytest.raises(NotNow):
        ask(home, lane=Lane.BACKGROUND)

    assert counted()[GET_CHAT, Lane.BACKGROUND, "12:00"] == (0, 1)


def test_a_storm_of_refusals_is_one_write_a_minute(home, counted):
    use_up(home)
    for _ in range(50):
        with pytest.raises(NotNow):
            ask(home, lane=Lane.OPEN_CHAT)
    during = counted()
    with pytest.raises(NotNow):
        ask(home, lane=Lane.OPEN_CHAT, now=NOW + 2 * MINUTE)

    assert during == {(GET_CHAT, Lane.OPEN_CHAT, "12:00"): (0, 1)}
    assert counted() == {(GET_CHAT, Lane.OPEN_CHAT, "12:00"): (0, 51)}


def test_the_end_of_a_storm_is_written_by_the_next_call_of_the_process(home, tech, counted):
    use_up(home)
    for _ in range(3):
        with pytest.raises(NotNow):
            ask(home, lane=Lane.BACKGROUND)

    ask(tech, now=NOW + 2 * MINUTE)

    assert counted()[GET_CHAT, Lane.BACKGROUND, "12:00"] == (0, 3)


def test_a_refusal_of_the_ledger_itself_writes_nothing_within_the_minute(home):
    use_up(home)
    with pytest.raises(NotNow):
        ask(home)

    with CaptureQueriesContext(connection) as queries, pytest.raises(NotNow):
        ask(home)

    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))] == []


def test_while_the_database_takes_no_writes_the_count_is_kept(home, counted, monkeypatch):
    use_up(home)
    with monkeypatch.context() as locked:
        locked.setattr(tally, "add", refuse)
        with pytest.raises(NotNow):
            ask(home)

    with pytest.raises(NotNow):
        ask(home, now=NOW + 2 * MINUTE)

    assert counted() == {(GET_CHAT, Lane.AGENT, "12:00"): (0, 2)}


def refuse(*_args, **_options):
    raise OperationalError("database is locked")


def test_m7_a_clock_set_back_does_not_stop_the_writing(home):
    use_up(home)
    for now in (NOW, NOW - timedelta(days=1)):
        Quota.objects.update(exhausted_until=now + MINUTE)
        with pytest.raises(NotNow):
            ask(home, now=now)

    assert [row.held_back for row in QuotaHour.objects.all()] == [1, 1]


def test_counting_leaves_the_transaction_of_the_claim_alone(home):
    """One statement more, and no commit of its own."""
    ask(home)

    with CaptureQueriesContext(connection) as queries:
        ledger.claim(home, GET_CHAT, Lane.AGENT, now=NOW + 2 * MINUTE)

    said = [query["sql"].split()[:3] for query in queries]
    written = [words[1 if words[0] == "UPDATE" else 2].strip('"') for words in said if words[0] in ("UPDATE", "INSERT")]
    assert written == ["chats_quota", "chats_quotahour", "chats_slot"]
