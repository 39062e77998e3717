import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chats.models import Chat, Draft, Reply, Seller
from chats.services import replies
from tests.conversation_fixture import as_read, message
from tests.views.replying import ADDRESS, sent

TEXT = "Добрый день!\nОтправили сегодня."


@pytest.fixture
def form(signed_in, chat, page_of):
    """What the page's composer holds, as a browser would send it."""
    page = page_of(signed_in.get(ADDRESS))
    inputs = page.cssselect("#reply-form input[name]:not([type=file])")
    fields = {one.get("name"): one.get("value") for one in inputs}
    return {**fields, "text": TEXT.replace("\n", "\r\n")}


def submit(client, form, part=True, **more):
    headers = {"HX-Request": "true", "HX-Target": "reply-outcome"} if part else {}
    return client.post(f"{ADDRESS}reply/", {**form, "last": form["seen"], **more}, headers=headers)


def outcome(page):
    return page.cssselect("#reply-outcome")[0]


def test_a_reply_is_sent_and_the_composer_gets_a_new_id(signed_in, form, market, page_of):
    response = submit(signed_in, form)

    page = page_of(response)
    assert (response.status_code, outcome(page).get("data-outcome")) == (200, "sent")
    assert page.cssselect("#reply-id[hx-swap-oob]")[0].get("value") not in {form["reply_id"], ""}
    assert page.cssselect("#tail [data-state=SENT] .msg-text")[0].text_content() == TEXT
    assert not page.cssselect("textarea")
    assert sent(market) == ["sendMessageToChat"]


def test_without_scripts_a_sent_reply_leads_back_to_the_page(signed_in, form, market):
    response = submit(signed_in, form, part=False)

    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert sent(market) == ["sendMessageToChat"]


def test_b2_the_same_form_twice_is_one_message(signed_in, form, market, page_of):
    """B2."""
    answers = [submit(signed_in, form) for _ in range(3)]

    assert {outcome(page_of(one)).get("data-outcome") for one in answers} == {"sent"}
    assert sent(market) == ["sendMessageToChat"]


def test_other_words_under_an_id_that_was_sent_are_not_said_to_be_sent(signed_in, form, market, page_of):
    submit(signed_in, form)

    page = page_of(submit(signed_in, form, text="Ещё одно"))

    assert outcome(page).get("data-outcome") == "refused"
    assert sent(market) == ["sendMessageToChat"]
    assert Draft.objects.get().text == "Ещё одно"


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u202e", "я" * 4097])
@pytest.mark.parametrize("part", [True, False])
def test_what_cannot_be_sent_is_refused_beside_the_field_with_the_text_kept(
    signed_in, form, market, page_of, text, part
):
    response = submit(signed_in, form, part=part, text=text)

    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect("#reply-error")[0].text_content().strip()
    assert sent(market) == []
    if not part:
        assert page.cssselect("#reply-text")[0].text_content().strip() == text.strip()


@pytest.mark.parametrize(("fault", "kind"), [("420_hourly", "hourly_limit"), ("401", "dead_key"), ("400", "refused")])
def test_a_refusal_is_said_beside_the_composer(signed_in, form, market, page_of, fault, kind):
    market.fail(fault, operation="sendMessageToChat")

    response = submit(signed_in, form)

    page = page_of(response)
    assert (response.status_code, outcome(page).get("data-outcome")) == (422, "refused")
    assert page.cssselect("#reply-outcome .said strong")[0].text_content().strip()
    assert replies.draft_of(Draft.objects.get().agent, Chat.objects.get()).text == TEXT
    if fault == "420_hourly":
        assert re.search(r"\d\d:\d\d", outcome(page).cssselect(".said")[0].text_content())  # when it ends


def test_what_a_person_typed_survives_a_refusal_without_scripts(signed_in, form, market, page_of):
    market.fail("400", operation="sendMessageToChat")

    response = submit(signed_in, form, part=False)

    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect("#reply-text")[0].text_content().strip() == TEXT
    assert page.cssselect("#reply-outcome[data-outcome=refused]")


def test_an_unknown_outcome_asks_the_person_with_the_text_on_screen(signed_in, form, market, page_of):
    market.fail("500", operation="sendMessageToChat", taken=False, times=9)

    response = submit(signed_in, form)

    page = page_of(response)
    assert (response.status_code, outcome(page).get("data-outcome")) == (409, "unknown")
    (question,) = page.cssselect("#tail [data-state=UNKNOWN]")
    assert question.cssselect(".msg-text")[0].text_content() == TEXT
    ways = {one.get("action").rpartition("/")[0].rpartition("/")[2] for one in question.cssselect("form")}
    assert ways == {"refresh", "arrived", "drop"}
    assert sent(market) == ["sendMessageToChat"]


