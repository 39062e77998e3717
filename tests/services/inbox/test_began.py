"""What an agent is told of: chats that have begun to wait for them or for nobody."""

from datetime import timedelta

from chats.services import inbox
from tests.desk_fixture import NOW


def told(agent) -> list[int]:
    return [chat.chat_id for chat in inbox.began_to_wait(agent, now=NOW)]


def test_an_agent_is_told_of_their_own_and_of_nobodys(agent, colleague, waiting):
    waiting(1, 0.1)
    waiting(2, 0.2, assignee=agent)
    waiting(3, 0.3, assignee=colleague)

    assert told(agent) == [1, 2]


def test_what_waits_for_long_or_no_more_is_no_news(agent, waiting):
    waiting(1, 2.1)
    waiting(2, 0.1, status="WAITING_FOR_CUSTOMER")

    assert told(agent) == []


def test_another_sellers_chat_is_not_told(agent, foreign, waiting):
    waiting(1, 0.1, seller=foreign)

    assert told(agent) == []


def test_one_that_becomes_known_late_is_told_all_the_same(agent, waiting):
    waiting(1, 0.1)
    waiting(2, timedelta(minutes=30) / timedelta(hours=1))

    assert told(agent) == [1, 2]
