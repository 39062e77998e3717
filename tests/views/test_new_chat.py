import pytest

from tests.views.replying import ADDRESS


def test_a_chat_is_started_about_an_order_that_has_none(signed_in, home, market, page_of):
    page = page_of(signed_in.get("/lookup/?q=123454321&fresh=1"))
    assert page.cssselect(".start-chat form")[0].get("action") == "/chats/new/"
    assert "Only buyers can start" in page.cssselect(".start-chat")[0].text_content()

    fields = {"seller": "1001", "context_type": "ORDER", "context_id": "54810000101"}
    response = signed_in.post("/chats/new/", fields)

    assert (response.status_code, response["Location"]) == (302, ADDRESS)


def test_f3_an_order_without_a_chat_is_one_press_away_from_it(signed_in, home, market, page_of):
    page = page_of(signed_in.get("/lookup/?q=54810000301"))

    (form,) = page.cssselect("#lookup-result form.no-chat")
    fields = {field.get("name"): field.get("value") for field in form.cssselect("input[type=hidden]")}
    assert {name: fields[name] for name in ("seller", "context_type", "context_id")} == {
        "seller": "1001",
        "context_type": "ORDER",
        "context_id": "54810000301",
    }
    assert len(form.cssselect("button")) == 1
    assert not page.cssselect(".start-chat, .asked")
    assert "Дом и сад" in form.text_content()

    response = signed_in.post("/chats/new/", fields)

    assert (response.status_code, response["Location"]) == (302, "/chats/1001/500001/")


def test_f3_where_market_has_no_such_order_the_form_offers_a_return_first(signed_in, home, market, page_of):
    page = page_of(signed_in.get("/lookup/?q=6620304"))

    kinds = [field.get("value") for field in page.cssselect(".start-chat input[name=context_type]")]
    assert kinds == ["RETURN", "ORDER"]


def choices(page):
    return {field.get("name"): field.get("value") for field in page.cssselect(".new-chat input[checked]")}


@pytest.mark.parametrize("kind", ["ORDER", "RETURN"])
def test_f4_a_refused_beginning_leads_back_to_the_form_with_what_was_chosen(
    signed_in, home, tech, market, page_of, kind
):
    response = signed_in.post("/chats/new/", {"seller": "2002", "context_type": kind, "context_id": "54810000301"})

    page = page_of(response)
    assert response.status_code == 422
    assert choices(page) == {"context_type": kind, "seller": "2002"}
    assert page.cssselect(".new-chat input[name=context_id]")[0].get("value") == "54810000301"
    assert {field.get("value") for field in page.cssselect("input[name=seller]")} == {"1001", "2002"}
    assert "Техно-Мир" in page.cssselect("#seller-error")[0].text_content()
    assert not page.cssselect("[data-problem]")


def test_f4_the_choice_can_be_mended_on_the_spot(signed_in, home, tech, market, page_of):
    refused = page_of(
        signed_in.post("/chats/new/", {"seller": "2002", "context_type": "ORDER", "context_id": "54810000301"})
    )

    form = refused.cssselect(".new-chat")[0]
    response = signed_in.post(form.get("action"), {**dict(form.fields), "seller": "1001"})

    assert response["Location"] == "/chats/1001/500001/"


def test_f4_a_return_of_a_dbs_store_is_refused_in_plain_words(signed_in, home, market, page_of):
    response = signed_in.post("/chats/new/", {"seller": "1001", "context_type": "RETURN", "context_id": "6620305"})

    said = page_of(response).cssselect("#kind-error")[0].text_content()
    assert "DBS" in said
    assert "not available" not in response.content.decode()


def test_f4_a_seller_with_dbs_stores_alone_costs_no_call(signed_in, home, market, page_of):
    home.campaigns.update(placement_type="DBS")

    response = signed_in.post("/chats/new/", {"seller": "1001", "context_type": "RETURN", "context_id": "6620304"})

    assert page_of(response).cssselect("#kind-error")
    assert market.calls == []


@pytest.mark.parametrize(("fault", "kind"), [("401", "dead_key"), ("500", "broken"), ("420_hourly", "hourly_limit")])
def test_f4_what_no_choice_can_mend_is_said_above_the_form(signed_in, home, market, page_of, fault, kind):
    market.fail(fault, operation="createChat", times=9)

    fields = {"seller": "1001", "context_type": "ORDER", "context_id": "54810000301"}
    page = page_of(signed_in.post("/chats/new/", fields))

    assert page.cssselect(f"[data-problem={kind}]")
    assert choices(page) == {"context_type": "ORDER", "seller": "1001"}
    assert not page.cssselect(".new-chat .field-error")


@pytest.mark.parametrize(
    "fields", [{"context_type": "DIRECT"}, {"seller": "2002"}, {"context_id": "0"}, {"context_id": "x"}]
)
def test_what_cannot_be_started_is_no_page_and_no_call(signed_in, home, foreign, market, fields):
    usual = {"seller": "1001", "context_type": "ORDER", "context_id": "54810000101"}

    assert signed_in.post("/chats/new/", {**usual, **fields}).status_code == 404
    assert market.calls == []
