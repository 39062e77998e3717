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

    assert (shown.chat_id, shown.business_id, shown.head.numbers[0].value) == ("1234567", "123", "987654321")


@pytest.mark.parametrize(
    "blank", ["\u3164", "\u2800\u2800", "\u115f\u1160\uffa0", " \u0301\u0300", "\u180b", "\U0001d159", "\u200f \u00ad"]
)
def test_r5_a_name_that_shows_nothing_is_not_given(blank):
    shown = view(customer_name=blank)

    assert (shown.head.buyer, shown.head.buyer_known) == ("Name not given", False)
    assert row_view(chat(customer_name=blank), now=NOW).name == ""
    assert view(blank).about.facts[-1].note == "name not known"


def numbers(shown):
    return [(one.context, one.value, one.copy_id) for one in shown.head.numbers]


def facts(shown):
    return [(fact.label, fact.value or fact.missing) for fact in shown.about.facts]


def test_f16_an_order_chat_says_whose_shop_and_which_order():
    shown = view()

    assert (shown.head.buyer, shown.head.seller, shown.head.store) == ("Иван П.", "Дом и сад", "Уютный дом")
    assert numbers(shown) == [("ORDER", "987654321", "copy-order"), ("", "1234567", "copy-chat")]
    assert (shown.head.context, shown.head.jump, shown.head.has_subject) == (None, "Order", True)
    assert facts(shown) == [("Order", "987654321"), ("Store", "Уютный дом")]


def test_f16_a_return_chat_gives_the_return_first():
    shown = view(context_type="RETURN", return_id=555)

    assert [value for _, value, _ in numbers(shown)] == ["555", "987654321", "1234567"]
    assert (shown.head.context, shown.head.jump) == (None, "Return")
    assert [label for label, _ in facts(shown)] == ["Return", "Order", "Store"]


def test_f38_a_direct_question_is_one_tag_and_promises_no_order():
    shown = view(context_type="DIRECT", order_id=None, campaign_id=None)

    assert shown.head.context.code == "DIRECT"
    assert (shown.head.has_subject, shown.head.jump) == (False, "Buyer")
    assert facts(shown) == []


@pytest.mark.parametrize(
    ("scopes", "order", "return_"),
    [([], "order", "return"), (["ALL_METHODS"], "order", "return"), (["COMMUNICATION"], "", "")],
)
def test_f36_an_order_is_expected_only_where_the_key_may_read_it(scopes, order, return_):
    seller = Seller(name="Дом и сад", business_id=123, scopes=scopes)

    assert view(seller=seller).head.expected == order
    assert view(seller=seller, context_type="RETURN", return_id=5).head.expected == return_


def test_what_market_did_not_send_is_said_to_be_missing():
    shown = view(context_type="RETURN", order_id=None, return_id=None, campaign_id=None, customer_name="")

    assert shown.head.context.code == "RETURN"
    assert [fact.missing for fact in shown.about.facts] == [
        "Market did not send the number",
        "Market did not send the number",
        "Market did not send the store",
    ]


@pytest.mark.parametrize(
    ("store", "shown"),
    [
        ("Дом и сад — Экспресс", "Экспресс"),
        ("Дом и сад", ""),
        ("Дом и сад: склад", "склад"),
        ("ДОМ И САД склад", "склад"),
        ("Дом и садовод", "Дом и садовод"),
        ("Экспресс", "Экспресс"),
        (None, ""),
    ],
)
def test_f16_the_stores_name_does_not_repeat_the_sellers(store, shown):
    assert view(store).head.store == shown


def test_a_store_without_a_name_shows_its_number():
    store = view(store_name=None).about.facts[-1]

    assert (store.value, store.note, store.number) == ("21421", "name not known", True)


def test_an_unknown_context_shows_what_numbers_there_are():
    shown = view(context_type="GIFT")

    assert not shown.head.context.known
    assert numbers(shown)[0][1] == "987654321"


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


def test_f16_the_title_begins_with_the_buyer_and_the_announcement_with_the_chat():
    shown = view(status="WAITING_FOR_ARBITER")

    assert shown.title == "Иван П.: waiting for arbiter · Chat 1234567"
    assert view(status="NEW", customer_name="").title == "Chat 1234567: new"
    assert len(view(customer_name="Щ" * 200).title) < 90
    assert shown.announcement == "Chat 1234567: now waiting for arbiter"


def test_a_finished_chat_stops_asking():
    assert not view().finished
    assert view(status="FINISHED").finished


def test_a_problem_makes_the_page_stale_and_keeps_the_sighting():
    shown = view(problem_kind="hourly_limit", problem_at=NOW, problem_until=NOW + timedelta(minutes=30))

    assert shown.freshness.stale
    assert shown.problem.kind == "hourly_limit"
    assert shown.head.numbers[0].value == "987654321"


def test_f15_the_last_message_is_the_newest_of_sighting_and_messages():
    written = NOW - timedelta(minutes=1)

    row = row_view(chat(message_at=written), now=NOW)

    assert row.updated.iso == "2026-11-22T09:03:31+00:00"
    assert row_view(chat(message_at=NOW - timedelta(days=9)), now=NOW).updated == row_view(chat(), now=NOW).updated


def test_only_the_digest_of_the_part_that_changed_changes():
    before = view().digests

    assert view(seen_at=NOW + timedelta(seconds=30)).digests == before
    assert view(problem_kind="broken", problem_at=NOW).digests == replace(
        before, notice=view(problem_kind="broken", problem_at=NOW).digests.notice
    )
    other = view(customer_name="Другой").digests
    assert (other.head != before.head, other.buyer != before.buyer) == (True, True)
    assert (other.status, other.about) == (before.status, before.about)
    assert view(status="NEW").digests.status != before.status


def test_a_digest_does_not_depend_on_how_much_time_went_by():
    later = chat_view(chat(), store_name="Уютный дом", now=NOW + timedelta(hours=5))

    assert later.digests == view().digests
