from datetime import timedelta
from uuid import uuid4

import pytest

from chats.models import Draft, Reply
from chats.services.replies import drafts
from tests.desk_fixture import NOW


@pytest.fixture
def chat(home, known_chat):
    return known_chat(home, 310002)


@pytest.fixture
def sent(agent, chat) -> Reply:
    times = {"started_at": NOW, "leased_until": NOW}
    return Reply.objects.create(reply_id=uuid4(), chat=chat, agent=agent, text="Здравствуйте!", state="SENT", **times)


def test_a_look_at_an_empty_draft_writes_nothing_and_is_the_same_in_every_tab(agent, boss, chat):
    first, second = drafts.draft_of(agent, chat), drafts.draft_of(agent, chat)

    assert (first.text, first.reply_id) == ("", second.reply_id)
    assert drafts.draft_of(boss, chat).reply_id != first.reply_id
    assert not Draft.objects.exists()


def test_a_draft_is_kept_for_each_agent_and_chat_under_the_id_that_the_tabs_have(agent, boss, chat, home, known_chat):
    other_chat, shown = known_chat(home, 310003), drafts.draft_of(agent, chat).reply_id

    drafts.keep_draft(agent, chat, "Добрый день", now=NOW)
    drafts.keep_draft(boss, chat, "Другое", now=NOW)

    assert (drafts.draft_of(agent, chat).text, drafts.draft_of(agent, chat).reply_id) == ("Добрый день", shown)
    assert drafts.draft_of(boss, chat).text == "Другое"
    assert drafts.draft_of(agent, other_chat).text == ""


def test_the_same_text_again_writes_nothing(agent, chat):
    drafts.keep_draft(agent, chat, "Добрый день", now=NOW)

    drafts.keep_draft(agent, chat, "Добрый день", now=NOW + timedelta(seconds=5))

    assert Draft.objects.get().updated_at == NOW


def test_a_text_is_kept_with_its_line_breaks_and_without_what_no_row_takes(agent, chat):
    drafts.keep_draft(agent, chat, "раз\r\nдва\rтри\0\ud800!", now=NOW)

    assert Draft.objects.get().text == "раз\nдва\nтри!"


def test_a_text_that_is_too_long_to_send_is_kept_all_the_same(agent, chat):
    drafts.keep_draft(agent, chat, "я" * 5000, now=NOW)

    assert len(Draft.objects.get().text) == 5000


def test_what_was_sent_does_not_come_back_by_a_belated_request_of_another_tab(agent, chat, sent):
    drafts.keep_draft(agent, chat, sent.text, now=NOW, reply_id=sent.reply_id)

    assert drafts.draft_of(agent, chat).text == ""


def test_what_was_written_on_after_sending_is_kept(agent, chat, sent):
    drafts.keep_draft(agent, chat, sent.text + " И ещё:", now=NOW, reply_id=sent.reply_id)

    assert drafts.draft_of(agent, chat).text == "Здравствуйте! И ещё:"


def test_the_same_words_written_anew_are_a_draft(agent, chat, sent):
    fresh = drafts.draft_of(agent, chat).reply_id

    drafts.keep_draft(agent, chat, sent.text, now=NOW, reply_id=fresh)

    assert drafts.draft_of(agent, chat).text == sent.text
