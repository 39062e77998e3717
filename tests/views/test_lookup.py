import re

import pytest

from chats.models import Lookup, RecentChat
from chats.sandbox.content.chats import ORDER_AND_RETURN
from tests.desk_fixture import NOW


def part(client, **asked):
    return client.get("/lookup/", asked, headers={"HX-Request": "true", "HX-Target": "lookup-result"})


def test_the_start_page_has_one_field_that_is_ready_to_type_into(signed_in, home, page_of):
    for address in ("/", "/lookup/"):
        page = page_of(signed_in.get(address))

        fields = page.cssselect("input[name=q]")
        assert len(fields) == 1
        assert fields[0].get("autofocus") is not None
        assert len(page.cssselect("form[role=search][method=get]")) == 1


def test_an_agent_without_sellers_is_told_whom_to_ask(client, django_user_model, page_of):
    client.force_login(django_user_model.objects.create_user("alone"))

    page = page_of(client.get("/"))

    assert page.cssselect(".empty")
    assert not page.cssselect("input[name=q]")


def test_without_scripts_a_hit_ends_on_the_chats_own_address(signed_in, home, market):
    response = signed_in.get("/lookup/", {"q": "№ 310 001"})

    assert (response.status_code, response["Location"]) == (302, "/chats/1001/310001/")


def test_with_htmx_a_hit_ends_on_the_same_address(signed_in, home, market):
    response = part(signed_in, q="310001")

    assert (response.status_code, response["HX-Redirect"]) == (200, "/chats/1001/310001/")


@pytest.mark.parametrize(
    "text", ["", "№ #", "12.11.2026", "0", "9" * 25, "+7 (912) 345-67-89", "ACMA:SECRETSECRET:12345678", "1 " * 5000]
)
def test_what_cannot_be_an_id_is_refused_beside_the_field_and_costs_no_call(signed_in, home, market, page_of, text):
    page = page_of(signed_in.get("/lookup/", {"q": text}))
    response = part(signed_in, q=text)

    assert response.status_code == 422
    assert page.cssselect("#lookup-error")[0].text_content().strip()
    assert page.cssselect("input[name=q]")[0].get("aria-invalid") == "true"
    assert page_of(response).cssselect("#lookup-error")[0].text_content().strip()
    assert market.calls == []
    assert not Lookup.objects.exists()


def test_refused_text_stays_in_the_field_but_a_key_does_not(signed_in, home, page_of):
    kept = page_of(signed_in.get("/lookup/", {"q": "посылка 12.11.2026"}))
    dropped = signed_in.get("/lookup/", {"q": "ACMA:SECRETSECRET:12345678"})

    assert kept.cssselect("input[name=q]")[0].get("value") == "посылка 12.11.2026"
    assert page_of(dropped).cssselect("input[name=q]")[0].get("value") == ""
    assert b"SECRETSECRET" not in dropped.content


def test_one_number_that_is_several_things_shows_the_choices(signed_in, home, market, page_of):
    page = page_of(part(signed_in, q=str(ORDER_AND_RETURN)))

    addresses = {link.get("href") for link in page.cssselect("#lookup-result .rows a")}
    assert addresses == {"/chats/1001/310021/", "/chats/1001/310022/"}
    assert Lookup.objects.get().outcome == "CHOICES"


def test_f9_several_numbers_are_answered_in_one_list_with_one_note_under_it(
    signed_in, home, market, known_chat, page_of
):
    known_chat(home, 310001)
    known_chat(home, 310002)

    page = page_of(part(signed_in, q="310001, 310002\n999999"))

    (listed,) = page.cssselect("#lookup-result .rows")
    assert [one.text_content() for one in listed.cssselect(".row-number")] == ["310001", "310002"]
    assert "999999" in listed.cssselect(".row-none")[0].text_content()
    (ask_as_well,) = page.cssselect("#lookup-result .result-note a")
    assert ask_as_well.get("href") == "/lookup/?q=310001%2C%20310002&fresh=1"
    assert Lookup.objects.count() == 3


@pytest.mark.django_db(transaction=True)  # two sellers are asked in threads of their own
def test_f8_sellers_that_failed_alike_share_a_line(signed_in, home, tech, market, settings, page_of):
    settings.MARKET_API_URL = "http://127.0.0.1:1"
    page = page_of(part(signed_in, q="310001"))

    (line,) = page.cssselect("#lookup-result .reasons li")
    assert {"Дом и сад", "Техно-Мир"} == {one.text for one in line.cssselect("bdi")}
    assert not page.cssselect("#lookup-result .codes")  # Market gave none


@pytest.mark.parametrize(
    "text",
    [
        "54810000102-1",
        "54810000102—2",
        "Заказ №54810000102, доставка 0 ₽",
        "54810000102\t2\t1990,00\tДоставлен",
        "54810000102 +7 (912) 345-67-89",
        "УТ-00012345",
    ],
)
def test_p1_p2_p3_p4_what_is_meant_is_opened_straight_away(signed_in, home, market, text):
    assert signed_in.get("/lookup/", {"q": text})["Location"] == "/chats/1001/310002/"
    assert Lookup.objects.get().number == 54810000102


