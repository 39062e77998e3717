"""What is read at Market is in the index from the transaction on that stores it."""

import pytest

from chats.models import Message, SearchEntry
from chats.services import conversation, sightings
from chats.services.search import index
from chats.services.upstream import Lane
from tests.desk_fixture import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def unread(home, market):
    return sightings.fetch_chat(home, 310001, now=NOW)


def test_messages_that_are_read_are_indexed(unread):
    conversation.read_on(unread, Lane.AGENT, now=NOW)

    worded = Message.objects.exclude(text="").values_list("pk", flat=True)
    assert worded
    assert set(SearchEntry.objects.values_list("message_id", flat=True)) == set(worded)


def test_what_cannot_be_indexed_is_not_stored_either(unread, monkeypatch):
    def fails(*_):
        raise RuntimeError

    monkeypatch.setattr(index, "insert", fails)

    with pytest.raises(RuntimeError):
        conversation.read_on(unread, Lane.AGENT, now=NOW)

    assert not Message.objects.exists()
