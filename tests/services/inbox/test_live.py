"""What the pulse of an open list finds."""

import pytest

from chats.models import Chat, Draft, ReadMark
from chats.services import inbox
from chats.services.inbox import Asked
from chats.services.people import Person
from chats.services.sightings import place_anew
from tests.conversation_fixture import message
from tests.desk_fixture import NOW


def digest_of(agent) -> str:
    return inbox.page_digest(inbox.page_of(agent, Asked()))


def found(agent, digest: str):
    return inbox.changes(agent, Asked(), digest=digest, shown=50)


def test_nothing_new_is_nothing(agent, waiting, django_assert_num_queries):
    waiting(1)
    digest = digest_of(agent)

    with django_assert_num_queries(2):
        assert found(agent, digest) is None


@pytest.mark.parametrize("change", ["message", "version", "row", "read", "draft", "owner", "gone"])
def test_whatever_a_row_shows_is_news(agent, waiting, change):
    chat = waiting(1)
    Chat.objects.filter(pk=chat.pk).update(last_message_id=5, last_sender="CUSTOMER")
    digest = digest_of(agent)

    match change:
        case "message":
            message(chat, 6)
        case "version" | "owner":
            place_anew(chat.pk, now=NOW, assignee=agent)
        case "row":
            waiting(2)
        case "read":
            ReadMark.objects.create(agent=agent, chat=chat, message_id=5)
        case "draft":
            Draft.objects.create(agent=agent, chat=chat, text="Да", updated_at=NOW)
        case "gone":
            place_anew(chat.pk, now=NOW, status="WAITING_FOR_CUSTOMER")

    news = found(agent, digest)
    assert news is not None
    assert inbox.page_digest(news) == digest_of(agent)
    assert found(agent, digest_of(agent)) is None


def test_who_writes_in_a_shown_chat_is_news_and_elsewhere_is_none(agent, waiting):
    chat, maria = waiting(1), Person(9, "maria", "Мария", "К")
    digest = digest_of(agent)

    elsewhere = inbox.changes(agent, Asked(), digest=digest, shown=50, writers={chat.pk + 1: (maria,)})
    here = inbox.changes(agent, Asked(), digest=digest, shown=50, writers={chat.pk: (maria,)})

    assert elsewhere is None
    assert here and here.writers == {chat.pk: (maria,)}
    same = inbox.changes(agent, Asked(), digest=inbox.page_digest(here), shown=50, writers={chat.pk: (maria,)})
    assert same is None


def test_a_longer_list_is_kept_up_to_date_whole(agent, waiting):
    for number in range(1, 121):
        waiting(number)

    found = inbox.changes(agent, Asked(), digest="", shown=100)

    assert len(found.entries) == 100
    assert inbox.changes(agent, Asked(), digest=inbox.page_digest(found), shown=100) is None


def test_what_has_changed_costs_its_rows_and_no_second_count(agent, waiting, django_assert_num_queries):
    waiting(1)
    digest_of(agent)

    with django_assert_num_queries(3):  # the marks, the counts, the rows
        assert found(agent, "another") is not None
