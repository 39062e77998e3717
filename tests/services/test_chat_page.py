from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chats.cursor import Cursor
from chats.models import AgentSettings, Chat, Draft, History, Lookup, ReadMark, Reply, Seller
from chats.services import chat_page, page_messages, people, replies
from tests.conversation_fixture import as_read, message


@pytest.fixture
def now():
    return timezone.now()


def at_hand(agent, chat: Chat) -> Chat:
    return people.chat_for(agent, 1001, chat.chat_id)


def pulse(agent, chat: Chat) -> Chat:
    return people.chat_for_pulse(agent, 1001, chat.chat_id)


def ids(page) -> list[int]:
    return [one.message_id for one in page.messages.found]


def sending(agent, chat, now, **details) -> Reply:
    usual = {"state": "SENDING", "started_at": now, "leased_until": now + timedelta(seconds=30), "text": "Добрый день"}
    return Reply.objects.create(reply_id=uuid4(), chat=chat, agent=agent, **{**usual, **details})


def test_a_whole_page_has_the_newest_messages_and_what_belongs_to_them(agent, talk, now):
    chat = talk(60)
    ReadMark.objects.create(agent=agent, chat=chat, message_id=57)
    draft = replies.keep_draft(agent, chat, "Добрый", now=now)

    page = chat_page.whole_page(agent, at_hand(agent, chat), now=now)

    assert ids(page) == list(range(11, 61))
    assert (page.messages.first_unread, page.messages.older, page.messages.last) == (58, 11, 60)
    assert (page.draft.text, page.store_name) == ("Добрый", "Дом и сад")
    assert page.cursor == Cursor.at(chat, last=60, tail="", reply=draft.reply_id)
    assert (page.auto_refreshes, page.cannot_write, page.tail.reading) == (True, None, False)


def test_what_the_caller_has_already_is_not_asked_for(agent, talk, now, django_assert_num_queries):
    chat = at_hand(agent, talk(3))

    people.preferences_of(agent)  # as for each request

    # Messages, whether there are older ones, replies under way, who else is there, whether the hour has replies left,
    # the store, tags, and what has been begun as a note: that is kept apart from the reply's draft, so that it is never
    # sent.
    with django_assert_num_queries(8):
        page = chat_page.whole_page(agent, chat, now=now, draft=Draft(text="Добрый"))

    assert page.draft.text == "Добрый"


def test_a_finished_chat_carries_no_reply_and_does_not_refresh_itself(agent, talk, now):
    page = chat_page.whole_page(agent, at_hand(agent, talk(3, status="FINISHED")), now=now)

    assert (page.auto_refreshes, page.cursor.reply) == (False, None)


def test_whoever_wants_no_refresh_gets_none_once_the_chat_was_read(agent, talk, now):
    chat = talk(3)
    AgentSettings.objects.create(agent=agent, auto_refresh=False)

    read = chat_page.whole_page(agent, at_hand(agent, chat), now=now)
    as_read(chat, read_at=None)
    never_read = chat_page.whole_page(agent, at_hand(agent, chat), now=now)

    assert (read.auto_refreshes, never_read.auto_refreshes) == (False, True)


def test_a_key_that_only_reads_forbids_writing(agent, talk, now):
    chat = talk(3)
    Seller.objects.update(scopes=["ALL_METHODS_READ_ONLY"])

    page = chat_page.whole_page(agent, at_hand(agent, chat), now=now)

    assert (page.cannot_write.kind, page.cursor.reply) == ("read_only_token", None)


def test_earlier_messages_are_a_page_that_does_not_refresh_itself(agent, talk, now):
    chat = at_hand(agent, talk(120))
    above = chat_page.whole_page(agent, chat, now=now).messages.found[0]

    page = chat_page.earlier_page(agent, chat, above, now=now)

    assert ids(page) == list(range(21, 71))
    assert (page.messages.older, page.auto_refreshes) == (21, False)


def test_what_market_does_not_give_of_earlier_messages_can_be_asked_for_again(agent, talk, market, now):
    chat = at_hand(agent, talk(3))
    as_read(chat, has_first_message=False)
    oldest = chat_page.whole_page(agent, chat, now=now).messages.found[0]
    market.fail("500", times=9)

    earlier = page_messages.earlier_messages(chat, oldest, now=now)

    assert (earlier.found, earlier.older, earlier.problem.kind) == ((), oldest.message_id, "broken")


def test_a_pulse_with_nothing_new_reads_its_row_and_who_is_there(agent, talk, now, market, django_assert_num_queries):
    chat = talk(3)
    cursor = chat_page.whole_page(agent, at_hand(agent, chat), now=now).cursor
    found = pulse(agent, chat)
    chat_page.pulse(agent, found, cursor, now=now)  # the first one notes that the agent is there

    with django_assert_num_queries(1):
        assert chat_page.pulse(agent, found, cursor, now=now) is None
    assert market.calls == []


def test_a_pulse_brings_what_is_newer_and_the_next_one_nothing(agent, talk, now):
    chat = talk(3)
    cursor = chat_page.whole_page(agent, at_hand(agent, chat), now=now).cursor
    message(chat, 4)

    page = chat_page.pulse(agent, pulse(agent, chat), cursor, now=now)

    assert (ids(page), page.messages.above.message_id, page.cursor.last) == ([4], 3, 4)
    assert (page.outdated, page.settled, page.first_fill) == (False, False, False)
    assert chat_page.pulse(agent, pulse(agent, chat), page.cursor, now=now) is None


