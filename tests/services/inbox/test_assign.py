"""Who has a chat."""

import pytest

from chats.services import inbox
from chats.services.inbox import Asked
from tests.desk_fixture import again


def test_a_chat_is_taken_from_nobody_and_from_a_colleague(agent, colleague, waiting):
    chat = waiting(1)

    assert inbox.take(colleague, chat)
    assert inbox.take(agent, chat)

    assert (again(chat).assignee, again(chat).version) == (agent, 3)


def test_taking_what_one_has_is_no_news(agent, waiting):
    chat = waiting(1, assignee=agent)

    assert not inbox.take(agent, chat)
    assert again(chat).version == 1


def test_only_ones_own_is_given_back(agent, colleague, waiting):
    chat = waiting(1, assignee=agent)

    assert not inbox.give_back(colleague, chat)
    assert inbox.give_back(agent, chat)

    assert again(chat).assignee is None


def test_an_answer_takes_only_what_nobody_has(agent, colleague, waiting):
    mine, theirs = waiting(1), waiting(2, assignee=colleague)

    assert inbox.take_if_nobodys(agent, mine)
    assert not inbox.take_if_nobodys(agent, theirs)

    assert (again(mine).assignee, again(theirs).assignee) == (agent, colleague)


@pytest.mark.parametrize(("view", "top"), [("waiting", 1), ("mine", 2), ("nobodys", 1), ("finished", 1)])
def test_the_next_chat_is_the_top_of_its_view(agent, waiting, view, top):
    waiting(1, 9)
    waiting(2, 5, assignee=agent)
    waiting(3, 1, assignee=agent)
    waiting(4, 1, status="FINISHED")

    assert inbox.first_of(agent, Asked(view=view)).chat_id == top


def test_the_next_chat_is_not_the_one_that_is_open(agent, waiting):
    waiting(1, 9)

    assert inbox.first_of(agent, Asked(), but=1) is None
