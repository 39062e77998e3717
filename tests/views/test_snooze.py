"""Setting a chat aside: the menu, the line that says so, and what a press that did nothing says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat
from chats.models.sightings import UNTIL_WRITTEN
from chats.services import inbox
from chats.services.sightings import put_right
from tests.desk_fixture import again
from tests.views.replying import ADDRESS

SNOOZE, BACK, DONE = f"{ADDRESS}snooze/", f"{ADDRESS}bring-back/", f"{ADDRESS}done/"
PART = {"HX-Request": "true", "HX-Target": "chat-snoozed"}


@pytest.fixture
def chat(fresh) -> Chat:
    return fresh()


@pytest.fixture
def aside(chat, agent):
    """aside(until): the chat, set aside until then."""

    def make(until=UNTIL_WRITTEN, by=agent) -> Chat:
        inbox.snooze(by, chat, until, seen={chat.last_message_id}, now=timezone.now())
        return again(chat)

    return make


def line(page) -> str:
    return " ".join(page.cssselect("#chat-snoozed")[0].text_content().split())


def error(page) -> str:
    return page.cssselect("#snooze-error")[0].text_content().strip()


def test_the_menu_is_a_plain_form(signed_in, chat, page_of):
    page = page_of(signed_in.get(ADDRESS))

    buttons = [one.get("value") for one in page.cssselect("details.snooze button")]
    assert buttons[:2] == ["1h", "3h"]
    assert buttons[-2:] == ["written", "at"]
    assert {form.get("action") for form in page.cssselect("details.snooze form")} == {SNOOZE}


def test_a_press_sets_aside_and_leads_back_to_the_chat_which_says_so(signed_in, chat, page_of):
    answer = signed_in.post(SNOOZE, {"until": "written"})

    page = page_of(signed_in.get(answer["Location"]))
    assert again(chat).snoozed_until == UNTIL_WRITTEN
    assert line(page) == "Snoozed until the buyer writes · You Bring back now"
    assert not page.cssselect("#chat-status .wait")


def test_the_part_has_a_way_to_undo_and_asks_for_the_list(signed_in, chat, page_of):
    answer = signed_in.post(SNOOZE, {"until": "3h"}, headers=PART)

    part = page_of(answer)
    until = again(chat).snoozed_until
    assert timedelta(hours=2, minutes=59) < until - timezone.now() <= timedelta(hours=3, minutes=1)
    assert part.cssselect("[data-undo]")[0].get("hx-post") == BACK
    assert error(part) == ""
    assert "desk:ask" in answer["HX-Trigger-After-Settle"]


def test_undoing_another_time_brings_the_first_one_back(signed_in, aside, page_of):
    first = timezone.now().replace(second=0, microsecond=0) + timedelta(hours=5)
    chat = aside(first)

    part = page_of(signed_in.post(SNOOZE, {"until": "3h"}, headers=PART))
    undo = part.cssselect("[data-undo]")[0]
    fields = dict(pair.strip('{}"').split('": "') for pair in undo.get("hx-vals").split('", "'))
    signed_in.post(undo.get("hx-post"), fields, headers=PART)

    assert again(chat).snoozed_until == first


def test_a_time_in_the_field_is_the_agents_own(signed_in, chat):
    tomorrow = timezone.localdate() + timedelta(days=1)

    signed_in.post(SNOOZE, {"until": "at", "at": f"{tomorrow}T09:30"})

    until = again(chat).snoozed_until
    assert timezone.localtime(until).strftime("%Y-%m-%dT%H:%M") == f"{tomorrow}T09:30"


@pytest.mark.parametrize("written", ["30.11.2099 16:00", "2099-11-30 16:00"])
def test_a_time_as_people_write_it_is_read(signed_in, chat, written):
    said = signed_in.post(SNOOZE, {"until": "at", "at": written}).text

    assert "more than 90 days" in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Say until when"),
        ({"until": "at"}, "Say until when"),
        ({"until": "never"}, "Say until when"),
        ({"until": "at", "at": "after lunch"}, "cannot read this"),
        ({"until": "at", "at": "2026-02-30T10:00"}, "cannot read this"),
        ({"until": "at", "at": "\0"}, "cannot read this"),
        ({"until": "at", "at": "2020-01-01T10:00"}, "has passed"),
        ({"until": "at", "at": "0001-01-01T00:00"}, "has passed"),
        ({"until": "at", "at": "2999-01-01T10:00"}, "more than 90 days"),
        ({"until": "at", "at": "9999-12-31T23:59"}, "more than 90 days"),
    ],
)
@pytest.mark.parametrize("headers", [{}, PART], ids=["page", "part"])
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(signed_in, chat, page_of, fields, said, headers):
    answer = signed_in.post(SNOOZE, fields, headers=headers)

    page = page_of(answer)
    assert answer.status_code == 422
    assert said in error(page)
    assert again(chat).snoozed_until is None
    if not headers:
        assert page.cssselect("details.snooze[open]")
        assert page.cssselect("#snooze-at")[0].get("value") == fields.get("at", "").replace("\0", "\ufffd")


def test_a_deadline_is_named_where_it_forbids(signed_in, chat, page_of):
    at = timezone.now() + timedelta(hours=2)
    Chat.objects.update(deadline_at=at, deadline_kind="RETURN")

    page = page_of(signed_in.get(ADDRESS))
    refused = page_of(signed_in.post(SNOOZE, {"until": "written"}, headers=PART))

    clock = timezone.localtime(at).strftime("%H:%M")
    # Between 16:00 and 18:00 the evening comes before the deadline.
    offered = [one.get("value") for one in page.cssselect("details.snooze button")]
    assert [one for one in offered if one != "evening"] == ["1h", "at"]
    assert clock in page.cssselect("details.snooze .menu-note")[0].text_content()
    assert f"deadline runs out at {clock}" in error(refused)


def test_a_message_that_the_page_has_not_refuses(signed_in, chat, page_of):
    Chat.objects.update(last_message_id=77, last_sender="CUSTOMER")

    refused = signed_in.post(SNOOZE, {"until": "1h", "seen": "76", "last": ""}, headers=PART)
    seen = signed_in.post(SNOOZE, {"until": "1h", "seen": "76", "last": "77"}, headers=PART)

    assert "just written" in error(page_of(refused))
    assert seen.status_code == 200


def test_it_is_brought_back(signed_in, aside):
    chat = aside()

    part = signed_in.post(BACK, headers=PART)

    assert "Snoozed" not in part.text
    assert again(chat).snoozed_until is None


def test_a_reminder_says_that_it_is_back_until_it_has_been_seen_to(signed_in, chat, aside, page_of):
    Chat.objects.update(status="WAITING_FOR_CUSTOMER")
    later = timezone.now() + timedelta(hours=1)
    aside(later)
    put_right(now=later)

    back = page_of(signed_in.get(f"{ADDRESS}?from=waiting"))
    answer = signed_in.post(DONE)

    assert "It was snoozed" in line(back)
    assert "back for" in back.cssselect(".entry .wait")[0].text_content()
    assert line(page_of(signed_in.get(answer["Location"]))) == ""


def test_the_row_says_when_it_comes_back_and_who_set_it_aside(signed_in, chat, colleague, aside, page_of):
    colleague.first_name = "Мария"
    colleague.save()
    aside(by=colleague)

    (row,) = page_of(signed_in.get("/?view=snoozed")).cssselect(".entry")

    assert "until the buyer writes" in row.cssselect(".wait")[0].text_content()
    assert "Мария" in row.cssselect(".row-by")[0].text_content()


def test_a_finished_chat_has_no_menu(signed_in, fresh, page_of):
    fresh(status="FINISHED")

    assert not page_of(signed_in.get(ADDRESS)).cssselect("details.snooze")


def test_another_sellers_chat_is_not_there(signed_in, foreign, known_chat):
    chat = known_chat(foreign, 5)
    address = f"/chats/{foreign.business_id}/5/"

    for end in ("snooze", "bring-back", "done"):
        assert signed_in.post(f"{address}{end}/", {"until": "1h"}).status_code == 404
    assert again(chat).snoozed_until is None
