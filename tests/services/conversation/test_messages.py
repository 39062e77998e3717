from datetime import timedelta

from chats.models import Message
from chats.services.conversation import messages
from tests.desk_fixture import NOW
from tests.services.conversation.reading import ids


def test_messages_come_in_the_order_in_which_they_were_written(chat):
    for message_id, second in ((9, 1), (3, 1), (5, 0), (7, 2)):
        Message.objects.create(
            chat=chat, message_id=message_id, created_at=NOW + timedelta(seconds=second), sender="CUSTOMER", text="x"
        )

    assert ids(messages.messages(chat)) == [5, 3, 9, 7]
    assert ids(messages.messages(chat, most=2)) == [9, 7]
    assert ids(messages.messages_before(chat, messages.message_of(chat, 9))) == [5, 3]
    assert ids(messages.messages_before(chat, messages.message_of(chat, 9), most=1)) == [3]
    assert ids(messages.messages_after(chat, 3)) == [9, 7]
    assert ids(messages.messages_after(chat, 3, most=1)) == [9]
    assert ids(messages.messages_after(chat, None)) == [5, 3, 9, 7]
    assert messages.messages_after(chat, 12345) == []


def test_messages_of_another_chat_are_never_among_them(chat, home, known_chat):
    other = known_chat(home, 310003)
    Message.objects.create(chat=other, message_id=5, created_at=NOW, sender="CUSTOMER", text="x")

    assert messages.messages(chat) == messages.messages_after(chat, 5) == []
    assert messages.message_of(chat, 5) is None
