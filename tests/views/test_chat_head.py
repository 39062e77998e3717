"""The head of a chat's page, and what stands beside the conversation."""

import pytest

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
