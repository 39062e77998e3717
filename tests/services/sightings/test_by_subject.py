"""F1: an open chat about an order learns of the others about the same order, at a call a minute."""

from datetime import timedelta

import pytest

from chats.models import Chat, SameSubject
from chats.sandbox.content.chats import ORDER_WITH_DISPUTE
from chats.services import sightings
from tests.desk_fixture import NOW

LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def dead(home, known_chat):
    """The chat that the desk knows, about an order of which there is an open dispute too."""
    return known_chat(home, 310017, order_id=ORDER_WITH_DISPUTE, status="FINISHED")


def ids(chat):
    return [one.chat_id for one in sightings.same_subject(chat)]


def operations(market):
    return [call.operation for call in market.calls]


def test_f1_the_dispute_about_the_same_order_is_found_by_one_call(dead, market):
    assert sightings.refresh_same_subject(dead, now=NOW) is None

    assert ids(dead) == [310018]
    assert operations(market) == ["getChats"]
    assert sightings.same_subject(dead)[0].seller == dead.seller


def test_f1_many_tabs_cost_one_call_a_minute(dead, market):
    for second in range(0, 60, 10):
        sightings.refresh_same_subject(dead, now=NOW + timedelta(seconds=second))
    assert operations(market) == ["getChats"]
    assert not sightings.same_subject_is_due(dead, now=NOW + timedelta(seconds=50))

    sightings.refresh_same_subject(dead, now=LATER)
    assert operations(market) == ["getChats"] * 2


def test_f1_whoever_holds_the_lease_asks_alone(dead, market):
    SameSubject.objects.create(chat=dead, due_at=NOW, leased_until=NOW + timedelta(seconds=30))

    sightings.refresh_same_subject(dead, now=NOW)

    assert market.calls == []


def test_f1_the_return_of_a_chat_is_asked_for_as_well(home, market, known_chat):
    chat = known_chat(home, 5, context_type="RETURN", order_id=54810000102, return_id=6620106)

    sightings.refresh_same_subject(chat, now=NOW)

    assert set(ids(chat)) == {310002, 310006}
    assert operations(market) == ["getChats"]


def test_f1_a_question_without_an_order_costs_nothing(home, market, known_chat):
    chat = known_chat(home, 310008, context_type="DIRECT", order_id=None)

    assert sightings.refresh_same_subject(chat, now=NOW) is None
    assert not sightings.same_subject_is_due(chat, now=NOW)
    assert (ids(chat), market.calls) == ([], [])


def test_f1_the_chats_of_another_seller_are_not_among_them(dead, foreign, market, known_chat):
    known_chat(foreign, 420001, order_id=ORDER_WITH_DISPUTE)

    assert ids(dead) == []


def test_f1_what_stopped_the_question_is_told_and_it_is_asked_again_later(dead, market):
    market.fail("500", operation="getChats", times=1)

    assert sightings.refresh_same_subject(dead, now=NOW).kind == "broken"
    assert sightings.refresh_same_subject(dead, now=NOW + timedelta(seconds=10)).kind == "broken"
    assert operations(market) == ["getChats"]

    assert sightings.refresh_same_subject(dead, now=LATER) is None
    assert ids(dead) == [310018]


def test_f1_it_is_asked_less_often_when_calls_run_low(dead, market):
    market.clock = lambda: NOW  # else Market's hour may be over in a moment, and what is left lasts
    market.set_quota(dead.seller.business_id, "getChats", 500)  # a tenth, all of it kept for people's own actions

    sightings.refresh_same_subject(dead, now=NOW)

    assert not sightings.same_subject_is_due(dead, now=LATER)


def test_f1_a_newer_sighting_of_the_chat_itself_is_kept_too(dead, market):
    Chat.objects.update(updated_at=NOW - timedelta(days=30))

    sightings.refresh_same_subject(dead, now=NOW)

    assert Chat.objects.get(chat_id=310017).status == "WAITING_FOR_CUSTOMER"
