from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat, Order, Seller
from chats.sandbox.content import cabinets
from chats.services.sellers import set_token, token_in

ADDRESS = "/chats/1001/310001/order/"
PART = {"HX-Request": "true", "HX-Target": "chat-order"}
RETURN = {"context_type": "RETURN", "order_id": 54810000106, "return_id": 6620106, "campaign_id": 48211002}


@pytest.fixture
def chat(home, known_chat):
    def make(chat_id=310001, **details):
        now = timezone.now()
        times = {"seen_at": now, "due_at": now + timedelta(hours=1), "updated_at": now, "created_at": now}
        return known_chat(home, chat_id, **{"order_id": 54810000102, **times, **details})

    return make


def copied(page):
    return {button.get("data-copy") for button in page.cssselect("#chat-order [data-copy]")}


def text(page, selector="#chat-order"):
    return " ".join(page.cssselect(selector)[0].text_content().split())


def test_the_part_asks_for_the_order_and_shows_it(signed_in, chat, market, page_of):
    chat()

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert not page.cssselect("html body header")
    assert page.cssselect("[data-order-status=DELIVERY]")
    assert [one.text_content().replace("\xa0", " ") for one in page.cssselect(".goods-price")] == [
        "2,199.90 ₽",
        "1,290 ₽",
        "2 × 1,749 = 3,498 ₽",
        "10 × 189.50 = 1,895 ₽",
    ]
    assert len(copied(page)) == 2  # of the order's number and of the address
    assert "54810000102" in copied(page)
    assert [call.operation for call in market.calls] == ["getBusinessOrders"]


def test_opened_by_its_address_it_shows_what_is_known_and_asks_nothing(signed_in, chat, market, page_of):
    chat()
    before = page_of(signed_in.get(ADDRESS))
    signed_in.get(ADDRESS, headers=PART)
    calls = len(market.calls)

    after = page_of(signed_in.get(ADDRESS))

    assert not before.cssselect("[data-order-status]")
    assert before.cssselect("#order-rest form")
    assert after.cssselect("main [data-order-status=DELIVERY]")
    assert (calls, len(market.calls)) == (1, 1)


def test_without_scripts_a_refresh_asks_and_comes_back(signed_in, chat, market, page_of):
    chat()

    response = signed_in.post(ADDRESS)

    assert (response.status_code, response["Location"], len(market.calls)) == (302, ADDRESS, 1)
    assert page_of(signed_in.get(ADDRESS)).cssselect("[data-order-status]")


def test_a_refresh_in_the_part_gives_the_part(signed_in, chat, market, page_of):
    chat()

    page = page_of(signed_in.post(ADDRESS, headers=PART))

    assert page.cssselect("[data-order-status=DELIVERY]")
    assert not page.cssselect("main")


def test_the_chats_page_loads_it_after_itself_and_links_to_it(signed_in, chat, market, page_of):
    chat(status="FINISHED")

    page = page_of(signed_in.get("/chats/1001/310001/"))

    (part,) = page.cssselect("#chat-order")
    assert (part.get("hx-get"), part.get("hx-trigger")) == (ADDRESS, "load")
    assert part.cssselect("a")[0].get("href") == ADDRESS
    assert not page.cssselect("#chat-about #chat-order")


def test_a_return_shows_the_buyers_words_and_how_long_the_shop_may_decide(signed_in, chat, market, page_of):
    chat(**RETURN)

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert page.cssselect("[data-refund=PREMODERATION_DECISION_WAITING]")
    assert "Эмаль отколота у носика" in page.cssselect("blockquote")[0].text_content()
    (clock,) = page.cssselect("time[data-deadline]")
    assert clock.text_content().startswith("17 h")
    assert "Чайник" in text(page, ".reason")
    assert page.cssselect(".deadline a")[0].get("href") == "https://partner.market.yandex.ru/"
    assert {"6620106", "54810000106"} <= copied(page)


def test_f17_with_a_return_the_order_is_folded_into_a_line(signed_in, chat, market, page_of):
    chat(**RETURN)

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    (fold,) = page.cssselect("#chat-order details[data-order-fold]")
    assert "54810000106" in fold.cssselect("summary")[0].text_content()
    assert fold.get("open") is None
    assert fold.cssselect("[data-order-status]")


