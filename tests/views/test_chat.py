import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from chats.models import Chat, Seller
from chats.sandbox.content.chats import ORDER_WITH_DISPUTE

BADGES = ["NEW", "WAITING_FOR_PARTNER", "WAITING_FOR_CUSTOMER", "WAITING_FOR_ARBITER", "WAITING_FOR_MARKET", "FINISHED"]
ADDRESS = "/chats/1001/{}/"


@pytest.mark.parametrize("status", [*BADGES, "PAUSED"])
def test_every_status_has_a_badge_that_says_it_in_a_word(signed_in, fresh, page_of, status):
    chat = fresh(status=status)

    badge = page_of(signed_in.get(ADDRESS.format(chat.chat_id))).cssselect(".badge")[0]

    assert badge.get("data-status") == status
    assert badge.text_content().strip()
    assert badge.cssselect("svg")
    assert ("PAUSED" in badge.text_content()) == (status == "PAUSED")


def test_a_buyer_whose_name_shows_nothing_has_no_empty_line(signed_in, fresh, page_of):
    chat = fresh(customer_name="\u3164")
    page = page_of(signed_in.get(ADDRESS.format(chat.chat_id)))

    rows = page_of(signed_in.get("/lookup/", {"q": chat.chat_id, "all": 1})).cssselect(".row-name")

    assert {row.text_content().strip() for row in rows} == {"Name not given"}
    assert page.cssselect("h1")[0].text_content() == "Name not given"
    assert "\u3164" not in page.text_content()


def test_a_dispute_is_unmistakable(signed_in, fresh, page_of):
    fresh(type="ARBITRAGE")

    page = page_of(signed_in.get(ADDRESS.format(310001)))

    assert page.cssselect(".chat-head [data-type=ARBITRAGE]")[0].text_content().strip() == "Dispute"


@pytest.mark.parametrize(
    ("context", "ids", "shown"),
    [
        ("ORDER", {"order_id": 54810000102}, ["54810000102"]),
        ("RETURN", {"order_id": 54810000106, "return_id": 6620106}, ["54810000106", "6620106"]),
        ("DIRECT", {"order_id": None, "campaign_id": None}, []),
        ("REVIEW", {"order_id": None}, []),
    ],
)
def test_the_context_shows_its_numbers_and_copies_them(signed_in, fresh, page_of, context, ids, shown):
    fresh(context_type=context, **ids)

    page = page_of(signed_in.get(ADDRESS.format(310001)))

    copied = {button.get("data-copy") for button in page.cssselect("[data-copy]")}
    assert page.cssselect(f"[data-context={context}]")
    assert set(shown) | {"310001"} <= copied


def test_the_other_chats_of_an_order_are_one_click_away(signed_in, fresh, market, page_of):
    fresh(310018, type="ARBITRAGE", order_id=ORDER_WITH_DISPUTE)
    more = page_of(signed_in.get(ADDRESS.format(310018))).cssselect("#chat-facts .fact-more")[0].get("href")

    found = page_of(signed_in.get(more)).cssselect("#lookup-result .rows a")

    assert {link.get("href") for link in found} == {"/chats/1001/310017/", "/chats/1001/310018/"}
    assert {call.business_id for call in market.calls} == {1001}


def test_the_store_is_shown_by_its_name(signed_in, fresh, page_of):
    fresh(campaign_id=48211002)

    page = page_of(signed_in.get(ADDRESS.format(310001)))

    assert page.cssselect(".head-shop")[0].text_content() == "Дом и сад — Экспресс"
    assert "48211002" in page.cssselect("#chat-facts")[0].text_content()


def test_the_buyers_profile_is_a_link_that_tells_nobody_where_it_was_clicked(signed_in, fresh, page_of):
    fresh(customer_public_id="a/b?c=d й")

    link = page_of(signed_in.get(ADDRESS.format(310001))).cssselect("#buyer-link")[0]

    assert link.get("href") == "https://market.yandex.ru/user/a%2Fb%3Fc%3Dd%20%D0%B9/reviews"
    assert (link.get("target"), link.get("referrerpolicy")) == ("_blank", "no-referrer")
    assert {"noopener", "noreferrer"} <= set(link.get("rel").split())


def test_without_a_public_id_there_is_a_word_and_no_dead_link(signed_in, fresh, page_of):
    fresh(customer_public_id="")

    page = page_of(signed_in.get(ADDRESS.format(310001)))

    assert not page.cssselect("a[href*='/user/']")
    assert page.cssselect("#chat-about p.missing")[0].text_content().strip()


def test_a_known_chat_is_shown_without_asking_market(signed_in, fresh, market):
    fresh()

    assert signed_in.get(ADDRESS.format(310001)).status_code == 200
    assert market.calls == []


def test_the_page_takes_few_queries(signed_in, fresh, django_assert_max_num_queries):
    fresh()
    signed_in.get(ADDRESS.format(310001))

    with django_assert_max_num_queries(20):
        signed_in.get(ADDRESS.format(310001))


