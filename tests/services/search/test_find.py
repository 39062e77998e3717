"""Which messages a search may find, and in which order."""

from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.db import connection

from chats import database
from chats.market.types import Sender
from chats.models import Seller
from chats.services import search
from chats.services.search import find, query
from tests.desk_fixture import NOW

pytestmark = pytest.mark.django_db


def test_another_sellers_message_is_never_found(say, found, foreign, known_chat, agent, boss):
    own = say("Посылка у нас")
    say("Посылка у них", to=known_chat(foreign, 400001))

    assert found("посылка") == [own.text]
    assert found("посылка", seller=foreign) == []
    assert found("посылка", by=boss) == ["Посылка у них", own.text]


def test_a_seller_that_was_switched_off_is_not_searched(say, found, home):
    say("Посылка")
    home.active = False
    home.save()

    assert found("посылка") == []


def test_a_number_finds_no_seller(say, found, home):
    say("Посылка")

    assert found(str(home.pk)) == []
    assert found(f"_{home.pk}") == []


def test_of_many_sellers_each_is_searched(say, found, support, known_chat):
    for number in range(query.MOST_SELLERS + 1):
        seller = Seller.objects.create(name=f"Seller {number}", business_id=5_000 + number)
        seller.groups.add(support)
        say(f"посылка {number}", to=known_chat(seller, 400_000 + number))

    assert len(found("посылка")) == query.MOST_SELLERS + 1


def test_a_search_can_be_narrowed(say, found, tech, known_chat):
    other = known_chat(tech, 400001)
    say("посылка 1", at=NOW - timedelta(days=2))
    say("посылка 2", at=NOW, sender=Sender.PARTNER)
    say("посылка 3", at=NOW + timedelta(days=2), to=other)

    assert found("посылка") == ["посылка 3", "посылка 2", "посылка 1"]
    assert found("посылка", seller=tech) == ["посылка 3"]
    assert found("посылка", sender=Sender.PARTNER) == ["посылка 2"]
    assert found("посылка", since=NOW) == ["посылка 3", "посылка 2"]
    assert found("посылка", until=NOW) == ["посылка 1"]
    assert found("посылка", since=NOW, until=NOW + timedelta(seconds=1)) == ["посылка 2"]


@pytest.mark.parametrize("newest", [0, 3, 1_000])
def test_pages_follow_each_other_newest_first_without_a_gap(say, agent, monkeypatch, newest):
    """`newest`: PostgreSQL looks through so many of the newest before it asks the index."""
    monkeypatch.setattr(find, "PAGE", 2)
    monkeypatch.setattr(find, "NEWEST", newest)
    order = [4, 1, 6, 3, 5, 2, 7]
    for hour in order:
        say(f"посылка {hour}", at=NOW + timedelta(hours=hour))
        say("другое", at=NOW + timedelta(hours=hour))
    say("посылка 7 again", at=NOW + timedelta(hours=7))

    pages, before = [], None
    while True:
        result = search.find_messages(agent, search.read_query("посылка "), search.Within(before=before))
        pages.append([one.text.removeprefix("посылка ") for one in result.hits])
        before = result.next
        if before is None:
            break

    assert pages == [["7 again", "7"], ["6", "5"], ["4", "3"], ["2", "1"]]


def test_a_page_of_hits_comes_with_its_chats_and_costs_few_queries(say, agent, django_assert_max_num_queries):
    for number in range(40):
        say(f"посылка {number}")

    # On PostgreSQL also the beginning and the end of the transaction, its time limit and the end of the newest ones.
    with django_assert_max_num_queries(9 if connection.vendor == "postgresql" else 5):
        result = search.find_messages(agent, search.read_query("посылка"), search.Within())
        assert {one.chat.seller.name for one in result.hits}

    assert len(result.hits) == find.PAGE


def test_a_search_that_takes_too_long_is_stopped_and_the_connection_goes_on(say, agent, monkeypatch):
    for number in range(300):
        say(f"посылка {number}")
    monkeypatch.setattr(find, "SECONDS", 0.001)
    monkeypatch.setattr(find, "places_of", slow)

    result = search.find_messages(agent, search.read_query("посылка"), search.Within())

    assert (result.too_slow, result.hits, result.next) == (True, (), None)
    monkeypatch.undo()
    assert search.find_messages(agent, search.read_query("посылка"), search.Within()).hits


def slow(agent, query, within):
    """A query that goes on for minutes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)"
            " SELECT count(*) FROM n"
        )


def test_no_more_searches_than_a_quarter_of_the_threads_run_at_once(say, agent, monkeypatch):
    say("Посылка")
    monkeypatch.setattr(find, "PATIENCE", 0.01)
    asked = search.read_query("посылка")

    with ExitStack() as running:
        for _ in range(2):  # of eight threads
            running.enter_context(find.one_of_few())
        refused = search.find_messages(agent, asked, search.Within())
    answered = search.find_messages(agent, asked, search.Within())

    assert (refused.too_slow, refused.hits) == (True, ())
    assert (answered.too_slow, len(answered.hits)) == (False, 1)


def test_other_failures_of_the_database_are_not_taken_for_slow_ones(db):
    with pytest.raises(Exception, match="no_such_table"), database.stopped_after(1), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM no_such_table")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has a choice")
def test_the_newest_are_looked_through_without_the_index_of_terms(say, agent, monkeypatch):
    """Of a common word, all entries would be read to keep those of the newest messages."""
    say("Посылка")
    entries = find.entries_for(agent, search.read_query("посылка"), search.Within(), way="matches_one_by_one")

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = entries.order_by("-place").explain()

    assert "search_by_terms" not in plan
    assert entries.count() == 1
