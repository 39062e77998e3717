"""What a chat keeps of its newest message, for the inbox."""

from datetime import timedelta

from chats.models import Message
from tests.desk_fixture import NOW, again
from tests.services.conversation.reading import HOME_ID, read


def test_the_newest_message_is_noted_with_its_chat(chat, market):
    market.say(HOME_ID, 310002, "  Где мой заказ?\nАу", at=NOW + timedelta(seconds=1))

    read(chat)

    row, newest = again(chat), Message.objects.filter(chat=chat).latest("created_at")
    assert (row.last_message_id, row.last_sender, row.message_at) == (newest.message_id, "CUSTOMER", newest.created_at)
    assert (row.last_text, row.last_files) == ("Где мой заказ?\nАу", 0)


def test_a_long_text_is_cut(chat, market):
    market.say(HOME_ID, 310002, "я" * 5000, at=NOW + timedelta(seconds=1))

    read(chat)

    assert again(chat).last_text == "я" * 200


def test_the_shops_own_message_ends_the_waiting(chat, market):
    read(chat)
    before = again(chat)
    market.say(HOME_ID, 310002, "Отправили", at=NOW + timedelta(seconds=1), sender="PARTNER")

    read(chat, 2)

    assert (before.status, before.queue_at is not None) == ("WAITING_FOR_PARTNER", True)
    assert (again(chat).waiting_since, again(chat).queue_at) == (None, None)