def test_what_is_cached_does_not_outlive_a_change(signed_in, fresh, home, page_of):
    chat = fresh(customer_name="Иван П.")
    signed_in.get("/lookup/?q=310001")
    before = page_of(signed_in.get(ADDRESS.format(310001))).text_content()
    Chat.objects.filter(pk=chat.pk).update(customer_name="Анна К.", status="FINISHED")
    Seller.objects.filter(pk=home.pk).update(name="Уютный дом и сад")

    after = page_of(signed_in.get(ADDRESS.format(310001)))

    assert "Иван П." in before
    assert "Иван П." not in after.text_content()
    assert "Анна К." in after.cssselect(".rows")[0].text_content()
    head = after.cssselect(".chat-head")[0].text_content()
    assert "Анна К." in head
    assert "Уютный дом и сад" in head
    assert {badge.get("data-status") for badge in after.cssselect(".badge")} == {"FINISHED"}


def test_a_chat_never_seen_is_asked_for_once_and_kept(signed_in, home, market, page_of):
    page = page_of(signed_in.get(ADDRESS.format(310018)))
    signed_in.get(ADDRESS.format(310018))

    assert page.cssselect(".badge")[0].get("data-status") == "WAITING_FOR_ARBITER"
    assert len(market.calls) == 1


def test_a_page_is_packed_unless_it_repeats_what_was_typed(signed_in, fresh):
    fresh()
    packed = {"Accept-Encoding": "gzip"}

    answers = [signed_in.get(path, headers=packed) for path in (ADDRESS.format(310001), "/", "/lookup/?q=x")]

    assert [answer.headers.get("Content-Encoding") for answer in answers] == ["gzip", "gzip", None]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("401", "dead_key"),
        ("403_scope", "missing_scope"),
        ("403_access", "no_access"),
        ("403_api_off", "api_off"),
        ("420_hourly", "hourly_limit"),
        ("500", "broken"),
        ("closed", "not_reached"),
        ("html", "not_understood"),
        ("400", "refused"),
    ],
)
def test_a_chat_never_seen_that_cannot_be_had_is_explained(signed_in, home, market, page_of, fault, kind):
    market.fail(fault=fault)

    response = signed_in.get(ADDRESS.format(310001))

    assert response.status_code == 200
    page = page_of(response)
    assert page.cssselect(f"[data-problem={kind}]")
    assert (
        "Дом и сад" in page.cssselect("main")[0].text_content() or "310001" in page.cssselect("main")[0].text_content()
    )
    if fault not in {"closed"}:
        assert page.cssselect("[data-copy^='00-']")


def without_csrf(response) -> bytes:
    """Nor the second in which it was made."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"|data-now="\d+"', b"", response.content)


@pytest.mark.parametrize("path", ["", "refresh/"])
def test_a_foreign_chat_is_the_same_404_as_none(signed_in, home, foreign, known_chat, market, path):
    known_chat(foreign, 420001)
    send = signed_in.post if path else signed_in.get

    theirs = send("/chats/2002/420001/" + path)
    nobodys = send("/chats/7777/420001/" + path)
    polled = signed_in.get("/chats/2002/420001/", headers={"HX-Request": "true", "HX-Target": "freshness"})

    assert (theirs.status_code, nobodys.status_code, polled.status_code) == (404, 404, 404)
    assert without_csrf(theirs) == without_csrf(nobodys)
    assert market.calls == []


def test_a_chat_market_does_not_know_is_the_same_404(signed_in, home, foreign, market):
    unknown = signed_in.get(ADDRESS.format(999))
    theirs = signed_in.get("/chats/2002/999/")

    assert (unknown.status_code, without_csrf(unknown)) == (404, without_csrf(theirs))


def test_an_id_past_64_bits_is_no_page(signed_in, home, market):
    assert signed_in.get(ADDRESS.format(2**63)).status_code == 404
    assert signed_in.get(f"/chats/{10**30}/1/").status_code == 404
    assert signed_in.get(ADDRESS.format(0)).status_code == 404
    assert market.calls == []


SEED = (
    b'{"status":"OK","result":{"chatId":1,"orderId":1,"context":{"type":"ORDER","customer":{"name":"example",'
    b'"publicId":"example"},"campaignId":1,"orderId":1,"returnId":1},"type":"CHAT","status":"NEW",'
    b'"createdAt":"2017-11-21T00:00:00+03:00","updatedAt":"2017-11-21T00:00:00+03:00"}}'
)


class SeedHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(SEED)))
        self.end_headers()
        self.wfile.write(SEED)

    def log_message(self, *args):
        pass


@pytest.fixture
def seed_server():
    with ThreadingHTTPServer(("127.0.0.1", 0), SeedHandler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_markets_documented_answer_comes_out_right_from_any_server(signed_in, home, seed_server, settings, page_of):
    settings.MARKET_API_URL = seed_server
    Seller.objects.update(business_id=1)

    page = page_of(signed_in.get("/chats/1/1/"))

    assert page.cssselect(".badge")[0].get("data-status") == "NEW"
    assert page.cssselect("[data-context=ORDER]")
    assert page.cssselect("#buyer-link")[0].get("href") == "https://market.yandex.ru/user/example/reviews"
    assert {button.get("data-copy") for button in page.cssselect(".chat-head [data-copy]")} == {"1"}
