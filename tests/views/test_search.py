"""The page of the search, what it finds and what it says."""

from datetime import timedelta

import pytest

from chats.models import SearchBackfill
from chats.services import search
from chats.services.search import find
from tests.conversation_fixture import message
from tests.desk_fixture import NOW


@pytest.fixture
def say(home, fresh):
    """say("Где посылка?") puts a message into the chat 310001, or into the one given."""
    chat = fresh(310001, customer_name="Иван П.")

    def add(text, number=1, to=chat, **details):
        search.add_to_index(to, [message(to, number, text=text, **details)])

    return add


def hits(page):
    return [row.get("href") for row in page.cssselect(".hits .row")]


def marked(page):
    return [one.text_content() for one in page.cssselect(".hits mark")]


def test_the_page_begins_with_an_empty_form(signed_in, home, page_of):
    page = page_of(signed_in.get("/search/"))

    assert page.cssselect("form.search input[name=q]")
    assert not page.cssselect("main .field-error, .hits, .empty")


def test_a_word_finds_the_message_marked_and_leads_to_it(signed_in, say, page_of):
    say("Здравствуйте! Когда привезут посылку?", 7, sender="CUSTOMER")

    page = page_of(signed_in.get("/search/", {"q": "посылка"}))

    [row] = page.cssselect(".hits .row")
    assert row.get("href") == "/chats/1001/310001/at/?message=7"
    assert marked(page) == ["посылку"]
    assert "Иван П." in row.text_content()
    assert row.cssselect("[data-status]") and row.cssselect("time")
    assert page.cssselect("form.search input[name=q]")[0].get("value") == "посылка"


def test_hostile_text_is_shown_as_text(signed_in, say, page_of):
    say('<script>alert(1)</script> <b onclick="x">посылка</b> \u202e\u200b&amp;')

    response = signed_in.get("/search/", {"q": '<b>посылка "'})

    page = page_of(response)
    assert not page.cssselect(".hits script, .hits b[onclick]")
    assert "<script>alert(1)</script>" in page.cssselect(".hit-text")[0].text_content()
    assert "посылка" in marked(page)
    assert "\u202e" not in page.cssselect(".hits")[0].text_content()


def test_of_a_long_message_the_part_with_the_word_is_shown(signed_in, say, page_of):
    say("много слов " * 200 + "посылка" + " и ещё слова" * 200)

    page = page_of(signed_in.get("/search/", {"q": "посылка"}))

    text = page.cssselect(".hit-text")[0].text_content()
    assert marked(page) == ["посылка"]
    assert len(text) < 400
    assert text.strip().startswith("…") and text.strip().endswith("…")


def test_a_search_is_narrowed_by_the_form(signed_in, say, page_of, tech, known_chat):
    say("посылка одна", 1, sender="CUSTOMER", at=NOW - timedelta(days=3))
    say("посылка две", 2, sender="PARTNER", at=NOW)
    say("посылка три", 1, to=known_chat(tech, 400001), at=NOW)

    def found(**asked):
        page = page_of(signed_in.get("/search/", {"q": "посылка", **asked}))
        return {row.cssselect(".hit-text > bdi")[0].text_content() for row in page.cssselect(".hits .row")}

    day = NOW.date()
    assert found() == {"посылка одна", "посылка две", "посылка три"}
    assert found(seller=tech.business_id) == {"посылка три"}
    assert found(**{"from": "PARTNER"}) == {"посылка две"}
    assert found(since=day) == {"посылка две", "посылка три"}
    assert found(until=day - timedelta(days=3)) == {"посылка одна"}
    assert found(since=day.strftime("%d.%m.%Y"), until=day) == {"посылка две", "посылка три"}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"q": ""}, "q"),
        ({"q": "?!"}, "q"),
        ({"q": "а" * 201}, "q"),
        ({"q": "\0"}, "q"),
        ({"q": "посылка", "seller": "424242"}, "seller"),
        ({"q": "посылка", "from": "NOBODY"}, "from"),
        ({"q": "посылка", "since": "tomorrow"}, "since"),
        ({"q": "посылка", "since": "0001-01-01"}, "since"),
        ({"q": "посылка", "until": "9999-12-31"}, "until"),
        ({"q": "посылка", "since": "2026-11-22", "until": "2026-11-21"}, "until"),
    ],
)
def test_what_cannot_be_searched_for_is_said_beside_its_field(signed_in, say, tech, page_of, asked, field):
    say("посылка")

    response = signed_in.get("/search/", asked)

    page = page_of(response)
    assert response.status_code == 422
    assert page.get_element_by_id(f"search-{field}_error").text_content().strip()
    assert not page.cssselect(".hits")


