"""The tallies are what the messages add up to, in whatever order and how often they are counted."""

import json
import random
from datetime import timedelta

import pytest

from chats.models import Chat, ChatDay, Counting, Message, Tally, Uncounted, Upkeep
from chats.services import jobs, upkeep
from chats.services.conversation.store import note_uncounted
from chats.services.reports import counting
from chats.services.reports.counting import add_older_chats, count, count_for_a_while, share_counted
from chats.services.reports.counts import Counts, Lane, from_bytes, hours_from_text
from tests.conversation_fixture import message
from tests.desk_fixture import NOW

DAY = timedelta(days=1)


def tallies() -> dict[str, list[int]]:
    rows = {row.key: row for row in Tally.objects.all()}
    for row in rows.values():
        assert sum(hours_from_text(row.hours).values()) == from_bytes(row.total)
    found = {key: [Counts(packed=from_bytes(row.total)).of(lane) for lane in Lane] for key, row in rows.items()}
    return {key: counts for key, counts in found.items() if any(counts)}


def whole() -> list[int]:
    """Of all days of all sellers."""
    found = [counts for key, counts in tallies().items() if key.startswith("0/0/")]
    return [sum(column) for column in zip(*found, strict=True)]


def test_a_message_counts_for_its_seller_store_agent_and_context_and_for_all_together(chat, say, agent, counted):
    say("CUSTOMER", 0)
    say("PARTNER", 5, by=agent)

    counted()

    day, both = "2026-11-22", [1, 1, 1, 1]
    assert tallies() == {
        f"{seller}/{facet}/{day}/{value}": counts
        for seller in (0, chat.seller_id)
        for facet, value, counts in (
            (0, "", both),
            (1, "48211001", both),
            (2, "0", [1, 0, 0, 0]),
            (2, str(agent.pk), [0, 1, 1, 1]),
            (3, "ORDER", both),
        )
    }
    assert not Uncounted.objects.exists()


def test_counting_again_changes_nothing(chat, say, counted):
    say("CUSTOMER", 0)
    say("PARTNER", 5)
    counted()
    before = tallies()

    note_uncounted(chat.pk, Uncounted.LONG_AGO)
    counted()

    assert tallies() == before


def test_a_history_that_is_read_late_corrects_what_was_counted(chat, say, counted):
    say("PARTNER", 0)
    say("CUSTOMER", 0, at=NOW + DAY)
    say("PARTNER", 3, at=NOW + DAY)
    counted()
    before = whole()

    say("CUSTOMER", -30, at=NOW - DAY)  # the message to which the first one replied
    counted()

    assert (before, whole()) == ([1, 2, 1, 1], [2, 2, 2, 1])


def test_whatever_the_order_in_which_messages_come_the_tallies_are_the_same(home, known_chat, counted, chat):
    chat.delete()
    chance = random.Random(3)
    told = [
        (number, chance.choice(["CUSTOMER", "PARTNER", "MARKET"]), NOW - chance.random() * 4 * DAY)
        for number in range(1, 60)
    ]
    found = []
    for chat_id, order in ((310001, told), (310002, chance.sample(told, len(told)))):
        chat = known_chat(home, chat_id)
        for number, sender, at in order:
            message(chat, number, at=at, sender=sender)
            note_uncounted(chat.pk, at)
            if number % 7 == 0:
                counted()
        counted()
        found.append(tallies())
        Chat.objects.all().delete()
        Tally.objects.all().delete()

    assert found[0] == found[1] and len(found[0]) > 20


def test_only_the_days_from_the_new_message_on_are_counted_anew(chat, say, counted, home):
    say("CUSTOMER", 0, at=NOW - 3 * DAY)
    say("PARTNER", 50, at=NOW - 3 * DAY)
    counted()
    home.answer_within = 1  # a target that was set later does not judge earlier replies
    home.save()

    say("CUSTOMER", 0)
    say("PARTNER", 2)
    counted()

    assert whole() == [2, 2, 2, 1]


