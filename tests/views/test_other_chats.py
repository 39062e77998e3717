import pytest

ADDRESS = "/chats/1001/310001/order/"
PART = {"HX-Request": "true", "HX-Target": "chat-order"}


def text(page, selector="#order-rest"):
    return " ".join(page.cssselect(selector)[0].text_content().split())


def test_the_buyers_other_chats_are_listed(signed_in, fresh, market, page_of):
    fresh()
    fresh(310002, order_id=5)
    fresh(310003, customer_public_id="somebody else")

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert [row.get("href") for row in page.cssselect("#order-rest li a")] == ["/chats/1001/310002/"]


def test_s3_chats_of_sellers_that_one_may_not_see_are_not_among_them(
    signed_in, fresh, foreign, known_chat, market, page_of
):
    fresh()
    known_chat(foreign, 420001, customer_name="Чужая тайна")

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert not page.cssselect(".order-panel-others")
    assert "Чужая тайна" not in text(page)


@pytest.mark.parametrize("public_id", ["", "   "])
def test_a_buyer_without_an_id_is_nobody_else(signed_in, fresh, market, page_of, public_id):
    fresh(customer_public_id=public_id)
    fresh(310002, customer_public_id=public_id)

    assert not page_of(signed_in.get(ADDRESS, headers=PART)).cssselect(".order-panel-others")


def test_p5_all_other_chats_of_a_buyer_are_there_the_eleventh_and_later_ones_folded_away(
    signed_in, fresh, market, page_of
):
    fresh()
    for number in range(25):
        fresh(310100 + number, order_id=5)

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert len(page.cssselect(".order-panel-others li")) == 25
    assert len(page.cssselect(".more-rows li")) == 15
    assert page.cssselect(".more-rows summary")[0].text_content() == "15 more"
