"""A reply is held back once by a colleague who writes, or whose reply is on its way."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from chats.models import Reply
from chats.services import presence
from tests.views.replying import ADDRESS, sent

TEXT = "Отправили сегодня."
THEIRS = UUID(int=7)
PART = {"HX-Request": "true", "HX-Target": "reply-outcome"}


@pytest.fixture
def maria(colleague):
    colleague.first_name, colleague.last_name = "Мария", "<b>Кац"
    colleague.save()
    return colleague


@pytest.fixture
def on_its_way(chat, maria):
    now = timezone.now()
    times = {"started_at": now, "leased_until": now + timedelta(seconds=40)}
    return lambda: Reply.objects.create(reply_id=THEIRS, chat=chat, agent=maria, text="<i>Уже</i>", **times)


def fields_of(page) -> dict[str, str]:
    """What a press of the button sends along; of an outcome, that of its own button."""
    inputs = page.cssselect("#reply-form input[name]:not([type=file]), #reply-outcome input[name]")
    pressed = page.cssselect("#reply-outcome .outcome-ways button")
    fields = {one.get("name"): one.get("value") for one in [*inputs, *pressed]}
    return {**fields, "text": TEXT}


def submit(client, fields, **headers):
    return client.post(f"{ADDRESS}reply/", fields, headers=headers)


def said(page) -> str:
    [outcome] = page.cssselect("#reply-outcome")
    assert outcome.get("data-outcome") == "held"
    return " ".join(outcome.text_content().split())


def test_who_writes_is_said_and_one_more_press_sends(signed_in, chat, maria, market, page_of):
    fields = fields_of(page_of(signed_in.get(ADDRESS)))
    presence.note_writing(maria, chat, writes=True, now=timezone.now())

    held = submit(signed_in, fields, **PART)
    page = page_of(held)
    after = submit(signed_in, fields | fields_of(page) | {"reply_id": fields["reply_id"]}, **PART)

    assert held.status_code == 409
    assert "Not sent yet: Мария <. is writing a reply. Send it all the same? Send anyway" in said(page)
    assert not page.cssselect("#reply-outcome .held")
    assert (after.status_code, sent(market)) == (200, ["sendMessageToChat"])


def test_a_colleagues_reply_on_its_way_is_shown_and_one_more_press_sends(
    signed_in, chat, maria, on_its_way, market, page_of
):
    fields = fields_of(page_of(signed_in.get(ADDRESS)))
    on_its_way()
    presence.note_writing(maria, chat, writes=True, now=timezone.now())

    page = page_of(submit(signed_in, fields, **PART))
    after = submit(signed_in, fields | fields_of(page) | {"reply_id": fields["reply_id"]}, **PART)

    assert "this came while you were writing" in said(page)
    assert "Мария <b>Кац" in said(page) and "Sending…" in said(page)
    assert page.cssselect("#reply-outcome .held .msg-text")[0].text_content() == "<i>Уже</i>"
    assert "is writing a reply" in page.cssselect("#reply-outcome .held")[0].text_content()
    assert (after.status_code, sent(market)) == (200, ["sendMessageToChat"])


def test_what_the_page_showed_from_the_start_holds_nothing_back(signed_in, chat, on_its_way, market, page_of):
    on_its_way()

    page = page_of(signed_in.get(ADDRESS))
    answer = submit(signed_in, fields_of(page), **PART)

    assert page.cssselect("#tail")[0].get("data-replies") == page.cssselect("#reply-replies")[0].get("value") != ""
    assert (answer.status_code, sent(market)) == (200, ["sendMessageToChat"])


def test_without_scripts_the_text_comes_back_and_any_press_sends(signed_in, chat, maria, on_its_way, market, page_of):
    fields = fields_of(page_of(signed_in.get(ADDRESS)))
    on_its_way()
    presence.note_writing(maria, chat, writes=True, now=timezone.now())

    page = page_of(submit(signed_in, fields))
    plain = {name: value for name, value in fields_of(page).items() if name != "anyway"}
    after = submit(signed_in, plain)

    assert TEXT in page.cssselect("#reply-text")[0].text_content()
    assert "<i>Уже</i>" in said(page)
    assert (after.status_code, sent(market)) == (302, ["sendMessageToChat"])


@pytest.mark.parametrize("value", ["", "x", "1 2 3", "' OR 1", f"{THEIRS} " * 200, "9" * 30])
def test_whatever_a_form_says_of_colleagues_fails_nothing(signed_in, chat, market, page_of, value):
    fields = fields_of(page_of(signed_in.get(ADDRESS)))

    answer = submit(signed_in, fields | dict.fromkeys(("replies", "anyway_replies", "anyway_writers"), value), **PART)

    assert answer.status_code == 200
