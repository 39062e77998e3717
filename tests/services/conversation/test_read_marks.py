from datetime import timedelta

from django.contrib.auth.models import User

from chats.models import Chat, ReadMark
from chats.services.conversation import messages, read_marks
from tests.desk_fixture import NOW
from tests.services.conversation.reading import HOME_ID, at_market, ids, read


def first_unread(agent: User, chat: Chat) -> int | None:
    return read_marks.newest_page(agent, chat)[1]


def test_a_mark_moves_forward_only_and_shows_what_is_unread(chat, agent, market):
    read(chat)
    known = ids(messages.messages(chat))
    market.say(HOME_ID, 310002, "Новое", at=NOW + timedelta(seconds=1))

    nobody_has_read = first_unread(agent, chat)
    for message_id in (known[-1], known[0], 12345):
        read_marks.mark_read(agent, chat, message_id)
    all_read = first_unread(agent, chat)
    read(chat, 60)

    assert (nobody_has_read, all_read) == (None, None)
    assert first_unread(agent, chat) == at_market(market, chat)[-1]
    assert ReadMark.objects.get().message_id == known[-1]
