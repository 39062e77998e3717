import pytest

from tests.views.replying import ADDRESS


def test_a_chat_is_started_about_an_order_that_has_none(signed_in, home, market, page_of):
    page = page_of(signed_in.get("/lookup/?q=123454321&fresh=1"))
    assert page.cssselect(".start-chat form")[0].get("action") == "/chats/new/"
    assert "Only buyers can start" in page.cssselect(".start-chat")[0].text_content()

    fields = {"seller": "1001", "context_type": "ORDER", "context_id": "54810000101"}
    response = signed_in.post("/chats/new/", fields)

    assert (response.status_code, response["Location"]) == (302, ADDRESS)


def test_a_chat_that_market_does_not_start_says_why(signed_in, home, market, page_of):
    market.fail("404", operation="createChat")

    response = signed_in.post("/chats/new/", {"seller": "1001", "context_type": "ORDER", "context_id": "77"})

    assert response.status_code == 422
    assert page_of(response).cssselect("[data-problem] h1")


@pytest.mark.parametrize(
    "fields", [{"context_type": "DIRECT"}, {"seller": "2002"}, {"context_id": "0"}, {"context_id": "x"}]
)
def test_what_cannot_be_started_is_no_page_and_no_call(signed_in, home, foreign, market, fields):
    usual = {"seller": "1001", "context_type": "ORDER", "context_id": "54810000101"}

    assert signed_in.post("/chats/new/", {**usual, **fields}).status_code == 404
    assert market.calls == []
