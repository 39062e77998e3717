"""F5: "Your recent chats" are those whose pages were opened, however the agent got there."""

import pytest

from chats.models import RecentChat
from chats.sandbox.content.chats import ORDER_AND_RETURN
from tests.conversation_fixture import message
from tests.views.replying import ADDRESS

PULSE = {"HX-Request": "true", "HX-Target": "freshness"}


def rows(page) -> list[str]:
    return [row.get("href").partition("?")[0] for row in page.cssselect(".list .row")]


def highlighted(page) -> list[str]:
    return [row.get("href").partition("?")[0] for row in page.cssselect(".list .row[aria-current=page]")]


def recents() -> list[int]:
    return list(RecentChat.objects.order_by("-opened_at").values_list("chat__chat_id", flat=True))


@pytest.mark.parametrize("is_known", [True, False])
def test_f5_a_chat_opened_by_its_address_has_its_row_and_it_is_highlighted(
    signed_in, fresh, home, market, page_of, is_known
):
    fresh(310002)
    if is_known:
        fresh()
    signed_in.get("/chats/1001/310002/")

    page = page_of(signed_in.get(ADDRESS))

    assert sorted(rows(page)) == [ADDRESS, "/chats/1001/310002/"]
    assert highlighted(page) == [ADDRESS]
    assert recents() == [310001, 310002]


def test_f5_numbers_that_were_found_and_not_opened_are_no_recent_chats(signed_in, home, market):
    signed_in.get("/lookup/", {"q": "310001, 310002, 310004"})
    signed_in.get("/lookup/", {"q": str(ORDER_AND_RETURN)})

    assert recents() == []


def test_f5_a_chat_chosen_from_several_hits_is_one(signed_in, home, market, page_of):
    results = page_of(signed_in.get("/lookup/", {"q": str(ORDER_AND_RETURN)}))
    second = results.cssselect("#lookup-result .row")[1].get("href")

    assert highlighted(page_of(signed_in.get(second))) == [second]


def test_f5_a_pulse_and_a_part_are_no_opening(signed_in, fresh, home, market):
    fresh()
    fresh(310002)
    signed_in.get(ADDRESS)
    signed_in.get("/chats/1001/310002/")

    signed_in.get(ADDRESS, headers=PULSE)
    signed_in.get(f"{ADDRESS}order/", headers={"HX-Request": "true", "HX-Target": "chat-order"})

    assert recents() == [310002, 310001]


def test_f5_a_reload_writes_nothing(signed_in, fresh, home, market):
    fresh()
    signed_in.get(ADDRESS)
    first = RecentChat.objects.get().opened_at

    signed_in.get(ADDRESS)

    assert RecentChat.objects.get().opened_at == first


@pytest.mark.parametrize("way", ["older", "refused"])
def test_f5_the_open_chat_has_its_row_on_every_form_of_its_page(signed_in, talk, market, page_of, way):
    chat = talk(0)
    for number in (1, 2):
        message(chat, number)

    if way == "older":
        page = page_of(signed_in.get(f"{ADDRESS}older/?before=2"))
    else:
        page = page_of(signed_in.post(f"{ADDRESS}reply/", {"reply_id": "8f7a2f5e-0d5c-4b8e-9a59-0c1d2e3f4a5b"}))

    assert highlighted(page) == [ADDRESS]


def test_f5_a_seller_that_is_taken_away_takes_its_rows_away(signed_in, agent, fresh, tech, known_chat, market, page_of):
    fresh()
    known_chat(tech, 420001)
    signed_in.get("/chats/2002/420001/")
    signed_in.get(ADDRESS)
    tech.groups.clear()

    assert rows(page_of(signed_in.get(ADDRESS))) == [ADDRESS]
    assert [link.get("href") for link in page_of(signed_in.get("/")).cssselect(".recents .row")] == [ADDRESS]
