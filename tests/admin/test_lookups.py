from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Lookup
from tests.desk_fixture import NOW

pytestmark = pytest.mark.django_db
LIST = "/admin/chats/lookup/"


def make(count, **details):
    usual = {"outcome": "FOUND", **details}
    return Lookup.objects.bulk_create(
        Lookup(at=NOW + timedelta(seconds=number), number=number + 1, **usual) for number in range(count)
    )


def numbers(page):
    return [int(cell.text) for cell in page.cssselect("#result_list .field-number")]


def links(page):
    return [link.text for link in page.cssselect(".paginator a:not([aria-current])")]


def test_the_newest_lookups_come_first_fifty_a_page(admin, page_of):
    make(120)

    assert numbers(page_of(admin.get(LIST))) == list(range(120, 70, -1))
    assert numbers(page_of(admin.get(f"{LIST}?p=3"))) == list(range(20, 0, -1))


@pytest.mark.parametrize(("page", "expected"), [(1, ["2"]), (2, ["1", "3"]), (3, ["1", "2"])])
def test_the_next_page_is_offered_only_when_there_is_one(admin, page_of, page, expected):
    make(120)

    assert links(page_of(admin.get(f"{LIST}?p={page}"))) == expected


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_single_page_offers_no_other(admin, page_of, count):
    make(count)

    page = page_of(admin.get(LIST))

    assert (len(numbers(page)), links(page)) == (count, [])


@pytest.mark.parametrize("page", ["9", "0", "-1", "1000000000000", "x", "²"])
def test_a_page_that_is_not_there_breaks_nothing(admin, page):
    make(60)

    assert admin.get(LIST, {"p": page}, follow=True).status_code == 200


def test_a_row_says_who_asked_for_what_and_where_it_led(admin, home, agent, known_chat, page_of):
    chat = known_chat(home, 310001)
    Lookup.objects.create(agent=agent, at=NOW, number=5, seller=home, outcome="KNOWN", chat=chat)
    Lookup.objects.create(agent=None, at=NOW, number=6, outcome="FAILED", problem_kind="dead_key")

    rows = [
        [cell.text_content() for cell in row.cssselect("td")[1:]]
        for row in page_of(admin.get(LIST)).cssselect("#result_list tbody tr")
    ]
    [link] = page_of(admin.get(LIST)).cssselect(".field-chat_link a")

    assert rows == [
        ["-", "6", "all", "could not be asked", "—", "key not accepted"],
        ["agent", "5", "Дом и сад", "known chat", "310001", "—"],
    ]
    assert link.get("href") == "/chats/1001/310001/"


@pytest.mark.parametrize(
    ("term", "found"), [("77", [77]), (" 77 ", [77]), ("№77", [77]), ("7", [7]), ("x", []), ("77 OR 1=1", [77, 1])]
)
def test_a_lookup_is_found_by_its_whole_number(admin, page_of, term, found):
    make(120)

    assert sorted(numbers(page_of(admin.get(LIST, {"q": term})))) == sorted(found)


def test_lookups_are_filtered_by_what_they_led_to_and_by_nothing_else(admin, page_of):
    make(3)
    make(2, outcome="FAILED")

    assert len(numbers(page_of(admin.get(LIST, {"outcome__exact": "FAILED"})))) == 2
    assert admin.get(LIST, {"number__contains": "1"}).status_code == 400
    assert admin.get(LIST, {"agent__password__startswith": "p"}).status_code == 400


@pytest.mark.parametrize(
    "query", [{}, {"q": "77"}, {"outcome__exact": "FOUND"}, {"p": "2"}, {"o": "1"}, {"all": ""}, {"_facets": "1"}]
)
def test_no_question_to_the_database_counts_casts_or_sorts_by_another_column(admin, agent, home, query):
    make(120, agent=agent, seller=home)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        admin.get(LIST, query)

    about_lookups = [entry["sql"] for entry in asked if '"chats_lookup"' in entry["sql"]]
    assert about_lookups
    for sql in about_lookups:
        assert "COUNT(" not in sql
        assert "CAST" not in sql.upper()
        assert "LIKE" not in sql
        assert 'ORDER BY "chats_lookup"."id" DESC' in sql or 'SELECT "chats_lookup"."id" AS "pk"' in sql
        assert sql.count("ORDER BY") == 1 and " DESC" in sql.partition("ORDER BY")[2]
        assert "LIMIT" in sql or "IN (77)" in sql


def test_the_list_costs_the_same_for_one_row_and_for_fifty(admin, agent, home, known_chat, django_assert_num_queries):
    chat = known_chat(home, 310001)
    make(1, agent=agent, seller=home, chat=chat)
    with CaptureQueriesContext(connection) as few:
        admin.get(LIST)
    make(45, agent=agent, seller=home, chat=chat)

    with django_assert_num_queries(len(few)):
        admin.get(LIST)


def test_a_lookup_can_be_read_and_nothing_else(admin):
    [row] = make(1)

    assert admin.get(f"{LIST}{row.pk}/change/").status_code == 200
    assert admin.post(f"{LIST}{row.pk}/change/", {"number": 9}).status_code == 403
    assert admin.get(f"{LIST}add/").status_code == 403
    assert admin.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Lookup.objects.get().number == 1