def test_p2_what_was_left_out_is_named_in_one_line_and_a_phone_is_not_repeated(signed_in, home, market, page_of):
    text = "54899999999, +7 (999) 345-67-89, 80084812345678901234, 1990,00, 2 шт."

    page = page_of(part(signed_in, q=text))

    (line,) = page.cssselect("#left-out")
    said = line.text_content()
    assert all(piece in said for piece in ("80084812345678901234", "1990,00", "2 шт."))
    assert "(999)" not in said
    assert len(page.cssselect("#lookup-result .result")) == 1


def test_p2_a_long_list_of_what_was_left_out_is_cut_short(signed_in, home, market, page_of):
    page = page_of(part(signed_in, q="54899999999 " + " ".join(f"{sum_} ₽" for sum_ in range(1, 9))))

    assert "and 3 more" in page.cssselect("#left-out")[0].text_content()


def test_p2_a_paste_with_nothing_left_out_says_nothing_of_it(signed_in, home, market, page_of):
    assert not page_of(part(signed_in, q="54899999999")).cssselect("#left-out")


def test_p4_a_lookup_by_a_shops_own_number_keeps_no_text(signed_in, home, market, page_of):
    response = part(signed_in, q="УТ-77777777")

    assert "УТ-77777777" in page_of(response).cssselect("#lookup-result")[0].text_content()
    assert (Lookup.objects.get().number, Lookup.objects.get().outcome) == (None, "NOT_FOUND")


def test_f2_an_order_without_a_chat_is_not_said_to_be_missing(signed_in, home, market, page_of):
    page = page_of(part(signed_in, q="54810000301"))

    assert "54810000301" in page.cssselect(".no-chat")[0].text_content()
    assert Lookup.objects.get().outcome == "NO_CHAT"


@pytest.mark.parametrize(
    ("scopes", "said"), [([], "no order of this number in the last 30 days"), (["COMMUNICATION"], "could not be")]
)
def test_f2_only_what_market_was_asked_for_is_said_to_be_missing(signed_in, home, market, page_of, scopes, said):
    home.scopes = scopes
    home.save()

    text = page_of(part(signed_in, q="54899999999")).cssselect("#lookup-result .asked")[0].text_content()

    assert said in text
    assert "30 days" not in text or not scopes


def test_nothing_found_says_where_it_was_looked_for(signed_in, home, market, page_of):
    page = page_of(part(signed_in, q="999"))

    assert "Дом и сад" in page.cssselect("#lookup-result .asked")[0].text_content()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("401", "dead_key"),
        ("403_scope", "missing_scope"),
        ("403_api_off", "api_off"),
        ("420_hourly", "hourly_limit"),
        ("closed", "not_reached"),
        ("html", "not_understood"),
    ],
)
def test_a_seller_that_could_not_be_asked_is_named_with_the_reason(signed_in, home, market, page_of, fault, kind):
    market.fail(fault=fault)

    response = part(signed_in, q="310001")

    assert response.status_code == 200
    said = page_of(response).cssselect(f"#lookup-result [data-problem={kind}]")[0].text_content()
    assert "Дом и сад" in said


def test_a_foreign_seller_in_the_form_is_no_choice(signed_in, home, foreign, market, page_of):
    response = part(signed_in, q="420001", seller=foreign.business_id)

    assert response.status_code == 422
    assert market.calls == []
    assert foreign.name not in response.content.decode()


def without_times(response) -> str:
    return re.sub(r'\d\d:\d\d(:\d\d)?|name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def test_a_foreign_chat_is_found_as_little_as_one_that_does_not_exist(signed_in, home, foreign, market, known_chat):
    known_chat(foreign, 420001)

    theirs, nobodys = part(signed_in, q="420001"), part(signed_in, q="420099")

    assert without_times(theirs).replace("420001", "420099") == without_times(nobodys)
    assert [call.business_id for call in market.calls] == [home.business_id] * 6


def test_the_recent_chats_are_under_the_field(signed_in, home, market, page_of):
    signed_in.get("/lookup/", {"q": "310001"}, follow=True)
    signed_in.get("/lookup/", {"q": "310002"}, follow=True)

    page = page_of(signed_in.get("/"))

    addresses = [link.get("href") for link in page.cssselect(".recents [data-walk] a")]
    assert addresses == ["/chats/1001/310002/", "/chats/1001/310001/"]


def test_an_agent_takes_a_chat_off_the_recent_ones(signed_in, agent, home, known_chat):
    RecentChat.objects.create(agent=agent, chat=known_chat(home, 1), opened_at=NOW)

    response = signed_in.post("/recents/forget/", {"business_id": "1001", "chat_id": "1"})

    assert (response.status_code, RecentChat.objects.count()) == (302, 0)


@pytest.mark.parametrize("ids", [{}, {"business_id": "x", "chat_id": "1"}, {"business_id": "9" * 30, "chat_id": "²"}])
def test_forgetting_nonsense_forgets_nothing(signed_in, agent, home, known_chat, ids):
    RecentChat.objects.create(agent=agent, chat=known_chat(home, 1), opened_at=NOW)

    assert signed_in.post("/recents/forget/", ids).status_code == 302
    assert RecentChat.objects.count() == 1


def test_a_get_forgets_nothing(signed_in):
    assert signed_in.get("/recents/forget/").status_code == 405
