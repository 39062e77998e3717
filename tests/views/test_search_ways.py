"""The ways to the search in messages, and from a hit to the message."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.services import notes
from tests.conversation_fixture import message
from tests.views.replying import ADDRESS

PART = {"HX-Request": "true", "HX-Target": "lookup-result"}


# ---- from the field of the lookup


def test_while_words_are_typed_the_search_in_messages_is_offered(signed_in, home, page_of):
    response = signed_in.get("/lookup/names/", {"q": "Зинаида", "seller": "1001"}, headers=PART)

    [link] = page_of(response).cssselect(".search-too a")
    assert link.get("href") == "/search/?q=%D0%97%D0%B8%D0%BD%D0%B0%D0%B8%D0%B4%D0%B0&seller=1001"
    assert "Зинаида" in link.text_content()


def test_words_that_are_no_name_are_searched_for_in_messages(signed_in, home, market):
    page = signed_in.get("/lookup/", {"q": "где посылка?"})
    part = signed_in.get("/lookup/", {"q": "где посылка?"}, headers=PART)

    address = "/search/?q=%D0%B3%D0%B4%D0%B5+%D0%BF%D0%BE%D1%81%D1%8B%D0%BB%D0%BA%D0%B0%3F"
    assert (page.status_code, page["Location"]) == (302, address)
    assert (part.status_code, part["HX-Redirect"]) == (200, address)
    assert market.calls == []


def test_a_number_that_was_found_offers_no_search(signed_in, home, market, page_of):
    page = page_of(signed_in.get("/lookup/", {"q": "310001", "all": "1"}))

    assert page.cssselect("#lookup-result") and not page.cssselect(".search-too")


def test_a_key_is_not_searched_for(signed_in, home):
    response = signed_in.get("/lookup/", {"q": "ACMA:SECRETSECRET:abcdefgh"})

    assert response.status_code == 422
    assert b"SECRETSECRET" not in response.content


# ---- to the message


@pytest.mark.parametrize(
    ("number", "address"),
    [
        (120, "/chats/1001/310001/#m120"),
        (71, "/chats/1001/310001/#m71"),
        (70, "/chats/1001/310001/older/?before=86#m70"),
        (1, "/chats/1001/310001/older/?before=17#m1"),
    ],
)
def test_a_hit_leads_to_the_page_that_has_it(signed_in, talk, page_of, market, number, address):
    talk(120)

    response = signed_in.get("/chats/1001/310001/at/", {"message": number})

    assert (response.status_code, response["Location"]) == (302, address)
    assert page_of(signed_in.get(address.partition("#")[0])).cssselect(f"#m{number}")


def test_a_message_of_another_chat_is_not_here(signed_in, talk, known_chat, home):
    talk(1)
    message(known_chat(home, 310002), 99)

    assert signed_in.get("/chats/1001/310001/at/", {"message": 99}).status_code == 404


def test_a_note_is_marked_among_the_hits_and_opens_its_chat_at_itself(signed_in, talk, agent, page_of):
    chat = talk(60)
    early = chat.messages.get(message_id=3).created_at + timedelta(milliseconds=1)
    old, new = (notes.write(agent, chat, "посылка", key=None, now=at) for at in (early, timezone.now()))

    hits = page_of(signed_in.get("/search/", {"q": "посылка"})).cssselect(".hit[data-note]")
    ways = [signed_in.get(hit.get("href"))["Location"] for hit in hits]

    assert [hit.cssselect(".hit-note")[0].text_content() for hit in hits] == ["Private note"] * 2
    assert ways[0] == f"{ADDRESS}#note-{new.pk}"
    assert ways[1].startswith(f"{ADDRESS}older/?before=") and ways[1].endswith(f"#note-{old.pk}")
    page = page_of(signed_in.get(ways[1]))
    assert page.cssselect(f"#note-{old.pk}")


def test_a_note_in_a_chat_without_messages_opens_too(signed_in, talk, agent):
    note = notes.write(agent, talk(0), "посылка", key=None, now=timezone.now())

    assert signed_in.get(f"{ADDRESS}at/", {"note": note.pk})["Location"] == f"{ADDRESS}#note-{note.pk}"
    assert signed_in.get(f"{ADDRESS}at/", {"note": note.pk + 1}).status_code == 404
