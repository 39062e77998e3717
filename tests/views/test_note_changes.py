"""One note by itself: what its author may do with it, and what everybody else may not."""

import pytest
from django.utils import timezone

from chats.models import Chat, Note, NoteDraft
from chats.services import notes
from tests.views.replying import ADDRESS

ONE, DELETE, RESTORE = (f"{ADDRESS}notes/{end}/" for end in ("one", "delete", "restore"))


@pytest.fixture
def chat(fresh) -> Chat:
    return fresh()


@pytest.fixture
def noted(chat, agent):
    """noted("text", by=…): a note in the chat."""
    return lambda text="Склад подтвердил", by=agent: notes.write(by, chat, text, key=None, now=timezone.now())


def words(element) -> str:
    return " ".join(element.text_content().split())


def part(note: Note) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": f"note-{note.pk}"}


def test_the_form_in_its_place_changes_ones_own(signed_in, noted, page_of):
    note = noted("раз")

    opened = page_of(signed_in.get(ONE, {"note": note.pk}, headers=part(note)))
    answer = page_of(signed_in.post(ONE, {"note": note.pk, "text": "два"}, headers=part(note)))
    again = page_of(signed_in.get(ONE, {"note": note.pk}, headers=part(note)))

    assert opened.cssselect("textarea")[0].text.strip() == "раз"
    assert "changed" in words(answer)
    assert answer.cssselect(".msg-text")[0].text == "два"
    assert [one.text for one in again.cssselect(".note-versions .msg-text")] == ["раз"]


def test_without_scripts_a_note_has_a_page_of_its_own(signed_in, noted, page_of):
    note = noted("раз")

    page = page_of(signed_in.get(ONE, {"note": note.pk}))
    answer = signed_in.post(ONE, {"note": note.pk, "text": "два"})

    assert page.cssselect("h1")[0].text == "Private note"
    assert answer["Location"] == f"{ADDRESS}#note-{note.pk}"


def test_a_change_that_is_refused_keeps_what_was_typed(signed_in, noted, page_of):
    note = noted("раз")

    answer = signed_in.post(ONE, {"note": note.pk, "text": "я" * 5_001}, headers=part(note))

    page = page_of(answer)
    assert answer.status_code == 422
    assert "at most" in words(page.cssselect(".field-error")[0])
    assert len(page.cssselect("textarea")[0].text.strip()) == 5_001


def test_a_colleague_reads_what_it_said_before_and_can_change_nothing(client, colleague, noted, agent, page_of):
    note = notes.change(agent, noted("раз"), "два", now=timezone.now())
    client.force_login(colleague)

    opened = page_of(client.get(ONE, {"note": note.pk}, headers=part(note)))
    statuses = [client.post(one, {"note": note.pk, "text": "три"}).status_code for one in (ONE, DELETE, RESTORE)]

    assert [one.text for one in opened.cssselect(".note-versions .msg-text")] == ["раз"]
    assert not opened.cssselect("form")
    assert statuses == [404, 404, 404]
    assert Note.objects.get().text == "два"


def test_a_lead_and_an_administrator_cannot_either(client, boss, noted):
    note = noted("раз")
    client.force_login(boss)

    statuses = [client.post(one, {"note": note.pk, "text": "три"}).status_code for one in (ONE, DELETE, RESTORE)]

    assert statuses == [404, 404, 404]


def test_of_a_deleted_note_only_the_trace_is_shown_and_its_author_brings_it_back(signed_in, noted, page_of):
    note = noted("не тот чат")

    gone = page_of(signed_in.post(DELETE, {"note": note.pk}, headers=part(note)))
    page = signed_in.get(ADDRESS)
    signed_in.post(RESTORE, {"note": note.pk})

    (trace,) = page_of(page).cssselect("#messages .note")
    assert words(trace).startswith("Note deleted, agent, ")
    assert "не тот чат" not in page.text + gone.text_content()
    assert trace.cssselect("button")[0].get("formaction") == RESTORE
    assert "не тот чат" in signed_in.get(ADDRESS).text


def test_a_colleague_sees_no_word_of_a_deleted_note(client, colleague, agent, noted):
    note = notes.change(agent, noted("первое"), "второе", now=timezone.now())
    notes.delete(agent, note, now=timezone.now())
    client.force_login(colleague)

    said = client.get(ADDRESS).text + client.get(ONE, {"note": note.pk}).text

    assert "Note deleted" in said
    assert "первое" not in said and "второе" not in said and "Bring it back" not in said


def test_a_note_of_another_chat_is_not_there(signed_in, home, known_chat, agent, chat):
    other = notes.write(agent, known_chat(home, 5), "чужая", key=None, now=timezone.now())

    statuses = [
        signed_in.get(ONE, {"note": other.pk}).status_code,
        *(signed_in.post(one, {"note": other.pk, "text": "x"}).status_code for one in (ONE, DELETE, RESTORE)),
    ]

    assert statuses == [404] * 4


def test_another_sellers_chat_is_not_there(signed_in, foreign, known_chat, boss):
    chat = known_chat(foreign, 5)
    note = notes.write(boss, chat, "чужая", key=None, now=timezone.now())
    address = f"/chats/{foreign.business_id}/5/notes/"

    statuses = [
        signed_in.post(address + end, {"note": note.pk, "text": "x"}).status_code for end in ("", "draft/", "one/")
    ]

    assert [*statuses, signed_in.get(f"{address}one/", {"note": note.pk}).status_code] == [404] * 4
    assert (Note.objects.count(), NoteDraft.objects.count()) == (1, 0)
