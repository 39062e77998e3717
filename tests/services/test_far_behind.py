from django.utils import timezone

from chats.cursor import Cursor
from chats.services import chat_page, people


def test_p5_a_page_that_lacks_more_messages_than_a_part_brings_is_reloaded(agent, talk):
    chat, now = people.chat_for(agent, 1001, talk(202).chat_id), timezone.now()

    far, near = (chat_page.changed_part(agent, chat, Cursor(last=last), now=now) for last in (1, 150))

    assert (far.outdated, near.outdated) == (True, False)
