"""Private notes on the page of a chat: the form, and the conversation."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chats.models import Chat, Message, Note, Reply
from chats.services import notes
from tests.security.canary import TOKEN
from tests.views.replying import ADDRESS

NOTES, DRAFT, ONE, DELETE, RESTORE = (f"{ADDRESS}notes/{end}" for end in ("", "draft/", "one/", "delete/", "restore/"))
OUTCOME = {"HX-Request": "true", "HX-Target": "note-outcome"}
HOSTILE = '<script>alert(1)</script> javascript:alert(2) https://example.com/a"b'


@pytest.fixture
def chat(fresh) -> Chat:
    return fresh()


@pytest.fixture
def noted(chat, agent):
    """noted("text", by=…): a note in the chat."""
    return lambda text="Склад подтвердил", by=agent: notes.write(by, chat, text, key=None, now=timezone.now())


def words(element) -> str:
    return " ".join(element.text_content().split())


def test_the_form_of_a_note_is_not_that_of_the_reply(signed_in, chat, page_of):
    page = page_of(signed_in.get(ADDRESS))

    (form,) = page.cssselect("#note-form")
    assert form.get("action") == form.get("hx-post") == NOTES
    assert not form.cssselect("#reply-text, [name=reply_id], [type=file]")
    assert not page.cssselect("#reply-form #note-text")
    assert not page.cssselect("#composer[data-note]")
    assert [one.get("href") for one in page.cssselect(".compose-tabs a")] == [
        f"{ADDRESS}#composer",
        f"{NOTES}#composer",
    ]


def test_without_scripts_the_tab_is_a_page_and_the_note_leads_back_to_the_chat(signed_in, chat, page_of):
    form = page_of(signed_in.get(NOTES))
    key = form.cssselect("#note-key")[0].get("value")

    answer = signed_in.post(NOTES, {"text": "Склад подтвердил", "key": key})
    signed_in.post(NOTES, {"text": "Склад подтвердил", "key": key})

    note = Note.objects.get()
    assert form.cssselect("#composer[data-note] #note-text[autofocus]")
    assert answer["Location"] == f"{ADDRESS}#note-{note.pk}"
    (shown,) = page_of(signed_in.get(ADDRESS)).cssselect("#messages .note")
    assert words(shown).startswith("Private note · agent")
    assert shown.cssselect(".msg-text")[0].text == "Склад подтвердил"


def test_the_part_brings_the_note_into_the_conversation_and_a_key_for_the_next(signed_in, chat, page_of):
    key = uuid4()

    answer = page_of(signed_in.post(NOTES, {"text": "Склад подтвердил", "key": str(key), "last": ""}, headers=OUTCOME))

    assert len(answer.cssselect("[data-last] .note[data-own]")) == 1
    assert answer.cssselect("#note-key")[0].get("value") != str(key)
    assert answer.cssselect("#note-outcome[data-noted]")


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "nothing in the note"), ("я" * 5_001, "at most 5,000"), (f"к {TOKEN}", "looks like a token")],
)
@pytest.mark.parametrize("headers", [{}, OUTCOME], ids=["page", "part"])
def test_what_is_refused_is_said_at_the_field_and_stays_there(signed_in, chat, page_of, text, said, headers):
    answer = signed_in.post(NOTES, {"text": text}, headers=headers)

    page = page_of(answer)
    assert answer.status_code == 422
    assert said in words(page.cssselect("#note-error")[0])
    assert TOKEN not in answer.text
    assert not Note.objects.exists()
    if not headers:
        assert len(page.cssselect("#note-text")[0].text_content().strip()) == len(text.replace(TOKEN, "ACMA:***"))
        assert page.cssselect("#reply-text")[0].text_content().strip() == ""


def test_in_a_finished_chat_one_can_still_note(signed_in, fresh, page_of):
    fresh(status="FINISHED")

    page = page_of(signed_in.get(NOTES))

    assert page.cssselect("#note-form") and not page.cssselect("#reply-form")


def test_notes_stand_among_the_messages_by_time(signed_in, talk, agent, page_of):
    chat = talk(3)
    for number, text in ((1, "после первого"), (3, "после всех")):
        at = Message.objects.get(message_id=number).created_at + timedelta(milliseconds=1)
        notes.write(agent, chat, text, key=None, now=at)

    found = page_of(signed_in.get(ADDRESS)).cssselect("#messages .msg-text")

    assert [one.text for one in found] == [
        *("Сообщение 1", "после первого", "Сообщение 2", "Сообщение 3", "после всех"),
    ]


def test_below_a_note_a_message_has_its_own_name_and_each_day_one_heading(signed_in, talk, agent, page_of):
    chat = talk(2)
    first = Message.objects.get(message_id=1)
    notes.write(agent, chat, "между", key=None, now=first.created_at + timedelta(milliseconds=1))
    notes.write(agent, chat, "накануне", key=None, now=first.created_at - timedelta(days=1))

    page = page_of(signed_in.get(ADDRESS))

    assert not page.cssselect("#messages [data-follows]")
    kinds = [one.get("class") for one in page.cssselect("#messages > *") if one.get("id") != "earlier"]
    assert kinds == ["day", "note", "day", "msg", "note", "msg"]


def test_a_note_is_escaped_and_only_safe_addresses_are_links(signed_in, noted, page_of):
    noted(HOSTILE)

    (shown,) = page_of(signed_in.get(ADDRESS)).cssselect("#messages .note")

    assert not shown.cssselect("script")
    assert [one.get("href") for one in shown.cssselect(".msg-text a")] == ["https://example.com/a"]
    assert "<script>alert(1)</script>" in words(shown)


def test_what_has_been_begun_is_there_again(signed_in, chat, page_of):
    saved = signed_in.post(DRAFT, {"text": "начато", "base": "0 >a-1"})
    clash = signed_in.post(DRAFT, {"text": "другое", "base": "0 >b-1"})

    page = page_of(signed_in.get(ADDRESS))
    assert (saved.status_code, saved["Draft-Version"]) == (204, "a-1")
    assert (clash.status_code, clash.text, clash["Content-Type"]) == (409, "начато", "text/plain")
    assert page.cssselect("#note-text")[0].text_content().strip() == "начато"
    assert page.cssselect("#reply-text")[0].text_content().strip() == ""
    assert page.cssselect("#note-begun")[0].get("hidden") is None


def test_no_note_reaches_market(signed_in, chat, market, page_of):
    """By any of its ways: Market hears of nothing, and no reply is begun."""
    market.calls.clear()

    signed_in.post(DRAFT, {"text": "начато", "base": "0 >a-1"})
    signed_in.post(NOTES, {"text": "Склад подтвердил", "reply_id": str(uuid4()), "anyway": "1", "send": "1"})
    note = Note.objects.get()
    signed_in.post(ONE, {"note": note.pk, "text": "Склад передумал"})
    signed_in.post(DELETE, {"note": note.pk})
    signed_in.post(RESTORE, {"note": note.pk})

    assert market.calls == []
    assert not Reply.objects.exists()


def test_whom_a_note_mentions_is_marked_and_whom_nobody_knows_is_said(signed_in, chat, colleague, page_of):
    answer = signed_in.post(NOTES, {"text": "@colleague и @nobody, гляньте"}, headers=OUTCOME)

    part = page_of(answer)
    assert [one.text for one in part.cssselect(".note b.mention")] == ["@colleague"]
    assert "@nobody" in words(part.cssselect("#note-missed")[0])


def test_without_scripts_it_is_said_too(signed_in, chat, page_of):
    page = page_of(signed_in.post(NOTES, {"text": "@nobody, глянь"}))

    assert "@nobody" in words(page.cssselect("#note-missed")[0])
    assert page.cssselect("#note-text")[0].text_content().strip() == ""
    assert len(page.cssselect("#messages .note")) == 1


def test_those_who_see_the_seller_are_offered_but_oneself(signed_in, chat, colleague, foreign, page_of):
    User.objects.create_user("stranger").groups.add(foreign.groups.get())

    offered = page_of(signed_in.get(f"{NOTES}colleagues/")).cssselect("[role=option]")

    assert [one.get("data-written") for one in offered] == ["colleague"]
