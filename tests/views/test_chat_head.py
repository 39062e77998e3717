"""The head of a chat's page, and what stands beside the conversation."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat

ADDRESS = "/chats/1001/310001/"
RETURN = {"context_type": "RETURN", "order_id": 54810000106, "return_id": 6620106, "campaign_id": 48211002}


def words(node) -> str:
    return " ".join(node.text_content().split())


def test_f16_the_head_says_who_waits_for_whom_and_about_what(signed_in, fresh, page_of):
    fresh(customer_name="Дмитрий", **RETURN)

    (head,) = page_of(signed_in.get(ADDRESS)).cssselect(".chat-head")

    assert words(head.cssselect("h1")[0]) == "Дмитрий"
    assert words(head.cssselect(".head-shop")[0]) == "Дом и сад — Экспресс"
    assert [words(one) for one in head.cssselect(".head-number")] == [
        "Return 6620106",
        "Order 54810000106",
        "Chat 310001",
    ]
    assert [one.get("id") for one in head.cssselect("[data-copy]")] == ["copy-return", "copy-order", "copy-chat"]


def test_f17_the_status_is_said_once_and_the_column_does_not_repeat_the_head(signed_in, fresh, page_of):
    fresh(**RETURN)

    page = page_of(signed_in.get(ADDRESS))

    assert len(page.cssselect("main .badge, .about .badge")) == 1
    assert not page.cssselect("#chat-about .id")
    assert [fold.get("open") for fold in page.cssselect("#chat-facts details")] == [None]


def test_f28_a_long_name_is_whole_in_its_title(signed_in, fresh, page_of):
    fresh(customer_name="Щ" * 200)

    page = page_of(signed_in.get(ADDRESS))

    assert page.cssselect("h1")[0].get("title") == "Щ" * 200
    assert page.cssselect("#chat-about .value")[0].get("title") == "Щ" * 200


def test_the_head_changes_on_an_open_page_with_the_buyers_name(signed_in, fresh, market, page_of):
    fresh(customer_name="Иван П.")
    market.set_chat(1001, 310001, name="Иван Петрович")

    part = page_of(signed_in.post(f"{ADDRESS}refresh/", headers={"HX-Request": "true", "HX-Target": "freshness"}))

    assert words(part.cssselect("#chat-buyer")[0]) == "Иван Петрович"
    assert {one.get("hx-swap-oob") for one in part.cssselect("#chat-buyer, #chat-numbers, #chat-facts")} == {"true"}


@pytest.mark.parametrize(("context", "expected"), [("ORDER", True), ("DIRECT", False)])
def test_f36_room_is_kept_only_where_an_order_can_come(signed_in, fresh, page_of, context, expected):
    fresh(context_type=context, order_id=54810000101 if expected else None)

    (panel,) = page_of(signed_in.get(ADDRESS)).cssselect("#chat-order")

    assert (panel.get("data-expected") is not None) == expected


def test_f13_the_choice_of_a_seller_is_on_the_start_page_only(signed_in, fresh, tech, page_of):
    fresh()

    chat, start = page_of(signed_in.get(ADDRESS)), page_of(signed_in.get("/lookup/"))

    assert not chat.cssselect(".bar [name=seller]")
    assert start.cssselect("form.lookup [name=seller]")


def test_f40_paper_says_in_words_when_it_was_printed(signed_in, fresh, page_of):
    fresh()

    (at,) = page_of(signed_in.get(ADDRESS, headers={"Accept-Language": "ru"})).cssselect("[data-printed]")

    assert re.fullmatch(r"\d{1,2} [а-я]+ \d{4}, \d\d:\d\d", at.text_content())


@pytest.mark.parametrize(
    ("details", "about"),
    [
        ({"order_id": 54810000301}, ("ORDER", "54810000301")),
        (RETURN, ("RETURN", "6620106")),
        ({"context_type": "DIRECT", "order_id": None}, None),
    ],
)
def test_f35_a_finished_chat_leads_to_a_new_one_about_the_same(signed_in, fresh, page_of, details, about):
    fresh(status="FINISHED", **details)

    found = page_of(signed_in.get(ADDRESS)).cssselect(".compose-again")

    fields = [{one.get("name"): one.get("value") for one in form.cssselect("input")} for form in found]
    assert [(one["context_type"], one["context_id"]) for one in fields] == ([about] if about else [])
    assert all(one["seller"] == "1001" for one in fields)


def test_f35_that_market_gave_the_finished_chat_again_is_said(signed_in, fresh, market, page_of):
    fresh(310005, status="FINISHED", order_id=54810000105)
    form = {"context_type": "ORDER", "context_id": 54810000105, "seller": 1001}

    page = page_of(signed_in.post("/chats/new/", form, follow=True))

    assert "it is finished" in words(page.cssselect(".messages [role=status]")[0])


def test_f16_the_head_says_since_when_the_buyer_waits(signed_in, fresh, page_of):
    since = timezone.now().replace(microsecond=0) - timedelta(minutes=68)
    fresh(status="WAITING_FOR_PARTNER", waiting_since=since, urgency=Chat.Urgency.WAITS, queue_at=since)

    (wait,) = page_of(signed_in.get(ADDRESS)).cssselect("#chat-status .wait")

    assert words(wait) == "waits 1 h 8 min"
    assert wait.cssselect("time")[0].get("datetime") == since.isoformat()


def test_f16_where_nobody_waits_the_head_says_nothing_of_it(signed_in, fresh, page_of):
    fresh(status="WAITING_FOR_CUSTOMER")

    assert not page_of(signed_in.get(ADDRESS)).cssselect("#chat-status .wait")
