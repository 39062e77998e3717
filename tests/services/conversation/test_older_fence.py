"""Earlier messages that come while the chat is read anew: kept, they would leave a gap that nothing ever fills."""

import pytest

from chats.models import Chat, History, Message, Slot
from chats.services import jobs
from chats.services.conversation import background, look, messages, older
from chats.services.conversation.reader import Reader
from tests.desk_fixture import NOW, again


@pytest.fixture
def begun_anew(long_chat, market, monkeypatch) -> Chat:
    """A chat of which all messages but the newest are thrown away while Market is asked for earlier ones."""
    chat = long_chat(250)
    look.read_on_if_due(again(chat), now=NOW)
    Slot.objects.all().delete()  # that call is over
    ask = Reader.older

    def meanwhile(self, token, known):
        found = ask(self, token, known)
        newest = Message.objects.filter(chat=chat).order_by("-created_at", "-message_id").first()
        Message.objects.filter(chat=chat).exclude(pk=newest.pk).delete()
        History.objects.update(older_token="", has_first_message=False)
        return found

    monkeypatch.setattr(Reader, "older", meanwhile)
    return chat


def test_earlier_messages_that_a_person_asks_for_leave_no_gap(begun_anew):
    first = messages.messages(begun_anew, most=500)[0]

    older.read_older(again(begun_anew), first, now=NOW)

    assert (Message.objects.count(), History.objects.get().older_token) == (1, "")


def test_earlier_messages_that_the_background_reads_leave_no_gap(begun_anew):
    History.objects.update(due_at=NOW, is_news=False)
    [claimed] = jobs.claim(History.objects.all(), 1, now=NOW)

    background.read_in_background(claimed, now=NOW)

    assert (Message.objects.count(), History.objects.get().older_token) == (1, "")
