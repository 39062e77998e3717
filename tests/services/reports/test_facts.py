"""What one chat adds to the tallies: which message replies to which, how soon, and by whom."""

from datetime import date, timedelta

import pytest

from chats.models import Uncounted
from chats.services.reports.counts import Clock, Counts, Lane
from chats.services.reports.facts import facts_from_text, facts_of, facts_to_text
from tests.desk_fixture import NOW, again

TODAY = date(2026, 11, 22)
HOUR = timedelta(hours=1)


def counted(chat, since=Uncounted.LONG_AGO) -> Counts:
    days = facts_of(again(chat), since)
    return Counts(packed=sum(packed for facts in days.values() for packed in facts.values()))


def median(chat, clock=Clock.WALL) -> float:
    """In minutes."""
    return counted(chat).percentile(clock, 0.5) / timedelta(minutes=1)


def test_the_wait_begins_with_the_first_message_that_nobody_replied_to(chat, say):
    say("CUSTOMER", 0)
    say("CUSTOMER", 30)
    say("PARTNER", 40)
    say("PARTNER", 41)

    found = counted(chat)

    assert [found.of(lane) for lane in Lane] == [2, 2, 1, 1]
    assert 32 <= median(chat) <= 50  # 40 minutes


def test_markets_automatic_messages_ask_for_nothing(chat, say):
    say("MARKET", 0)
    say("PARTNER", 10)

    assert [counted(chat).of(lane) for lane in Lane] == [0, 1, 0, 0]


def test_an_employee_of_markets_and_whoever_else_asks_for_a_reply(chat, say):
    say("SUPPORT", 0)
    say("PARTNER", 10)
    say("SOMEBODY_NEW", 20)
    say("PARTNER", 30)

    assert [counted(chat).of(lane) for lane in Lane] == [2, 2, 2, 2]


def test_working_time_is_shorter_than_that_on_the_wall_and_the_target_goes_by_it(chat, say):
    say("CUSTOMER", 0, at=NOW + 5 * HOUR + HOUR / 2)  # 20:30 in Moscow; the seller works from 9 to 21
    say("PARTNER", 0, at=NOW + 18 * HOUR + HOUR / 4)  # 9:15 on the next day

    assert 12 * 60 <= median(chat) <= 17 * 60
    assert 40 <= median(chat, Clock.WORKING) <= 51
    assert counted(chat).share_within == 1


def test_a_reply_after_the_target_is_none_within_it(chat, say, home):
    home.answer_within = 5
    home.save()
    say("CUSTOMER", 0)
    say("PARTNER", 6)

    assert counted(chat).share_within == 0


def test_a_reply_counts_in_the_hour_in_which_it_was_written_and_for_its_agent(chat, say, agent):
    say("CUSTOMER", -10)
    say("PARTNER", 10, by=agent)
    say("PARTNER", 70)  # elsewhere than at the desk

    hours = facts_of(again(chat), Uncounted.LONG_AGO)[TODAY]

    assert {place: [Counts(packed=one).of(lane) for lane in Lane] for place, one in hours.items()} == {
        (11, 0): [1, 0, 0, 0],
        (12, agent.pk): [0, 1, 1, 1],
        (13, 0): [0, 1, 0, 0],
    }
    assert facts_from_text(facts_to_text(hours)) == hours


@pytest.mark.parametrize("sender, minutes", [("CUSTOMER", 24 * 60), ("PARTNER", None)])
def test_counted_from_a_later_day_the_question_of_an_earlier_one_is_known(chat, say, sender, minutes):
    say("PARTNER", 0, at=NOW - 2 * 24 * HOUR)
    say(sender, 0, at=NOW - 24 * HOUR)
    say("PARTNER", 0)

    days = facts_of(again(chat), NOW)

    assert set(days) == {TODAY}
    wait = Counts(packed=days[TODAY][12, 0]).percentile(Clock.WALL, 0.5)
    assert (wait is None) == (minutes is None)
    assert wait is None or 0.8 < wait / timedelta(minutes=minutes) < 1.26
