"""Answers of Market that are no history, or an odd one. Codes such as U12 are explained in docs/faults.md."""

import pytest

from chats.models import Chat, History, Message
from chats.services.conversation import history, messages
from tests.desk_fixture import again
from tests.services.conversation.reading import HISTORY, at_market, ids, read


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("401", "dead_key"),
        ("404", "not_found"),
        ("500", "broken"),
        ("truncated", "not_reached"),
        ("420_hourly", "hourly_limit"),
    ],
)
def test_a_problem_is_kept_beside_what_is_known_and_goes_with_the_next_reading(chat, market, fault, kind):
    read(chat)
    known = ids(messages.messages(chat))
    market.fail(fault, operation=HISTORY)

    problem = read(chat, 60)
    noted = history.problem_of_history(again(chat))
    market.clear()
    History.objects.update(complete_upto=None)
    read(chat, 3 * 3600)

    assert (problem.kind, noted.kind, ids(messages.messages(chat))) == (kind, kind, known)
    assert history.problem_of_history(again(chat)) is None


def test_u19_the_history_of_another_chat_is_not_taken(chat, market, caplog):
    Chat.objects.filter(pk=chat.pk).update(order_id=54810000999)

    problem = read(chat)

    assert problem.kind == "not_understood"
    assert not Message.objects.exists()
    assert "getChatHistory not_understood" in caplog.text


def test_u16_odd_letters_are_kept_as_characters_that_a_row_takes(chat, market):
    market.fail("odd_text", operation=HISTORY)

    assert read(chat) is None

    texts = "".join(one.text + "".join(file["name"] for file in one.files) for one in messages.messages(chat))
    assert texts
    assert "\0" not in texts
    texts.encode()


@pytest.mark.parametrize("fault", ["unknown_values", "unknown_fields"])
def test_u17_what_nobody_knows_yet_costs_no_message(chat, market, fault):
    market.fail(fault, operation=HISTORY)

    assert read(chat) is None
    assert ids(messages.messages(chat)) == at_market(market, chat)


@pytest.mark.parametrize("fault", ["truncated", "truncated_chunked"])
def test_u12_half_an_answer_is_no_half_list_of_messages(chat, market, fault):
    market.fail(fault, operation=HISTORY)

    problem = read(chat)

    assert (problem.kind, Message.objects.count()) == ("not_reached", 0)