@pytest.mark.parametrize("pressed", [True, False])
def test_the_chat_is_refreshed_before_its_messages_are_read_on(agent, talk, now, market, pressed):
    long_ago = now - timedelta(days=200)
    chat = talk(0, status="NEW", seen_at=long_ago, updated_at=long_ago, due_at=long_ago)

    if pressed:
        chat_page.press_refresh(at_hand(agent, chat), now=now)
    else:
        chat_page.pulse(agent, pulse(agent, chat), Cursor(), now=now)

    assert [call.operation for call in market.calls] == ["getChat", "getChatHistory"]
    assert at_hand(agent, chat).updated_at > long_ago


def test_a_page_without_messages_is_filled(agent, talk, now):
    chat = at_hand(agent, talk(60))

    page = chat_page.changed_part(agent, chat, Cursor(), now=now)

    assert (len(ids(page)), page.first_fill, page.cursor.last) == (60, True, 60)


def test_a_page_of_another_time_has_to_be_opened_anew(agent, talk, now):
    chat = at_hand(agent, talk(3))

    assert chat_page.changed_part(agent, chat, Cursor(last=777), now=now).outdated
    assert not chat_page.changed_part(agent, chat, Cursor(last=2), now=now).outdated


def test_the_digest_of_the_tail_changes_with_what_becomes_of_a_reply(agent, talk, now):
    chat = talk(3)
    reply = sending(agent, chat, now)
    cursor = chat_page.whole_page(agent, at_hand(agent, chat), now=now).cursor

    same = chat_page.pulse(agent, pulse(agent, chat), cursor, now=now)
    died = chat_page.pulse(agent, pulse(agent, chat), cursor, now=now + timedelta(minutes=10))
    Reply.objects.update(state="SENT")
    sent = chat_page.pulse(agent, pulse(agent, chat), cursor, now=now)

    assert (cursor.tail != "", same) == (True, None)
    assert [one.state for one in died.tail.unfinished] == ["UNKNOWN"]
    assert [one.reply_id for one in sent.tail.unfinished] == [reply.reply_id]
    assert len({cursor.tail, died.tail.digest, sent.tail.digest}) == 3


def test_the_digest_of_the_tail_changes_when_the_chat_was_read_for_the_first_time(agent, talk, now):
    chat = talk(0)
    sending(agent, chat, now)
    History.objects.update(read_at=None)
    unread = chat_page.tail_of(at_hand(agent, chat), now=now)
    History.objects.update(read_at=now)

    read = chat_page.tail_of(at_hand(agent, chat), now=now)

    assert (unread.reading, read.reading) == (True, False)
    assert unread.digest != read.digest


def test_the_digest_of_the_tail_changes_when_a_problems_time_is_over(agent, talk, now):
    chat, until = talk(3), now + timedelta(minutes=20)
    as_read(chat, problem_kind="hourly_limit", problem_at=now, problem_until=until)

    digests = [
        chat_page.tail_of(at_hand(agent, chat), now=at).digest for at in (now, now + timedelta(minutes=1), until)
    ]
    as_read(chat, problem_at=now + timedelta(seconds=5))  # the same once more is nothing new
    later = chat_page.tail_of(at_hand(agent, chat), now=now).digest

    assert (digests[0] == digests[1] == later, digests[2] == digests[0]) == (True, False)


def test_a_draft_that_was_settled_changes_the_reply_that_the_page_carries(agent, talk, now):
    chat, old = at_hand(agent, talk(3)), uuid4()
    draft = replies.draft_of(agent, chat)

    settled = chat_page.changed_part(agent, chat, Cursor(last=3, reply=old), now=now)
    same = chat_page.changed_part(agent, chat, Cursor(last=3, reply=draft.reply_id), now=now)

    assert (settled.settled, settled.cursor.reply) == (True, draft.reply_id)
    assert (same.settled, same.cursor.reply) == (False, draft.reply_id)


def test_what_a_submission_has_left_is_the_pages_next_reply_and_no_surprise(agent, talk, now):
    chat, draft = at_hand(agent, talk(3)), Draft(reply_id=uuid4())

    page = chat_page.changed_part(agent, chat, Cursor(last=3, reply=uuid4()), now=now, draft=draft)

    assert (page.draft, page.cursor.reply, page.settled) == (draft, draft.reply_id, False)


def test_a_page_without_a_composer_reads_no_draft(agent, talk, now):
    page = chat_page.changed_part(agent, at_hand(agent, talk(3)), Cursor(last=3), now=now)

    assert (page.draft, page.cursor.reply) == (None, None)


def test_what_a_submission_has_changed_of_the_chat_is_on_the_page(agent, talk, now):
    chat = at_hand(agent, talk(3))
    Chat.objects.update(status="WAITING_FOR_CUSTOMER", version=99)

    page = chat_page.changed_part(agent, chat, Cursor(last=3), now=now)

    assert (page.chat.status, page.cursor.version) == ("WAITING_FOR_CUSTOMER", 99)


def test_first_sight_is_a_lookup(agent, home, market, now):
    chat = chat_page.fetch_unknown_chat(agent, home, 310001, now=now)

    assert [chat] == list(Chat.objects.all()) == [one.chat for one in Lookup.objects.all()]


def test_whoever_looks_up_too_much_asks_nobody(agent, home, market, now, settings):
    settings.LOOKUPS_PER_MINUTE = 1
    chat_page.fetch_unknown_chat(agent, home, 310001, now=now)
    calls = len(market.calls)

    assert chat_page.fetch_unknown_chat(agent, home, 310002, now=now).kind == "too_fast"
    assert len(market.calls) == calls
