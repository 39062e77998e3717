"""Several chats of the list at once: the boxes, the bar, what it says, and the plain form."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chats.models import AgentSettings, Chat, ReadMark, Role
from chats.services import inbox
from chats.services.people import Action, roles
from tests.conversation_fixture import message
from tests.desk_fixture import again

HOSTILE = "<b id=trap>\"'&{{ 1 }}"
SAID = {"HX-Request": "true", "HX-Target": "bulk-said"}
CHANGED = ("assignee", "snoozed_until", "handed_by", "tag_keys")
BAR = {"HX-Request": "true", "HX-Target": "bulk"}


@pytest.fixture
def two(fresh) -> list[Chat]:
    made = [fresh(310001, customer_name=HOSTILE), fresh(310002)]
    for chat in made:
        message(chat, 5, at=chat.updated_at)
        Chat.objects.filter(pk=chat.pk).update(last_message_id=5, last_sender="CUSTOMER")
    return made


def picks(page) -> list[str]:
    return [box.get("value") for box in page.cssselect("#inbox-rows [name=chat]")]


def words(page) -> str:
    return " ".join(page.cssselect("#bulk-said")[0].text_content().split())


def press(signed_in, chats: list[Chat], **act):
    return signed_in.post("/bulk/", {"chat": [f"{chat.pk}.5" for chat in chats], **act}, headers=SAID)


def test_each_row_has_a_box_that_says_what_the_row_showed(signed_in, two, page_of):
    page = page_of(signed_in.get("/"))

    assert sorted(picks(page)) == sorted(f"{chat.pk}.5" for chat in two)
    assert {box.get("form") for box in page.cssselect("#inbox-rows [name=chat]")} == {"bulk-form"}
    assert not page.cssselect("#bulk-form, #trap")
    assert f"Select: {HOSTILE}" in [box.get("aria-label") for box in page.cssselect("#inbox-rows [name=chat]")]


def test_the_bar_comes_when_it_is_asked_for_with_the_colleagues_and_the_times(signed_in, two, colleague, page_of):
    User.objects.filter(pk=colleague.pk).update(first_name=HOSTILE)
    User.objects.create_user("stranger")

    bar = page_of(signed_in.get("/bulk/", headers=BAR))

    assert [one.get("value") for one in bar.cssselect("[name=assign]")] == [str(colleague.pk), "0"]
    assert "written" in [one.get("value") for one in bar.cssselect("[name=snooze]")]
    assert bar.cssselect("[name=take]") and bar.cssselect("[name=read]") and not bar.cssselect("#trap")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ({"take": "1"}, "Taken: 2."),
        ({"assign": "colleague"}, "Handed over: 2."),
        ({"tag": "Refund"}, "Tagged: 2."),
        ({"snooze": "3h"}, "Snoozed: 2."),
        ({"snooze": "written"}, "Snoozed: 2."),
        ({"read": "1"}, "Marked as read: 2."),
    ],
)
def test_what_was_done_is_said_in_place_and_can_be_undone(signed_in, colleague, home, two, page_of, act, said):
    before = [Chat.objects.filter(pk=chat.pk).values(*CHANGED).get() for chat in two]
    keys = {"assign": colleague.pk, "tag": home.tags.create(name="Refund").pk}
    act = {name: keys.get(name, value) for name, value in act.items()}

    answer = press(signed_in, two, **act)
    part = page_of(answer)
    undo = part.cssselect("[data-bulk-undo]")[0]
    sealed = undo.get("hx-vals").removeprefix('{"undo": "').removesuffix('"}')
    undone = page_of(signed_in.post(undo.get("hx-post"), {"undo": sealed}, headers=SAID))

    assert words(part) == f"{said} Undo"
    assert "desk:ask" in answer["HX-Trigger-After-Settle"]
    assert words(undone) == "Undone: 2."
    after = [Chat.objects.filter(pk=chat.pk).values(*CHANGED).get() for chat in two]
    assert (after, ReadMark.objects.count()) == (before, 0)


def test_what_was_left_as_it_was_is_said_with_the_reasons(signed_in, colleague, foreign, known_chat, two, page_of):
    inbox.take(colleague, two[0], now=timezone.now())
    theirs = known_chat(foreign, 420001)

    part = page_of(press(signed_in, [*two, theirs], take="1"))

    assert words(part) == "Taken: 1. Left as they were: no access: 1, a colleague has them: 1. Undo"
    assert again(theirs).assignee is None


def test_what_one_may_not_do_is_refused_chat_by_chat(signed_in, two, page_of, monkeypatch):
    monkeypatch.setattr(roles, "LEAST", {**roles.LEAST, Action.TAKE: Role.LEAD})

    part = page_of(press(signed_in, two, take="1"))

    assert words(part) == "Taken: 0. Left as they were: no access: 2."
    assert not Chat.objects.exclude(assignee=None).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"take": "1"},
        {"chat": "x", "take": "1"},
        {"chat": "1", "take": "1", "read": "1"},
        {"chat": "1"},
        {"chat": "1", "snooze": "never"},
        {"chat": "1", "assign": ""},
        {"chat": "1", "assign": "9" * 30},
        {"chat": [str(number) for number in range(1, 52)], "take": "1"},
    ],
)
def test_what_cannot_be_is_refused_with_words(signed_in, two, page_of, fields):
    answer = signed_in.post("/bulk/", fields, headers=SAID)

    assert answer.status_code == 422
    assert words(page_of(answer)) and not page_of(answer).cssselect("[data-bulk-undo]")
    assert not Chat.objects.exclude(assignee=None).exists()


def test_what_is_undone_too_late_is_said(signed_in, two, page_of):
    answer = signed_in.post("/bulk/undo/", {"undo": "made up"}, headers=SAID)

    assert answer.status_code == 422
    assert "too late" in words(page_of(answer))


def test_without_scripts_the_list_has_its_boxes_and_the_bar_and_says_what_was_done(signed_in, agent, two, page_of):
    link = page_of(signed_in.get("/?view=nobodys")).cssselect("[data-pick]")[0].get("href")
    page = page_of(signed_in.get(link))
    sent = {"chat": picks(page), "take": "1", "back": page.cssselect("#bulk-form [name=back]")[0].get("value")}

    answer = signed_in.post("/bulk/", sent)

    assert link == answer["Location"] == "/?view=nobodys&pick=1"
    assert "Taken: 2." in page_of(signed_in.get(answer["Location"])).cssselect(".messages")[0].text_content()
    assert {again(chat).assignee for chat in two} == {agent}


def test_a_message_of_the_last_moment_is_not_snoozed_away(signed_in, two, page_of):
    Chat.objects.filter(pk=two[0].pk).update(last_message_id=77)

    part = page_of(press(signed_in, two, snooze="1h"))

    assert "Snoozed: 1. Left as they were: somebody has just written: 1." in words(part)
    assert again(two[0]).snoozed_until is None
    assert timedelta(minutes=59) < again(two[1]).snoozed_until - timezone.now() <= timedelta(minutes=61)


def test_who_sees_no_seller_has_nothing_to_select(signed_in, agent, two):
    agent.groups.clear()

    assert press(signed_in, two, take="1").status_code == 403


def test_that_there_are_too_many_is_said_in_the_agents_language(signed_in, agent, two):
    AgentSettings.objects.create(agent=agent, language="ru")
    chosen = [f"{number}.5" for number in range(1, inbox.MOST_AT_ONCE + 2)]

    answer = signed_in.post("/bulk/", {"chat": chosen, "take": "1"}, headers=SAID)

    assert "За один раз не больше 50 чатов." in answer.content.decode()
