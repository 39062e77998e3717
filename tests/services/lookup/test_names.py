from datetime import timedelta

import pytest
from django.db import connection

from chats.models import Chat
from chats.services import sightings
from chats.services.lookup import names
from chats.services.lookup.names import chats_of_buyers
from tests.desk_fixture import NOW


def found(agent, name, *, seller=None):
    return [chat.chat_id for chat in chats_of_buyers(agent, name, seller=seller).chats]


@pytest.mark.parametrize(
    "typed", ["Иван", "иван", "ИВАН п", "  иВан   П. ", "Ива", "И\u0432ан\u200b"], ids=lambda typed: typed.strip()
)
def test_f7_a_chat_is_found_by_the_beginning_of_its_buyers_name_in_any_case(home, agent, known_chat, typed):
    known_chat(home, 1, customer_name="Иван П.")
    known_chat(home, 2, customer_name="Анна И.")

    assert found(agent, typed) == [1]


@pytest.mark.parametrize(
    ("name", "typed"), [("Пётр Ё.", "петр е"), ("Петр Е.", "ПЁТР Ё"), ("Ａｎｎａ", "anna"), ("Straße", "STRASS")]
)
def test_f7_letters_that_people_type_alike_are_alike(home, agent, known_chat, name, typed):
    known_chat(home, 1, customer_name=name)

    assert found(agent, typed) == [1]


@pytest.mark.parametrize("typed", ["", " ", "и", "ван", "%", "__", "Иван%", "И_ан", "Иван П.П", "\U0010ffff\U0010ffff"])
def test_f7_nothing_else_is_found(home, agent, known_chat, typed):
    known_chat(home, 1, customer_name="Иван П.")
    known_chat(home, 2, customer_name="")

    assert found(agent, typed) == []


@pytest.mark.parametrize("typed", ["100%", "a_b", "a\\b"])
def test_f7_signs_that_mean_something_to_the_database_are_letters_here(home, agent, known_chat, typed):
    known_chat(home, 1, customer_name=typed)
    known_chat(home, 2, customer_name="100xxx")
    known_chat(home, 3, customer_name="axb")

    assert found(agent, typed) == [1]


def test_f7_the_newest_eight_are_given_and_that_there_are_more_is_said(home, agent, known_chat):
    for number in range(1, 11):
        known_chat(home, number, updated_at=NOW + timedelta(minutes=number))

    ten, eight = (chats_of_buyers(agent, name, seller=None) for name in ("Иван", "нет"))

    assert ([chat.chat_id for chat in ten.chats], ten.more) == ([10, 9, 8, 7, 6, 5, 4, 3], True)
    assert (eight.chats, eight.more) == ([], False)


def test_f7_only_chats_of_sellers_that_the_agent_may_see(home, foreign, agent, known_chat):
    known_chat(foreign, 420001)
    known_chat(home, 310001)

    assert found(agent, "Иван") == [310001]
    assert found(agent, "Иван", seller=foreign) == []


def test_f7_one_seller_may_be_chosen(home, tech, agent, known_chat):
    known_chat(tech, 420001)
    known_chat(home, 310001)

    assert found(agent, "Иван", seller=tech) == [420001]


def test_f7_a_new_name_of_markets_is_found_and_the_old_one_is_not(home, agent, market):
    known = sightings.fetch_chat(home, 310001, now=NOW - timedelta(minutes=1))
    market.set_chat(1001, 310001, name="Зинаида К.")

    sightings.refresh_chat(known, now=NOW)

    assert (found(agent, "зинаида"), found(agent, "иван")) == ([310001], [])


def test_f7_a_common_name_reads_no_more_than_so_many_rows(home, agent, known_chat, monkeypatch):
    monkeypatch.setattr(names, "MOST_COMPARED", 3)
    for number in range(1, 6):
        known_chat(home, number)

    some = chats_of_buyers(agent, "Иван", seller=None)

    assert len(some.chats) == 3


def test_f7_the_search_uses_the_index(home, tech, agent, known_chat):
    """No LIKE over the whole table, on either database."""
    known_chat(home, 1)
    named = Chat.objects.filter(names.database.starts_with("buyer_key", "иван"), seller__in=[home.pk, tech.pk])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")

        plan = named.values_list("updated_at", "pk")[:10].explain()

    assert "chat_by_buyer" in plan
    if connection.vendor == "postgresql":
        assert "~>=~" in plan
    else:
        assert "buyer_key>? AND buyer_key<?" in plan
