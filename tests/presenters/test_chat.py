from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from chats.models import Chat, Seller
from chats.presenters.chat import chat_view, profile_links
from chats.presenters.rows import row_view

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)


def chat(**values) -> Chat:
    usual = {
        "seller": Seller(name="Дом и сад", business_id=123),
        "chat_id": 1234567,
        "type": "CHAT",
        "status": "WAITING_FOR_PARTNER",
        "context_type": "ORDER",
        "customer_name": "Иван П.",
        "customer_public_id": "abc",
        "campaign_id": 21421,
        "order_id": 987654321,
        "created_at": NOW - timedelta(days=1),
        "updated_at": NOW - timedelta(minutes=42),
        "seen_at": NOW,
    }
    return Chat(**{**usual, **values})


def view(store_name: str | None = "Уютный дом", **values):
    return chat_view(chat(**values), store_name=store_name, now=NOW)


def test_ids_are_text_so_that_no_locale_groups_their_digits():
    with translation.override("ru"):
        shown = view()

    assert (shown.chat_id, shown.business_id, shown.about.subject.value) == ("1234567", "123", "987654321")


@pytest.mark.parametrize(
    "blank", ["\u3164", "\u2800\u2800", "\u115f\u1160\uffa0", " \u0301\u0300", "\u180b", "\U0001d159", "\u200f \u00ad"]
)
def test_r5_a_name_that_shows_nothing_is_not_given(blank):
    about = view(customer_name=blank).about

    assert (about.buyer, about.buyer_known) == ("Name not given", False)
    assert row_view(chat(customer_name=blank), now=NOW).name == ""
    assert view(blank).about.facts[0].note == "name not known"


def test_an_order_chat_shows_order_and_store():
    shown = view()

    assert shown.about.subject.copy_id == "copy-order"
    assert [(fact.value, fact.note) for fact in shown.about.facts] == [("Уютный дом", "21421")]


def test_a_return_chat_shows_return_order_and_store():
    shown = view(context_type="RETURN", return_id=555)

    assert (shown.about.subject.value, shown.about.subject.copy_id) == ("555", "copy-return")
    assert [fact.value for fact in shown.about.facts] == ["987654321", "Уютный дом"]


def test_a_direct_chat_says_that_there_is_no_order():
    shown = view(context_type="DIRECT", order_id=None, campaign_id=None)

    assert shown.about.subject.value == "Asked without an order"
    assert shown.about.facts == ()


def test_what_market_did_not_send_is_said_to_be_missing():
    shown = view(context_type="RETURN", order_id=None, return_id=None, campaign_id=None, customer_name="")

    assert shown.about.subject.missing == "Market did not send the number"
    assert [fact.missing for fact in shown.about.facts] == [
        "Market did not send the number",
        "Market did not send the store",
    ]
    assert (shown.about.buyer, shown.about.buyer_known) == ("Name not given", False)


@pytest.mark.parametrize("name", ["\u3164", "\u2800", "\u200d\ufe0f", " "])
def test_a_name_that_shows_nothing_is_not_given(name):
    nameless = view(customer_name=name).about

    assert (nameless.buyer, nameless.buyer_known) == ("Name not given", False)
    assert row_view(chat(customer_name=name), now=NOW).name == ""


def test_a_store_without_a_name_shows_its_number():
    (store,) = view(store_name=None).about.facts

    assert (store.value, store.note, store.number) == ("21421", "name not known", True)


def test_an_unknown_context_shows_what_numbers_there_are():
    shown = view(context_type="GIFT")

    assert not shown.context.known
    assert shown.about.subject.value == "987654321"


@pytest.mark.parametrize(
    ("public_id", "address"),
    [
        ("abc", "https://market.yandex.ru/user/abc/reviews"),
        ("a/../b?c#d", "https://market.yandex.ru/user/a%2F..%2Fb%3Fc%23d/reviews"),
        ("имя", "https://market.yandex.ru/user/%D0%B8%D0%BC%D1%8F/reviews"),
        ("\ud800", "https://market.yandex.ru/user/%3F/reviews"),
        ('"><script>', "https://market.yandex.ru/user/%22%3E%3Cscript%3E/reviews"),
    ],
)
def test_the_buyers_page_is_percent_encoded(public_id, address):
    assert profile_links(public_id).main == address


@pytest.mark.parametrize("public_id", ["", "  ", ".", ".."])
def test_without_a_public_id_there_is_no_dead_link(public_id):
    assert profile_links(public_id) is None


def test_the_title_and_the_announcement_name_chat_and_status():
    shown = view(status="WAITING_FOR_ARBITER")

    assert shown.title == "Chat 1234567: waiting for arbiter"
    assert shown.announcement == "Chat 1234567: now waiting for arbiter"


def test_a_finished_chat_stops_asking():
    assert not view().finished
    assert view(status="FINISHED").finished


def test_a_problem_makes_the_page_stale_and_keeps_the_sighting():
    shown = view(problem_kind="hourly_limit", problem_at=NOW, problem_until=NOW + timedelta(minutes=30))

    assert shown.freshness.stale
    assert shown.problem.kind == "hourly_limit"
    assert shown.about.subject.value == "987654321"


def test_f15_the_last_message_is_the_newest_of_sighting_and_messages():
    written = NOW - timedelta(minutes=1)

    shown, row = view(message_at=written), row_view(chat(message_at=written), now=NOW)

    assert shown.about.updated.iso == row.updated.iso == "2026-11-22T09:03:31+00:00"
    assert view(message_at=NOW - timedelta(days=9)).about.updated == view().about.updated
    assert shown.digests.about != view().digests.about


def test_only_the_digest_of_the_part_that_changed_changes():
    before = view().digests

    assert view(seen_at=NOW + timedelta(seconds=30)).digests == before
    assert view(problem_kind="broken", problem_at=NOW).digests == replace(
        before, notice=view(problem_kind="broken", problem_at=NOW).digests.notice
    )
    assert view(customer_name="Другой").digests.about != before.about
    assert view(customer_name="Другой").digests.status == before.status
    assert view(status="NEW").digests.status != before.status


def test_a_digest_does_not_depend_on_how_much_time_went_by():
    later = chat_view(chat(), store_name="Уютный дом", now=NOW + timedelta(hours=5))

    assert later.digests == view().digests
