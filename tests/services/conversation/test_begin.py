import pytest

from chats.models import Chat
from chats.problems import Problem
from chats.services.conversation.begin import start_chat
from tests.desk_fixture import NOW


@pytest.mark.parametrize(("context", "number"), [("ORDER", 54810000301), ("RETURN", 6620304)])
def test_a_chat_that_the_shop_begins_is_known(home, market, context, number):
    chat = start_chat(home, context, number, now=NOW)

    assert isinstance(chat, Chat)
    assert number in (chat.order_id, chat.return_id)


def test_beginning_twice_leads_to_the_same_chat(home, market):
    first, second = (start_chat(home, "ORDER", 54810000301, now=NOW) for _ in range(2))

    assert (first, Chat.objects.count()) == (second, 1)


def test_an_answer_that_was_lost_is_asked_for_again(home, market):
    market.fail("closed", operation="createChat", times=1)

    assert isinstance(start_chat(home, "ORDER", 54810000301, now=NOW), Chat)


def test_an_order_that_market_does_not_know_is_a_problem(home, market):
    outcome = start_chat(home, "ORDER", 12345, now=NOW)

    assert isinstance(outcome, Problem)
    assert (outcome.kind, Chat.objects.count()) == ("not_found", 0)


def test_a_direct_chat_cannot_be_begun(home, market):
    with pytest.raises(ValueError, match="DIRECT"):
        start_chat(home, "DIRECT", 1, now=NOW)

    assert market.calls == []