def test_codes_that_nobody_knows_are_shown_as_codes(signed_in, chat, market, page_of):
    chat(order_id=54810000150)

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert {"AT_CUSTOMS", "CUSTOMS_QUEUE", "DRONE", "DIGITAL_RUBLE"} <= {
        code.text_content() for code in page.cssselect("code")
    }


def test_a_test_order_is_unmistakable(signed_in, chat, market, page_of):
    chat(order_id=54810000135, created_at=timezone.now() - timedelta(hours=30))

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert page.cssselect(".order-panel-mark")[0].text_content() == "Test order: no real buyer"


def test_a_key_without_order_access_is_one_calm_line_that_names_the_scope(signed_in, chat, home, market, page_of):
    Seller.objects.update(scopes=["COMMUNICATION"])
    chat(**RETURN)

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    (line,) = page.cssselect("[data-problem]")
    assert line.get("data-problem") == "no_order_access"
    assert "inventory-and-order-processing:read-only" in line.text_content()
    assert not page.cssselect("form, section")
    assert market.calls == []


def test_a_key_whose_scopes_are_not_known_leads_to_the_same_line(signed_in, chat, home, market, page_of):
    set_token(home, token_in(cabinets.COMMUNICATION_ONLY[1001]), now=timezone.now())
    chat()

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert [line.get("data-problem") for line in page.cssselect("[data-problem]")] == ["no_order_access"]


@pytest.mark.parametrize(
    ("fault", "kind"), [("500", "broken"), ("closed", "not_reached"), ("html", "not_understood"), ("401", "dead_key")]
)
def test_when_market_fails_the_last_order_stays_with_its_age_and_the_reason(
    signed_in, chat, market, page_of, fault, kind
):
    chat()
    signed_in.get(ADDRESS, headers=PART)
    Order.objects.update(due_at=timezone.now())
    market.fail(fault=fault)

    response = signed_in.get(ADDRESS, headers=PART)

    page = page_of(response)
    assert response.status_code == 200
    assert page.cssselect("[data-order-status=DELIVERY]")
    assert page.cssselect(f"[data-problem={kind}]")
    assert "as of" in text(page, ".order-panel-seen")


def test_an_order_never_had_is_a_reason_and_no_emptiness(signed_in, chat, market, page_of):
    chat()
    market.fail(fault="500")

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert text(page, "[data-problem=broken]")
    assert page.cssselect("#ask-order")


def test_u16_hostile_words_stay_words(signed_in, chat, market, page_of):
    evil = "</blockquote><script>alert(1)</script>\u202eкод"
    item = {"shopSku": evil, "count": 1, "decisions": [{"comment": evil, "reasonType": evil, "decisionType": evil}]}
    market.set_return(1001, 6620106, items=[item], refundStatus=evil)
    market.set_order(1001, 54810000106, notes=evil, status=evil)
    chat(**RETURN)

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert not page.cssselect("script")
    assert "\u202e" not in text(page)
    assert "<script>" in text(page)


def test_a_direct_chat_has_neither(signed_in, chat, market, page_of):
    chat(context_type="DIRECT", order_id=None)

    page = page_of(signed_in.get(ADDRESS, headers=PART))

    assert page.cssselect("#chat-order")
    assert text(page) == ""
    assert market.calls == []


@pytest.mark.parametrize("way", ["get", "post"])
def test_a_foreign_chat_is_the_same_404_as_none(signed_in, home, foreign, known_chat, market, way):
    known_chat(foreign, 420001)

    answers = [
        getattr(signed_in, way)(f"/chats/{business}/{chat}/order/", headers=PART)
        for business, chat in ((2002, 420001), (7777, 420001), (1001, 420001))
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert market.calls == []


def test_who_is_not_signed_in_is_sent_to_sign_in(client, chat, market):
    chat()

    assert client.get(ADDRESS)["Location"].startswith("/login/")
    assert client.get(ADDRESS, headers=PART).status_code == 401
    assert market.calls == []


def test_the_part_costs_few_queries_when_nothing_is_due(signed_in, chat, market, django_assert_max_num_queries):
    chat(**RETURN)
    chat(310002)
    signed_in.get(ADDRESS, headers=PART)

    with django_assert_max_num_queries(12):
        signed_in.get(ADDRESS, headers=PART)

    assert Chat.objects.count() == 2
