"""F7: a buyer's name in the lookup field."""

import pytest

from chats.models import Lookup, RecentChat


def by_name(client, **asked):
    return client.get("/lookup/names/", asked, headers={"HX-Request": "true", "HX-Target": "lookup-result"})


def test_f7_a_name_that_is_typed_finds_chats_and_asks_nobody(signed_in, home, market, known_chat, page_of):
    known_chat(home, 310001, customer_name="Иван П.")

    page = page_of(by_name(signed_in, q="ива"))

    assert [row.get("href") for row in page.cssselect("#lookup-result .row")] == ["/chats/1001/310001/"]
    assert "ива" in page.cssselect("#lookup-result h2")[0].text_content()
    assert (market.calls, Lookup.objects.count(), RecentChat.objects.count()) == ([], 0, 0)


def test_f7_enter_on_a_name_shows_the_same_and_never_opens_a_chat_by_itself(
    signed_in, home, market, known_chat, page_of
):
    known_chat(home, 310001, customer_name="Иван П.")

    response = signed_in.get("/lookup/", {"q": "Иван"})

    page = page_of(response)
    assert response.status_code == 200
    assert page.cssselect("#lookup-result .row")
    assert page.cssselect("#q")[0].get("value") == "Иван"
    assert not page.cssselect("#q")[0].get("aria-invalid")
    assert not page.cssselect("#lookup-error")[0].text_content().strip()


@pytest.mark.parametrize("text", ["", "и", "310001", "1 " * 5000, "ACMA:SECRETSECRET:12345678", "\x00", "%"])
def test_f7_what_is_no_known_name_empties_the_list_and_is_not_refused_while_it_is_typed(
    signed_in, home, market, known_chat, page_of, text
):
    known_chat(home, 310001, customer_name="Иван П.")

    response = by_name(signed_in, q=text)

    page = page_of(response)
    assert response.status_code == 200
    assert not page.cssselect(".row")
    assert not page.text_content().strip()
    assert b"SECRETSECRET" not in response.content


def test_f7_the_same_chats_at_the_address_of_a_page(signed_in, home, market, known_chat, page_of):
    known_chat(home, 310001, customer_name="Иван П.")

    page = page_of(signed_in.get("/lookup/names/", {"q": "Иван"}))

    assert page.cssselect("h1")
    assert page.cssselect("#lookup-result .row")


def test_f7_a_hostile_name_stays_text(signed_in, home, market, known_chat, page_of):
    known_chat(home, 310001, customer_name="<img src=x onerror=alert(1)>")

    page = page_of(by_name(signed_in, q="<img"))

    assert page.cssselect(".row")
    assert not page.cssselect("img")


def test_f7_a_foreign_seller_is_no_choice(signed_in, home, foreign, market, known_chat, page_of):
    known_chat(foreign, 420001)

    assert not page_of(by_name(signed_in, q="Иван", seller=foreign.business_id)).cssselect(".row")
    assert not page_of(by_name(signed_in, q="Иван")).cssselect(".row")
