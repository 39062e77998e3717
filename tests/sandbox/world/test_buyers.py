from datetime import UTC, datetime, timedelta

import pytest

from chats.sandbox import Sandbox

from ..asking import get_chat, get_history, send_message

NOW = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)


@pytest.fixture
def demo():
    now = [NOW]
    with Sandbox(clock=lambda: now[0], alive=True) as sandbox:
        yield sandbox, now


def heard(sandbox, chat_id):
    return [one["sender"] for one in get_history(sandbox, chat_id).json["result"]["messages"]]


def test_a_buyer_of_the_demo_answers_after_a_while(demo):
    sandbox, now = demo
    before = len(heard(sandbox, 310006))
    send_message(sandbox, 310006, "Чем помочь?")
    now[0] += timedelta(seconds=7)
    at_once = heard(sandbox, 310006)

    now[0] += timedelta(seconds=20)

    later = heard(sandbox, 310006)
    assert (len(at_once), at_once[0]) == (before + 1, "PARTNER")
    assert len(later) - len(at_once) in (1, 2)
    assert later[0] == "CUSTOMER"
    assert get_chat(sandbox, 310006).json["result"]["status"] == "WAITING_FOR_PARTNER"


def test_a_second_message_puts_off_the_answer_to_the_first(demo):
    sandbox, now = demo
    for _ in range(3):
        send_message(sandbox, 310006, "И ещё")
        now[0] += timedelta(seconds=6)
    waiting = heard(sandbox, 310006)

    now[0] += timedelta(minutes=1)

    answers = heard(sandbox, 310006)[: -len(waiting)]
    assert waiting[:3] == ["PARTNER"] * 3
    assert len(answers) in (1, 2) and set(answers) == {"CUSTOMER"}


def test_no_buyer_answers_unless_the_sandbox_is_alive(sandbox):
    sandbox.clock = lambda: NOW
    send_message(sandbox, 310006, "Чем помочь?")
    sandbox.clock = lambda: NOW + timedelta(hours=1)

    assert heard(sandbox, 310006)[0] == "PARTNER"


def test_the_demos_chats_have_something_new_to_read(demo):
    sandbox, now = demo
    before = len(heard(sandbox, 310002))

    now[0] += timedelta(seconds=21)

    assert len(heard(sandbox, 310002)) == before + 1
