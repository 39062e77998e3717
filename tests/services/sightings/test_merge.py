import random
from datetime import timedelta

import pytest

from chats.market import types as market_types
from chats.models import Chat, History
from chats.problems import Problem
from chats.services.sightings import merge, merge_page
from tests.desk_fixture import NOW


def answer(
    chat_id: int = 7, *, status: str = "NEW", minutes: int = 0, name: str | None = "Иван П."
) -> market_types.Chat:
    return market_types.Chat(
        chat_id=chat_id,
        context=market_types.ChatContext(type="ORDER", customer=market_types.Customer(name=name), order_id=5),
        type="CHAT",
        status=status,
        created_at=NOW - timedelta(days=1),
        updated_at=NOW + timedelta(minutes=minutes),
    )


def record(seller, chat: market_types.Chat, *, seconds: int = 0) -> Chat:
    return merge.record_chat(seller, chat, seen_at=NOW + timedelta(seconds=seconds), source="LOOKUP")


def test_a_first_sighting_is_kept_whole(home):
    row = record(home, answer())

    assert (row.status, row.context_type, row.order_id, row.return_id) == ("NEW", "ORDER", 5, None)
    assert (row.customer_name, row.customer_public_id, row.version) == ("Иван П.", "", 1)


def test_an_older_answer_never_overwrites_a_newer_one(home):
    record(home, answer(status="WAITING_FOR_PARTNER", minutes=5), seconds=10)

    row = record(home, answer(status="NEW", minutes=1), seconds=20)

    assert row.status == "WAITING_FOR_PARTNER"


def test_a_time_that_market_corrects_is_taken_when_the_row_has_not_been_seen_for_five_minutes(home):
    record(home, answer(status="NEW", minutes=9))

    belated = record(home, answer(status="FINISHED", minutes=5), seconds=299)
    kept = (belated.status, belated.seen_at)
    row = record(home, answer(status="FINISHED", minutes=5), seconds=300)

    assert kept == ("NEW", NOW)
    assert (row.status, row.updated_at, row.seen_at) == (
        "FINISHED",
        NOW + timedelta(minutes=5),
        NOW + timedelta(seconds=300),
    )


def test_a_page_takes_a_time_that_market_corrects_as_a_single_answer_does(home):
    record(home, answer(status="NEW", minutes=9))

    merge_page(home, [answer(status="FINISHED", minutes=5)], seen_at=NOW + timedelta(seconds=300))

    row = Chat.objects.get()
    assert (row.status, row.seen_at) == ("FINISHED", NOW + timedelta(seconds=300))


def test_a_history_is_not_complete_beyond_a_time_that_market_corrects(home):
    """Else what is written between the two times would never be read."""
    row = record(home, answer(minutes=9))
    History.objects.create(chat=row, complete_upto=NOW + timedelta(minutes=9))

    record(home, answer(minutes=5), seconds=300)
    corrected = History.objects.get().complete_upto
    History.objects.update(due_at=None)
    record(home, answer(minutes=7), seconds=400)

    assert corrected == NOW + timedelta(minutes=5)
    assert History.objects.get().due_at == NOW + timedelta(seconds=400)


def test_a_status_that_moved_without_a_message_is_taken_by_the_later_look(home):
    record(home, answer(status="WAITING_FOR_PARTNER"), seconds=10)

    later = record(home, answer(status="FINISHED"), seconds=20)
    belated = record(home, answer(status="NEW"), seconds=15)

    assert (later.status, belated.status) == ("FINISHED", "FINISHED")


def test_the_version_moves_only_when_a_page_would_look_different(home):
    record(home, answer())

    same = record(home, answer(), seconds=30)
    other = record(home, answer(status="FINISHED"), seconds=60)

    assert (same.version, other.version) == (1, 2)
    assert same.seen_at == NOW + timedelta(seconds=30)


def test_a_problem_stands_beside_the_last_sighting_and_goes_with_the_next(home):
    row = record(home, answer())

    troubled = merge.record_chat_problem(row, Problem(kind="broken", at=NOW + timedelta(seconds=5), trace="00-1"))
    healed = record(home, answer(), seconds=9)

    assert (troubled.status, troubled.problem_kind, troubled.version) == ("NEW", "broken", 2)
    assert (healed.problem_kind, healed.problem_at, healed.version) == ("", None, 3)
    assert troubled.problem == Problem(kind="broken", at=NOW + timedelta(seconds=5), trace="00-1")
    assert healed.problem is None


def test_a_problem_older_than_the_sighting_is_not_noted(home):
    row = record(home, answer(), seconds=30)

    assert merge.record_chat_problem(row, Problem(kind="broken", at=NOW)).problem_kind == ""


def test_an_older_answer_still_clears_a_problem(home):
    row = record(home, answer(status="WAITING_FOR_PARTNER", minutes=5))
    merge.record_chat_problem(row, Problem(kind="broken", at=NOW + timedelta(seconds=5)))

    row = record(home, answer(minutes=1), seconds=9)

    assert (row.status, row.problem_kind) == ("WAITING_FOR_PARTNER", "")


@pytest.mark.parametrize("seed", range(20))
def test_u20_answers_in_any_order_end_in_the_same_state(home, seed):
    sightings = [(answer(status=status, minutes=minutes), seconds) for status, minutes, seconds in CHANGES]

    random.Random(seed).shuffle(sightings)
    for chat, seconds in sightings:
        row = record(home, chat, seconds=seconds)

    assert (row.status, row.updated_at, row.seen_at) == (
        "FINISHED",
        NOW + timedelta(minutes=9),
        NOW + timedelta(seconds=600),
    )


CHANGES = [
    ("NEW", 0, 10),
    ("WAITING_FOR_PARTNER", 3, 200),
    ("WAITING_FOR_CUSTOMER", 9, 560),
    ("WAITING_FOR_CUSTOMER", 9, 580),
    ("FINISHED", 9, 600),
    ("NEW", 0, 700),
]


def test_m7_a_sighting_by_a_clock_that_was_set_back_holds_up_nothing(home):
    ahead = record(home, answer(status="NEW"), seconds=86400)

    row = record(home, answer(status="FINISHED"))
    troubled = merge.record_chat_problem(ahead, Problem(kind="broken", at=NOW + timedelta(seconds=5)))

    assert (row.status, row.seen_at) == ("FINISHED", NOW)
    assert troubled.problem_kind == "broken"


def test_one_chat_number_at_two_sellers_is_two_chats(home, tech):
    assert record(home, answer()).pk != record(tech, answer()).pk