def test_a_chat_of_another_store_or_context_takes_its_counts_along(chat, say, counted):
    say("CUSTOMER", 0)
    counted()
    Chat.objects.filter(pk=chat.pk).update(context_type="RETURN", campaign_id=None)

    say("CUSTOMER", 1)
    counted()

    assert {key.partition("/")[2] for key in tallies()} == {
        f"{facet}/2026-11-22/{value}" for facet, value in ((0, ""), (1, ""), (2, "0"), (3, "RETURN"))
    }


def test_what_was_counted_stays_when_messages_or_the_chat_are_deleted(chat, say, counted):
    say("CUSTOMER", 0)
    counted()
    before = tallies()

    Message.objects.all().delete()
    note_uncounted(chat.pk, Uncounted.LONG_AGO)
    counted()
    Chat.objects.all().delete()
    counted()

    assert tallies() == before
    assert not ChatDay.objects.exists()


def test_no_word_and_no_name_of_anybody_is_kept(chat, say, agent, counted):
    say("CUSTOMER", 0)
    say("PARTNER", 1, by=agent)

    counted()

    kept = json.dumps([list(kind.objects.values()) for kind in (Tally, ChatDay)], default=str)
    assert not [word for word in ("Сообщение", "Иван", "ivan", agent.username) if word in kept]


def test_chats_from_before_there_were_tallies_are_counted_bit_by_bit(home, known_chat, monkeypatch):
    monkeypatch.setattr(counting, "FILLED", 2)
    for number in range(1, 6):
        message(known_chat(home, 320000 + number), number, at=NOW)

    shares = [share_counted()]
    while add_older_chats():
        shares.append(share_counted())
        count(list(Uncounted.objects.all()))
    shares.append(share_counted())

    assert whole() == [5, 0, 0, 0]
    assert shares[0] == 0 and shares[-1] is None and len(shares) == 5
    assert Counting.objects.get().below == 0


def test_what_comes_while_it_is_counted_is_counted_the_next_time(chat, say, counted, monkeypatch):
    say("CUSTOMER", 0)
    batch, known = list(Uncounted.objects.select_related("chat__seller")), counting.add

    def add_late(changes):
        known(changes)
        say("PARTNER", 1)

    monkeypatch.setattr(counting, "add", add_late)
    count(batch)
    monkeypatch.setattr(counting, "add", known)
    left = Uncounted.objects.count()
    counted()

    assert (left, whole()) == (1, [1, 1, 1, 1])


def test_what_another_worker_has_counted_meanwhile_is_left_alone(chat, say):
    say("CUSTOMER", 0)
    mine, theirs = (list(Uncounted.objects.select_related("chat__seller")) for _ in range(2))

    count(theirs)
    count(mine)

    assert whole() == [1, 0, 0, 0]


@pytest.mark.parametrize("count, more", [(0, False), (3, True)])
def test_it_is_a_chore_that_comes_again_at_once_while_there_is_more(home, known_chat, monkeypatch, count, more):
    monkeypatch.setattr(counting, "SECONDS", 0 if more else 0.5)
    upkeep.prepare(now=NOW)
    [row] = jobs.claim(upkeep.due(now=NOW).filter(name="reports"), 1, now=NOW)

    upkeep.turn(row, now=NOW)

    wait = Upkeep.objects.get(name="reports").due_at - NOW
    assert wait == timedelta(seconds=1 if more else 60)


def test_a_turn_ends_after_half_a_second(home, known_chat, monkeypatch):
    for number in range(1, 4):
        message(known_chat(home, 310000 + number), number, at=NOW)
        note_uncounted(Chat.objects.latest("pk").pk, NOW)
    clock = iter([0.0, 0.1, 0.6])
    monkeypatch.setattr(counting, "BATCH", 1)
    monkeypatch.setattr(counting, "monotonic", lambda: next(clock))

    assert count_for_a_while() == (1, True)
