"""Whatever an address does with a chat, its view comes to the chat by the one threshold."""

from typing import NamedTuple

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from chats.models import Chat, Role
from chats.services import people
from chats.services.people import Action, roles
from chats.urls import urlpatterns
from chats.views import threshold

OF_A_CHAT = [one.name for one in urlpatterns if {"business_id", "chat_id"} <= one.pattern.converters.keys()]
PARTS = ["", "freshness", "earlier", "chat-order", "reply-outcome"]


# What each lets one do; the others only read.
ACTIONS = {
    **dict.fromkeys(("reply", "reply-file", "draft", "drop-reply", "confirm-reply", "answer-options"), Action.ANSWER),
    **dict.fromkeys(("take", "give-back"), Action.TAKE),
    "assign": Action.ASSIGN,
    **dict.fromkeys(("snooze", "bring-back", "done"), Action.SNOOZE),
    "chat-tags": Action.TAG,
    **dict.fromkeys(("notes", "note-draft", "note", "delete-note", "restore-note", "colleagues"), Action.NOTE),
}


class Admitted(NamedTuple):
    chat: Chat
    method: str
    action: Action
    pulse: bool


@pytest.fixture
def admitted(monkeypatch) -> list[Admitted]:
    """Nobody is let in; whoever asked for a chat in the right way is noted."""
    asked: list[Admitted] = []

    def admit(request, chat, action, *, pulse):
        asked.append(Admitted(chat, request.method, action, pulse))
        raise PermissionDenied

    monkeypatch.setattr(threshold, "admit", admit)
    return asked


def ask(client, method: str, name: str, part: str, chat_id: int = 310001):
    headers = {"HX-Request": "true", "HX-Target": part} if part else {}
    return client.generic(method, reverse(name, args=[1001, chat_id]), headers=headers)


def test_there_are_addresses_of_chats_to_try():
    assert len(OF_A_CHAT) >= 10


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", OF_A_CHAT)
def test_every_address_of_a_chat_passes_the_threshold(signed_in, talk, admitted, name, part):
    chat = talk(3)

    answers = [ask(signed_in, method, name, part).status_code for method in ("GET", "POST")]

    assert set(answers) <= {403, 405}
    assert [one.chat for one in admitted] == [chat] * answers.count(403) != []
    assert {one.action for one in admitted} == {ACTIONS.get(name, Action.READ)}
    pulses = [Admitted(chat, "GET", Action.READ, pulse=True)] if (name, part) == ("chat", "freshness") else []
    assert [one for one in admitted if one.pulse] == pulses


def test_a_chat_that_is_opened_for_the_first_time_passes_it_too(signed_in, home, market, admitted):
    assert ask(signed_in, "GET", "chat", "").status_code == 403
    assert admitted == [Admitted(Chat.objects.get(), "GET", Action.READ, pulse=False)]


@pytest.mark.parametrize("name", OF_A_CHAT)
def test_someone_elses_chat_never_comes_there(signed_in, foreign, known_chat, admitted, name):
    known_chat(foreign, 420001)

    answers = {signed_in.generic(way, reverse(name, args=[2002, 420001])).status_code for way in ("GET", "POST")}

    assert (answers <= {404, 405}, admitted) == (True, [])


@pytest.fixture
def only_for_leads(monkeypatch):
    """only_for_leads(action): agents may not, any more."""
    return lambda action: monkeypatch.setattr(roles, "LEAST", {**roles.LEAST, action: Role.LEAD})


@pytest.mark.parametrize("name", OF_A_CHAT)
def test_who_may_not_do_what_an_address_lets_one_do_is_refused_there(signed_in, talk, only_for_leads, name):
    talk(3)
    only_for_leads(ACTIONS.get(name, Action.READ))

    answers = {ask(signed_in, method, name, "").status_code for method in ("GET", "POST")}

    assert 403 in answers
    assert answers <= {403, 405}


def test_a_refusal_is_a_page_of_the_desk_and_for_a_part_plain_words(signed_in, talk, only_for_leads, page_of):
    talk(3)
    only_for_leads(Action.TAKE)
    russian = {"Accept-Language": "ru"}

    page = signed_in.post(reverse("take", args=[1001, 310001]), headers=russian)
    part = signed_in.post(reverse("take", args=[1001, 310001]), headers={**russian, "HX-Request": "true"})

    assert (page.status_code, part.status_code) == (403, 403)
    assert page_of(page).cssselect("header.bar") and "не разрешено" in page_of(page).cssselect("h1")[0].text_content()
    assert part["Content-Type"].startswith("text/plain") and "не разрешено" in part.text
    assert page["Desk-Refused"] == part["Desk-Refused"] == "1"
    assert not Chat.objects.exclude(assignee=None).exists()


@pytest.mark.parametrize(
    ("action", "selector"),
    [
        (Action.TAKE, "#holder"),
        (Action.ASSIGN, "#hand-over"),
        (Action.SNOOZE, "#snooze"),
        (Action.TAG, "#tag"),
        (Action.NOTE, "#note-form"),
        (Action.NOTE, "#note-tab"),
        (Action.ANSWER, "#composer"),
        (Action.ANSWER, "#reply-text"),
    ],
)
def test_what_one_may_not_press_is_not_there(signed_in, home, talk, only_for_leads, page_of, action, selector):
    talk(3)
    home.tags.create(name="Refund")
    before = page_of(ask(signed_in, "GET", "chat", ""))
    only_for_leads(action)

    assert before.cssselect(selector)
    assert not page_of(ask(signed_in, "GET", "chat", "")).cssselect(selector)


def test_a_chat_is_begun_by_those_only_who_may_answer(signed_in, home, market, only_for_leads):
    only_for_leads(Action.ANSWER)
    about = {"seller": home.business_id, "context_type": "ORDER", "context_id": 1}

    assert signed_in.post(reverse("new-chat"), about).status_code == 403
    assert market.calls == []


def test_a_chat_that_is_taken_from_the_agent_meanwhile_is_no_chat(signed_in, agent, talk, monkeypatch):
    chat = talk(3)
    chat_for_pulse = people.chat_for_pulse

    def pulse_and_then_gone(*asked):
        found = chat_for_pulse(*asked)
        agent.groups.clear()
        return found

    monkeypatch.setattr(people, "chat_for_pulse", pulse_and_then_gone)

    assert ask(signed_in, "GET", "chat", "freshness", chat.chat_id).status_code == 404
