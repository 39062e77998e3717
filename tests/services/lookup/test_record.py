from datetime import timedelta

from chats.models import Lookup, RecentChat
from chats.problems import Problem
from chats.services.lookup import record
from chats.services.lookup.find import LookupResult, SellerAsked
from tests.desk_fixture import NOW


def found(*chats, number=7, known=True, asked=()):
    return LookupResult(number=number, chats=chats, known=known, asked=asked)


def test_a_lookup_is_kept_with_who_when_what_and_what_it_led_to(home, agent, known_chat):
    chat = known_chat(home, 7)

    record.record_lookup(agent, found(chat), seller=home, now=NOW)

    kept = Lookup.objects.get()
    assert (kept.agent, kept.at, kept.number, kept.seller, kept.outcome, kept.chat) == (
        agent,
        NOW,
        7,
        home,
        "KNOWN",
        chat,
    )


def test_a_lookup_tells_not_found_from_could_not_be_asked(home, agent):
    asked = SellerAsked(seller=home, at=NOW)
    failed = SellerAsked(seller=home, at=NOW, problem=Problem(kind="broken", at=NOW))

    record.record_lookup(agent, found(known=False, asked=(asked,)), seller=None, now=NOW)
    record.record_lookup(agent, found(known=False, asked=(asked, failed)), seller=None, now=NOW)

    assert list(Lookup.objects.order_by("pk").values_list("outcome", "problem_kind")) == [
        ("NOT_FOUND", ""),
        ("FAILED", "broken"),
    ]


def test_the_last_ten_chats_are_kept_newest_first(home, agent, known_chat):
    for number in range(1, 13):
        record.record_lookup(agent, found(known_chat(home, number)), seller=None, now=NOW + timedelta(minutes=number))

    assert [chat.chat_id for chat in record.recent_chats(agent)] == list(range(12, 2, -1))
    assert RecentChat.objects.count() == 10


def test_a_chat_looked_up_again_moves_to_the_top(home, agent, known_chat):
    one, two = known_chat(home, 1), known_chat(home, 2)

    for minute, chat in enumerate([one, two, one]):
        record.add_recent(agent, chat, now=NOW + timedelta(minutes=minute))

    assert record.recent_chats(agent) == [one, two]


def test_several_chats_are_no_recent_one(home, agent, known_chat):
    record.record_lookup(agent, found(known_chat(home, 1), known_chat(home, 2)), seller=None, now=NOW)

    assert record.recent_chats(agent) == []
    assert Lookup.objects.get().outcome == "CHOICES"


def test_a_recent_chat_disappears_with_the_right_to_see_it(home, agent, known_chat):
    record.add_recent(agent, known_chat(home, 1), now=NOW)

    agent.groups.clear()

    assert record.recent_chats(agent) == []


def test_an_agent_forgets_only_their_own(home, agent, boss, known_chat):
    chat = known_chat(home, 1)
    record.add_recent(agent, chat, now=NOW)
    record.add_recent(boss, chat, now=NOW)

    record.forget_recent(agent, home.business_id, 1)

    assert (record.recent_chats(agent), record.recent_chats(boss)) == ([], [chat])
