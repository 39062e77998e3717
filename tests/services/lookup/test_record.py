from chats.models import Lookup, RecentChat
from chats.problems import Problem
from chats.services.lookup import record
from chats.services.lookup.results import LookupResult, SellerAsked
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


def test_several_chats_are_choices(home, agent, known_chat):
    record.record_lookup(agent, found(known_chat(home, 1), known_chat(home, 2)), seller=None, now=NOW)

    assert Lookup.objects.get().outcome == "CHOICES"


def test_f5_a_chat_that_was_found_but_not_opened_is_no_recent_one(home, agent, known_chat):
    record.record_lookup(agent, found(known_chat(home, 7)), seller=None, now=NOW)

    assert not RecentChat.objects.exists()
