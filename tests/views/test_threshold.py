"""Whatever an address does with a chat, its view comes to the chat by the one threshold."""

from typing import NamedTuple

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from chats.models import Chat
from chats.services import people
from chats.urls import urlpatterns
from chats.views import threshold

OF_A_CHAT = [one.name for one in urlpatterns if {"business_id", "chat_id"} <= one.pattern.converters.keys()]
PARTS = ["", "freshness", "earlier", "chat-order", "reply-outcome"]


class Admitted(NamedTuple):
    chat: Chat
    method: str
    pulse: bool


@pytest.fixture
def admitted(monkeypatch) -> list[Admitted]:
    """Nobody is let in; whoever asked for a chat in the right way is noted."""
    asked: list[Admitted] = []

    def admit(request, chat, *, pulse):
        asked.append(Admitted(chat, request.method, pulse))
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
    pulses = [Admitted(chat, "GET", pulse=True)] if (name, part) == ("chat", "freshness") else []
    assert [one for one in admitted if one.pulse] == pulses


def test_a_chat_that_is_opened_for_the_first_time_passes_it_too(signed_in, home, market, admitted):
    assert ask(signed_in, "GET", "chat", "").status_code == 403
    assert admitted == [Admitted(Chat.objects.get(), "GET", pulse=False)]


@pytest.mark.parametrize("name", OF_A_CHAT)
def test_someone_elses_chat_never_comes_there(signed_in, foreign, known_chat, admitted, name):
    known_chat(foreign, 420001)

    answers = {signed_in.generic(way, reverse(name, args=[2002, 420001])).status_code for way in ("GET", "POST")}

    assert (answers <= {404, 405}, admitted) == (True, [])


def test_a_chat_that_is_taken_from_the_agent_meanwhile_is_no_chat(signed_in, agent, talk, monkeypatch):
    chat = talk(3)
    chat_for_pulse = people.chat_for_pulse

    def pulse_and_then_gone(*asked):
        found = chat_for_pulse(*asked)
        agent.groups.clear()
        return found

    monkeypatch.setattr(people, "chat_for_pulse", pulse_and_then_gone)

    assert ask(signed_in, "GET", "chat", "freshness", chat.chat_id).status_code == 404
