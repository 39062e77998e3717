"""Where a person learns that a note mentions them, until they have opened the chat: the list, the bell, the note."""

import pytest
from django.utils import timezone

from chats.models import AgentSettings, Mention
from chats.services import notes
from tests.views.replying import ADDRESS


@pytest.fixture
def mentioned(fresh, colleague, agent):
    colleague.first_name, colleague.last_name = "Ольга", "Лаврова"
    colleague.save()
    chat = fresh(status="FINISHED")
    return notes.write(colleague, chat, "@agent, глянь", key=None, now=timezone.now())


def mine(client, page_of) -> list[str]:
    rows = page_of(client.get("/?view=mine")).cssselect("#inbox-rows .entry .row-line")
    return [" ".join(one.text_content().split()) for one in rows]


def test_the_chat_is_among_ones_own_until_it_is_opened(signed_in, mentioned, page_of):
    assert mine(signed_in, page_of) == ["Ольга Лаврова mentions you in a note"]

    page = page_of(signed_in.get(ADDRESS))

    assert [one.text for one in page.cssselect(".note[data-for-me] .mention[data-me]")] == ["@agent"]
    assert mine(signed_in, page_of) == []


def test_a_part_of_an_open_page_does_not_read_it(signed_in, mentioned, page_of):
    signed_in.get(ADDRESS, headers={"HX-Request": "true", "HX-Target": "freshness"})
    signed_in.post(f"{ADDRESS}read/", {"message_id": "1"})
    assert Mention.objects.get().read_at is None

    signed_in.post(f"{ADDRESS}read/", {"message_id": "1", "notes": "1"})

    assert Mention.objects.get().read_at


def test_the_bell_says_it_by_whom_and_no_word_of_the_note(signed_in, agent, mentioned, page_of):
    AgentSettings.objects.create(agent=agent, notices=True)

    answer = signed_in.get("/bell/")

    (event,) = page_of(answer).cssselect("[data-event]")
    assert event.get("data-event") == f"m{Mention.objects.get().pk}"
    assert (event.get("data-body"), event.get("data-href")) == ("Ольга Лаврова mentions you in a note", ADDRESS)
    assert "глянь" not in answer.text
