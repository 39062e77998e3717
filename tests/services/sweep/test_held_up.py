"""What must not hold up a sweep, nor stop a part of it for good."""

import sqlite3
from datetime import timedelta

import pytest
from django.db import connection

from chats.market.limits import GET_CHAT
from chats.models import Chat, History, Order, Quota, Return, Sync
from chats.problems import FAILED
from chats.services import jobs, sweep
from chats.services.sightings import doubt
from chats.services.sweep import begin
from chats.services.sweep.passes import Part
from tests.desk_fixture import NOW
from tests.services.sweep.conftest import HOME_ID, status_of, turn_of, whole_pass

MINUTE = timedelta(minutes=1)


@pytest.fixture
def doubted(swept, market) -> tuple[Chat, Chat]:
    """A chat that only getChat knows, in doubt for longest, and one that a list finds: both have ended at Market."""
    whole_pass(swept, Part.ALL)
    unfinished = Chat.objects.exclude(status="FINISHED")
    chats = (unfinished.filter(context_type="DIRECT").first(), unfinished.filter(context_type="ORDER").first())
    for seconds, chat in enumerate(chats):
        market.set_chat(HOME_ID, chat.chat_id, status="FINISHED", updated_at=chat.updated_at)
        Chat.objects.filter(pk=chat.pk).update(doubtful_since=NOW + timedelta(seconds=seconds))
    return chats


@pytest.mark.parametrize(("fault", "kind"), [("400", "not_found"), ("wrong_types", "unreadable")])
def test_n10_a_chat_for_which_market_gives_no_answer_holds_up_no_other_in_doubt(doubted, swept, market, fault, kind):
    direct, listed = doubted
    market.fail(fault, operation=GET_CHAT)

    for _ in range(2):
        turn_of(swept, Part.DOUBTFUL, now=NOW + MINUTE)

    assert status_of(swept, listed.chat_id) == "FINISHED"
    assert Chat.objects.get(pk=direct.pk).problem_kind == kind
    assert Sync.objects.get(part=Part.DOUBTFUL).due_at is None


def test_a_chat_for_which_no_calls_are_left_holds_up_no_other_in_doubt(doubted, swept, market):
    direct, listed = doubted
    Quota.objects.create(seller=swept, operation=GET_CHAT, allowance=1_000, remaining=400, renews_at=NOW + 50 * MINUTE)

    turn_of(swept, Part.DOUBTFUL, now=NOW + MINUTE)

    assert status_of(swept, listed.chat_id) == "FINISHED"
    assert Chat.objects.get(pk=direct.pk).doubtful_since == NOW


def test_doubts_are_resolved_at_the_earliest_time_that_anyone_asks_for(swept, market, known_chat):
    chat = known_chat(swept, 310001)

    doubt.mark_doubtful(swept.pk, [chat.pk], at=NOW)
    first = Sync.objects.get(part=Part.DOUBTFUL).due_at
    doubt.mark_doubtful(swept.pk, [chat.pk], at=NOW + timedelta(seconds=1))
    second = Sync.objects.get(part=Part.DOUBTFUL).due_at
    doubt.mark_doubtful(swept.pk, [chat.pk], at=NOW + timedelta(seconds=2), wait=timedelta(0))

    assert (first, second) == (NOW + doubt.TOGETHER, NOW + doubt.TOGETHER)
    assert Sync.objects.get(part=Part.DOUBTFUL).due_at == NOW + timedelta(seconds=2)


@pytest.mark.parametrize("older_token", ["", "token"])
def test_n10_a_history_that_was_set_aside_is_not_tried_again_by_every_pass(swept, market, older_token):
    whole_pass(swept, Part.WAITING)
    aside = {"due_at": None, "problem_kind": FAILED, "problem_at": NOW, "older_token": older_token}
    History.objects.update(attempts=5, complete_upto=NOW if older_token else None, **aside)
    some = Chat.objects.order_by("pk").first()

    whole_pass(swept, Part.WAITING, now=NOW + MINUTE)
    tried = History.objects.filter(due_at__isnull=False).count()
    market.say(HOME_ID, some.chat_id, "Ещё вопрос", at=NOW + MINUTE)
    whole_pass(swept, Part.WAITING, now=NOW + 2 * MINUTE)

    assert tried == 0
    assert [row.chat_id for row in History.objects.filter(due_at__isnull=False)] == [some.pk]


@pytest.mark.parametrize("part", [Part.WAITING, Part.OPEN, Part.SUBJECTS, Part.ALL])
def test_a_pass_that_stops_while_its_seller_is_resumed_begins_again(swept, market, part):
    begin.pause(swept)
    [under_way] = jobs.claim(Sync.objects.filter(part=part), 1, now=NOW)
    begin.resume(swept, now=NOW)
    jobs.finish(under_way, None, lease=under_way.leased_until)  # it had looked before

    assert begin.begin_all(now=NOW + MINUTE) == 1
    assert Sync.objects.get(part=part).due_at == NOW + MINUTE
    assert begin.begin_all(now=NOW + MINUTE) == 0


@pytest.mark.parametrize("part", [Part.WAITING, Part.OPEN])
def test_a_clock_that_was_set_back_stops_no_pass(swept, market, part):
    Sync.objects.filter(part=part).update(due_at=NOW + timedelta(hours=3))

    begin.begin_all(now=NOW)

    assert sweep.due_syncs(part, now=NOW).exists()


def test_the_pass_over_all_chats_may_wait_for_days(swept, market):
    Sync.objects.filter(part=Part.ALL).update(due_at=NOW + timedelta(days=3))

    begin.begin_all(now=NOW)

    assert not sweep.due_syncs(Part.ALL, now=NOW).exists()


def test_a_return_that_somebody_asks_for_at_this_moment_is_not_waited_for_in_circles(swept, market, known_chat):
    known_chat(swept, 310001, context_type="RETURN", return_id=7)
    Order.objects.create(seller=swept, order_id=54810000102, seen_at=NOW, swept_at=NOW)
    Return.objects.create(seller=swept, return_id=7, due_at=NOW, leased_until=NOW + timedelta(seconds=30))

    sync = turn_of(swept, Part.SUBJECTS)

    assert (market.calls, sync.due_at) == ([], NOW + 5 * MINUTE)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes any number of values.")
def test_more_chats_may_come_into_doubt_at_once_than_sqlite_takes_values_in_a_query(swept, known_chat):
    chats = [known_chat(swept, number).pk for number in range(1, 1202)]
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
    try:
        doubt.mark_doubtful(swept.pk, chats, at=NOW)
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)

    assert Chat.objects.filter(doubtful_since=NOW).count() == 1201