def test_another_sellers_name_in_the_form_is_the_same_as_none(signed_in, say, page_of, foreign):
    say("посылка")

    theirs = page_of(signed_in.get("/search/", {"q": "посылка", "seller": foreign.business_id}))
    nobodys = page_of(signed_in.get("/search/", {"q": "посылка", "seller": 999}))

    # With one seller of one's own there is no list to choose from.
    assert not theirs.cssselect("select[name=seller]")
    assert [len(page.cssselect(".hits")) for page in (theirs, nobodys)] == [0, 0]


def test_another_sellers_messages_are_not_found(signed_in, say, page_of, foreign, known_chat):
    say("посылка наша")
    say("посылка чужая", to=known_chat(foreign, 400001))

    page = page_of(signed_in.get("/search/", {"q": "посылка"}))

    assert hits(page) == ["/chats/1001/310001/at/?message=1"]


def test_pages_follow_each_other_by_a_link_that_keeps_what_was_asked(signed_in, say, page_of, monkeypatch):
    monkeypatch.setattr(find, "PAGE", 2)
    for number in range(1, 6):
        say(f"посылка {number}", number)

    seen, address = [], "/search/?q=посылка&from=CUSTOMER&since=2020-01-01&junk=1"
    while address:
        page = page_of(signed_in.get(address))
        seen += hits(page)
        address = "".join(link.get("href") for link in page.cssselect(".search-next a"))
        assert not address or ("from=CUSTOMER" in address and "junk" not in address)

    assert seen == [f"/chats/1001/310001/at/?message={number}" for number in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "1"])
def test_a_made_up_end_of_a_page_is_no_error(signed_in, say, before):
    say("посылка")

    assert signed_in.get("/search/", {"q": "посылка", "before": before}).status_code == 200


def test_nothing_found_is_said(signed_in, home, page_of):
    page = page_of(signed_in.get("/search/", {"q": "посылка"}))

    assert page.cssselect(".empty") and not page.cssselect("#indexing, #too-slow")


def test_what_is_not_indexed_yet_is_said(signed_in, say, page_of):
    say("посылка")
    SearchBackfill.objects.create(below=25, total=100)

    page = page_of(signed_in.get("/search/", {"q": "посылка"}))

    assert "75" in page.get_element_by_id("indexing").text_content()
    assert hits(page)


def test_a_search_that_was_stopped_is_said(signed_in, say, page_of, monkeypatch):
    monkeypatch.setattr(search, "find_messages", lambda *_: search.Found(too_slow=True))

    page = page_of(signed_in.get("/search/", {"q": "посылка"}))

    assert page.get_element_by_id("too-slow").text_content().strip()
    assert not page.cssselect(".empty")


def test_buyers_of_that_name_come_first(signed_in, say, page_of):
    say("Меня зовут Иван")

    page = page_of(signed_in.get("/search/", {"q": "Иван"}))

    assert [row.get("href") for row in page.cssselect(".rows .row")] == [
        "/chats/1001/310001/",
        "/chats/1001/310001/at/?message=1",
    ]


def test_a_number_leads_to_its_lookup(signed_in, say, page_of):
    say("Заказ 54810000101 не пришёл")

    page = page_of(signed_in.get("/search/", {"q": "54810000101"}))

    assert hits(page)
    assert page.cssselect("a[href='/lookup/?q=54810000101']")
    assert not page_of(signed_in.get("/search/", {"q": "заказ"})).cssselect("a[href^='/lookup/?']")
