"""Who else is at a chat: on its page, in its pulse and in the list."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from chats.models import Draft, Presence
from chats.services import inbox, presence
from chats.services.inbox import Asked

ADDRESS = "/chats/1001/310001/"
OLD = timedelta(seconds=31)


@pytest.fixture
def olga(colleague):
    colleague.first_name, colleague.last_name = "Ольга", "Лебедева"
    colleague.save()
    return colleague


@pytest.fixture
def chat(talk):
    return talk(3, status="NEW")


def pulse(client, page, **more):
    """The pulse of this page, as its element asks."""
    address = page.cssselect("#freshness")[0].get("hx-get")
    return client.get(f"{address}&{urlencode(more)}", headers={"HX-Request": "true", "HX-Target": "freshness"})


def text_of(page, selector: str) -> str:
    [found] = page.cssselect(selector)
    return found.text_content().strip()


def grow_old(**columns) -> None:
    for one in Presence.objects.all():
        one.seen_at -= OLD
        one.writing_at = one.writing_at and one.writing_at - OLD
        one.save()


def test_a_pulse_tells_of_a_colleague_and_the_next_one_has_nothing_new(signed_in, chat, olga, market, page_of):
    page = page_of(signed_in.get(ADDRESS))
    assert (text_of(page, "#chat-readers"), text_of(page, "#chat-writers")) == ("", "")
    presence.keep_up(olga, chat, looking=True, now=timezone.now())

    part = page_of(pulse(signed_in, page))

    assert text_of(part, "#chat-readers[hx-swap-oob]") == "Ольга Л. is reading"
    assert part.cssselect("#chat-readers")[0].get("title") == "Ольга Лебедева"
    assert pulse(signed_in, part).status_code == 204


def test_the_page_itself_and_its_part_beside_the_list_say_it_at_once(signed_in, chat, olga, market, page_of):
    presence.note_writing(olga, chat, writes=True, now=timezone.now())

    pages = [signed_in.get(ADDRESS), signed_in.get(ADDRESS, headers={"HX-Request": "true", "HX-Target": "chat"})]

    assert [text_of(page_of(one), "#chat-writers") for one in pages] == ["Ольга Л. is writing a reply"] * 2
    assert [text_of(page_of(one), "#chat-readers") for one in pages] == ["", ""]


def test_who_has_gone_disappears_without_another_word_of_theirs(signed_in, chat, olga, market, page_of):
    presence.note_writing(olga, chat, writes=True, now=timezone.now())
    page = page_of(signed_in.get(ADDRESS))

    grow_old()
    part = page_of(pulse(signed_in, page))

    assert text_of(part, "#chat-writers[hx-swap-oob]") == ""
    assert pulse(signed_in, part).status_code == 204


def test_oneself_in_another_window_is_nobody_else(signed_in, agent, chat, market, page_of):
    presence.note_writing(agent, chat, writes=True, now=timezone.now())

    page = page_of(signed_in.get(ADDRESS))

    assert (text_of(page, "#chat-readers"), text_of(page, "#chat-writers")) == ("", "")
    assert not page.cssselect(".writes")
    assert pulse(signed_in, page).status_code == 204


@pytest.mark.parametrize(("away", "rows"), [({}, 1), ({"away": "1"}, 0)])
def test_a_pulse_notes_the_reader_and_one_of_a_hidden_tab_does_not(signed_in, chat, market, page_of, away, rows):
    pulse(signed_in, page_of(signed_in.get(ADDRESS)), **away)

    assert Presence.objects.count() == rows


@pytest.mark.parametrize(
    ("sent", "writes"),
    [({"text": "Добрый"}, True), ({"text": "  "}, False), ({"text": "Добрый", "leaving": "1"}, False)],
)
def test_a_draft_that_is_saved_tells_that_its_agent_writes(signed_in, agent, olga, chat, market, sent, writes):
    signed_in.post(f"{ADDRESS}draft/", sent)

    assert Draft.objects.get().text == sent["text"]
    assert (chat.pk in presence.writers_for(olga, now=timezone.now())) is writes


def test_a_draft_that_did_not_change_tells_nothing(signed_in, agent, chat, market):
    signed_in.post(f"{ADDRESS}draft/", {"text": "Добрый"})
    grow_old()

    signed_in.post(f"{ADDRESS}draft/", {"text": "Добрый"})

    assert not presence.others_at(agent, chat, now=timezone.now()).writers
    assert Presence.objects.get().seen_at < timezone.now() - OLD + timedelta(seconds=5)


# ---- the list


def list_pulse(client, page):
    digest = page.cssselect("#inbox-rows")[0].get("data-list")
    return client.get("/", {"list": digest, "shown": 1}, headers={"HX-Request": "true", "HX-Target": "inbox"})


def test_a_row_says_who_writes_until_that_ends(signed_in, chat, olga, market, page_of):
    page = page_of(signed_in.get("/"))
    presence.note_writing(olga, chat, writes=True, now=timezone.now())

    part = page_of(list_pulse(signed_in, page))

    assert text_of(part, ".entry .writes [aria-hidden]") == "ОЛ is writing"
    assert text_of(part, ".entry .writes .sr") == "Ольга Л. is writing a reply"
    assert list_pulse(signed_in, part).status_code == 204
    grow_old()
    later = page_of(list_pulse(signed_in, part))
    assert not later.cssselect(".writes")
    assert list_pulse(signed_in, later).status_code == 204


def test_the_pulse_of_a_chat_brings_the_row_of_another(signed_in, chat, talk, olga, market, page_of):
    other = talk(3, 310002, status="NEW")
    page = page_of(signed_in.get(ADDRESS))
    digest = page.cssselect("#inbox-rows")[0].get("data-list")
    presence.note_writing(olga, other, writes=True, now=timezone.now())

    part = page_of(pulse(signed_in, page, list=digest, shown=2))

    assert "/310002/" in part.cssselect(".entry:has(.writes)")[0].get("href")
    assert not part.cssselect("#chat-writers")


def test_a_chat_that_the_list_does_not_show_changes_nothing(
    signed_in, chat, foreign, known_chat, boss, market, page_of
):
    hidden = known_chat(foreign, 420001, status="NEW")
    page = page_of(signed_in.get("/"))

    presence.note_writing(boss, hidden, writes=True, now=timezone.now())

    assert list_pulse(signed_in, page).status_code == 204


def test_a_quiet_list_costs_one_query_more_for_all_its_rows(agent, chat, django_assert_num_queries):
    page = inbox.page_of(agent, Asked())

    with django_assert_num_queries(3):
        writers = presence.writers_for(agent, now=timezone.now())
        assert inbox.changes(agent, Asked(), digest=inbox.page_digest(page), shown=1, writers=writers) is None