@pytest.mark.parametrize(("way", "state", "text"), [("drop", "DROPPED", TEXT), ("arrived", "SENT", "")])
def test_the_person_decides_what_became_of_it(signed_in, form, market, page_of, way, state, text):
    market.fail("500", operation="sendMessageToChat", taken=False)
    submit(signed_in, form)

    response = signed_in.post(f"{ADDRESS}{way}/", {"question": form["reply_id"]})

    page = page_of(signed_in.get(response["Location"]))
    assert Reply.objects.get().state == state
    assert page.cssselect("#reply-text")[0].text_content().strip() == text
    assert page.cssselect("#reply-id")[0].get("value") != form["reply_id"]
    assert not page.cssselect("[data-state=UNKNOWN]")


def test_a_colleagues_open_question_has_no_buttons(signed_in, chat, boss, page_of):
    now = timezone.now()
    row = {"state": "UNKNOWN", "started_at": now, "leased_until": now, "text": "Ответ коллеги"}
    Reply.objects.create(reply_id=uuid4(), chat=chat, agent=boss, **row)

    (question,) = page_of(signed_in.get(ADDRESS)).cssselect("[data-state=UNKNOWN]")

    assert "Ответ коллеги" in question.text_content()
    assert not question.cssselect("button, form")


def test_a_draft_written_before_news_is_held_back_once(signed_in, form, chat, market, page_of):
    later = message(chat, int(form["seen"]) + 1, at=timezone.now(), text="Уже не нужно")
    as_read(chat)

    held = submit(signed_in, form)
    after = submit(signed_in, form, anyway=str(later.message_id))

    page = page_of(held)
    assert (held.status_code, outcome(page).get("data-outcome")) == (409, "held")
    assert later.text in outcome(page).text_content()
    assert page.cssselect("#reply-outcome button[name=anyway]")
    assert page.cssselect(f"[hx-swap-oob='beforeend:#messages'] #m{later.message_id}")
    assert (after.status_code, sent(market)) == (200, ["sendMessageToChat"])


@pytest.mark.parametrize("fields", [{"reply_id": "x"}, {"reply_id": ""}, {"seen": "x"}, {"seen": "-1"}])
def test_a_form_that_no_page_made_sends_nothing(signed_in, form, market, fields):
    assert submit(signed_in, {**form, **fields}).status_code == 400
    assert sent(market) == []


def test_a_draft_is_kept_and_comes_back_with_the_page(signed_in, form, page_of):
    response = signed_in.post(f"{ADDRESS}draft/", {"text": "Начало\r\nи ещё", "reply_id": form["reply_id"]})

    page = page_of(signed_in.get(ADDRESS))
    assert response.status_code == 204
    assert page.cssselect("#reply-text")[0].text_content().lstrip("\n") == "Начало\nи ещё"
    assert page.cssselect("#reply-id")[0].get("value") == form["reply_id"]


def test_a_settled_reply_changes_the_id_on_an_open_page(signed_in, form, chat, page_of):
    submit(signed_in, form)
    asked = {"v": "0", "last": form["seen"], "reply": form["reply_id"]}

    page = page_of(signed_in.get(ADDRESS, asked, headers={"HX-Request": "true", "HX-Target": "freshness"}))

    assert page.cssselect("#reply-id[hx-swap-oob]")[0].get("value") != form["reply_id"]


def test_a_finished_chat_has_no_composer_and_keeps_the_draft_on_screen(signed_in, agent, chat, page_of):
    replies.keep_draft(agent, chat, "Не успела", now=timezone.now())
    Chat.objects.update(status="FINISHED")

    composer = page_of(signed_in.get(ADDRESS)).cssselect("#composer")[0]

    assert not composer.cssselect("#reply-text, #send, #reply-form")
    assert "finished" in composer.text_content()
    assert "Не успела" in composer.text_content()


def test_a_token_that_may_only_read_has_no_composer_but_says_why(signed_in, chat, page_of):
    Seller.objects.update(scopes=["ALL_METHODS_READ_ONLY"], checked_at=timezone.now())

    composer = page_of(signed_in.get(ADDRESS)).cssselect("#composer")[0]

    assert not composer.cssselect("#reply-text, #send, #reply-form")
    assert composer.cssselect(".compose-closed")[0].text_content().strip()


def test_an_old_question_is_settled_by_a_refresh(signed_in, form, market, page_of):
    market.fail("500", operation="sendMessageToChat", taken=True)
    submit(signed_in, form)
    Chat.objects.update(seen_at=timezone.now() - timedelta(minutes=1))

    signed_in.post(f"{ADDRESS}refresh/")

    assert Reply.objects.get().state == "SENT"
    assert not page_of(signed_in.get(ADDRESS)).cssselect("[data-state=UNKNOWN]")
