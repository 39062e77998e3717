"""Chats in which somebody mentions an agent stand in front of the agent's own until they are read."""

import pytest
from django.db import connection
from django.utils import timezone

from chats.models import Chat
from chats.services import inbox, notes
from chats.services.inbox import Asked
from chats.services.inbox.matching import mentioned_of
from tests.desk_fixture import NOW, again

MINE = Asked(view="mine")


@pytest.fixture
def mention(agent, colleague):
    """mention(chat): a colleague's note in it names the agent."""
    return lambda chat: notes.write(colleague, chat, "@agent, глянь", key=None, now=timezone.now())


def front(agent, asked=MINE) -> list[int]:
    return [one.chat.chat_id for one in inbox.page_of(agent, asked).mentioned]


def rows(agent, asked=MINE) -> list[int]:
    return [one.chat.chat_id for one in inbox.page_of(agent, asked).entries]


def test_it_is_in_front_whatever_its_status_until_it_is_read(agent, home, known_chat, waiting, mention):
    chat = known_chat(home, 1, status="FINISHED")
    Chat.objects.filter(pk=waiting(2).pk).update(assignee=agent)
    mention(chat)

    page = inbox.page_of(agent, MINE)
    assert (front(agent), rows(agent), page.counts["mine"]) == ([1], [2], 2)
    assert [one.chat.mentioned_by for one in page.listed] == ["colleague", None]
    notes.read_mentions(agent, again(chat), now=NOW)

    assert (front(agent), rows(agent), inbox.page_of(agent, MINE).counts["mine"]) == ([], [2], 1)


def test_one_of_the_agents_own_that_waits_keeps_its_place_and_has_the_mark(agent, waiting, mention):
    chat = waiting(1)
    Chat.objects.update(assignee=agent)
    mention(chat)

    page = inbox.page_of(agent, MINE)

    assert (front(agent), rows(agent), page.counts["mine"]) == ([], [1], 1)
    assert page.entries[0].chat.mentioned_by == "colleague"


@pytest.mark.parametrize("details", [{"assignee": "colleague"}, {"assignee": None}])
def test_one_of_somebody_elses_is_in_front(agent, colleague, waiting, mention, details):
    chat = waiting(1)
    Chat.objects.update(assignee=colleague if details["assignee"] else None)

    mention(chat)

    assert front(agent) == [1]


def test_other_views_and_other_people_have_the_mark_alone_or_nothing(agent, colleague, waiting, mention):
    mention(waiting(1))

    assert front(agent, Asked()) == []
    assert inbox.page_of(agent, Asked()).entries[0].chat.mentioned_by == "colleague"
    assert inbox.page_of(colleague, Asked()).entries[0].chat.mentioned_by is None
    assert front(colleague) == []


def test_the_filters_hold_for_it_too(agent, home, known_chat, mention):
    mention(known_chat(home, 1, context_type="RETURN"))

    assert front(agent, Asked(view="mine", context="ORDER")) == []
    assert front(agent, Asked(view="mine", context="RETURN")) == [1]


def test_a_seller_that_one_no_longer_sees_is_gone_with_its_mentions(agent, home, support, known_chat, mention, tech):
    mention(known_chat(home, 1))

    home.groups.remove(support)

    assert front(type(agent).objects.get(pk=agent.pk)) == []


def test_an_open_list_learns_of_it_and_of_its_being_read(agent, home, known_chat, mention):
    chat = known_chat(home, 1, status="FINISHED")
    digest = inbox.page_digest(inbox.page_of(agent, MINE))
    mention(chat)

    changed = inbox.changes(agent, MINE, digest=digest, shown=50)
    digest = inbox.page_digest(changed)
    same = inbox.changes(agent, MINE, digest=digest, shown=50)
    notes.read_mentions(agent, again(chat), now=NOW)
    after = inbox.changes(agent, MINE, digest=digest, shown=50)

    assert [one.chat.chat_id for one in changed.listed] == [1]
    assert same is None
    assert list(after.listed) == []


def test_the_open_chat_has_one_row(agent, home, known_chat, mention):
    chat = known_chat(home, 1, status="FINISHED")
    mention(chat)

    page = inbox.with_open_chat(agent, inbox.page_of(agent, MINE), chat)

    assert page.opened is None


def test_it_is_found_from_the_side_of_the_mentions(agent, home):
    chosen = mentioned_of(agent.pk, (home.pk,), MINE).order_by("-noted_at", "-pk")[:50]

    plan = chosen.explain()

    if connection.vendor == "sqlite":
        assert "mention_unread" in plan
        assert "SCAN chats_chat" not in plan
