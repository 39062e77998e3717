from datetime import timedelta

import pytest
from django.db import OperationalError

from chats.models import Chat, RecentChat
from chats.services.lookup import recents
from tests.desk_fixture import NOW


def opens(agent, *chats, at=NOW):
    """Opens the pages of these chats, a minute apart, as the views do."""
    for minute, chat in enumerate(chats):
        recents.note_opened(agent, chat, now=at + timedelta(minutes=minute))
    return recents.recent_chats(agent)


def test_f5_the_last_ten_chats_are_kept_newest_first(home, agent, known_chat):
    opens(agent, *(known_chat(home, number) for number in range(1, 13)))

    assert [chat.chat_id for chat in recents.recent_chats(agent)] == list(range(12, 2, -1))
    assert RecentChat.objects.count() == 10


def test_f5_a_chat_opened_again_moves_to_the_top(home, agent, known_chat):
    one, two = known_chat(home, 1), known_chat(home, 2)

    shown = opens(agent, one, two, one)

    assert shown == [one, two]


def test_f5_opening_the_first_of_them_again_writes_nothing(home, agent, known_chat, django_assert_num_queries):
    one, two = known_chat(home, 1), known_chat(home, 2)
    opens(agent, two, one)

    with django_assert_num_queries(1):
        recents.note_opened(agent, one, now=NOW + timedelta(hours=1))

    assert recents.recent_chats(agent) == [one, two]


@pytest.mark.parametrize("away", [OperationalError("database is locked"), OperationalError("disk I/O error")])
def test_f5_a_database_that_takes_no_writes_still_shows_the_page(home, agent, known_chat, monkeypatch, away):
    chat = known_chat(home, 1)

    def refuse(*args, **kwargs):
        raise away

    monkeypatch.setattr(recents, "add_recent", refuse)

    recents.note_opened(agent, chat, now=NOW)

    assert recents.recent_chats(agent) == []


@pytest.mark.django_db(transaction=True)
def test_f5_a_chat_that_was_deleted_at_this_moment_breaks_nothing(home, agent, known_chat):
    chat = known_chat(home, 1)
    Chat.objects.filter(pk=chat.pk).delete()

    recents.note_opened(agent, chat, now=NOW)

    assert not RecentChat.objects.exists()


def test_a_recent_chat_disappears_with_the_right_to_see_it(home, agent, known_chat):
    opens(agent, known_chat(home, 1))

    agent.groups.clear()
    del agent._sellers_seen

    assert recents.recent_chats(agent) == []


def test_an_agent_forgets_only_their_own(home, agent, boss, known_chat):
    chat = known_chat(home, 1)
    opens(agent, chat)
    opens(boss, chat)

    recents.forget_recent(agent, home.business_id, 1)

    assert (recents.recent_chats(agent), recents.recent_chats(boss)) == ([], [chat])
