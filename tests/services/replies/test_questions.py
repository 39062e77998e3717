"""F46, F47: a reply of unknown outcome keeps the next text back, and no text is lost by deciding about it."""

import pytest

from chats.models import Chat, Reply
from chats.services import conversation
from chats.services.replies import drafts, unfinished
from tests.desk_fixture import NOW
from tests.services.sending import TEXT


@pytest.fixture
def chat(read_chat: Chat) -> Chat:
    return read_chat


def kept(agent, chat) -> tuple[str, list[str]]:
    draft = drafts.draft_of(agent, chat)
    return draft.text, draft.aside


@pytest.mark.parametrize("decide", [unfinished.drop, unfinished.confirm])
def test_f47_deciding_about_a_reply_loses_no_text(unknown, agent, chat, decide):
    drafts.keep_draft(agent, chat, "Другие слова", now=NOW)

    decide(agent, chat, unknown.reply_id, now=NOW)

    assert kept(agent, chat) == ("Другие слова", [TEXT] if decide is unfinished.drop else [])


def test_f47_a_colleagues_other_words_and_the_authors_stay_too(unknown, agent, boss, chat):
    drafts.keep_draft(agent, chat, "Другие слова", now=NOW)
    drafts.keep_draft(boss, chat, "Слова коллеги", now=NOW)

    unfinished.drop(boss, chat, unknown.reply_id, now=NOW)

    assert (kept(agent, chat), kept(boss, chat)) == (("Другие слова", [TEXT]), ("Слова коллеги", [TEXT]))


def test_f47_what_was_written_while_a_reply_was_refused_stays_and_so_does_the_reply(
    agent, chat, submit, market, monkeypatch
):
    market.fail("400", operation="sendMessageToChat")
    settle = conversation.settle_reply

    def after_more_was_written(reply, *args, **options):
        drafts.keep_draft(agent, chat, "Следующий ответ", now=NOW)
        settle(reply, *args, **options)

    monkeypatch.setattr(conversation, "settle_reply", after_more_was_written)

    assert submit().kind == "refused"
    assert kept(agent, chat) == ("Следующий ответ", [TEXT])


def test_f46_nothing_is_sent_while_a_question_is_open_whatever_the_id_and_the_words(unknown, submit, agent, chat):
    other_words = submit("Другие слова", reply_id=unknown.reply_id)
    other_id = submit("Другие слова", reply_id="5f9a8b8e-1c1d-4b57-9d1a-000000000001")
    same = submit(reply_id=unknown.reply_id)

    assert [one.kind for one in (other_words, other_id, same)] == ["question", "question", "again"]
    assert (other_words.reply, other_words.draft.text, Reply.objects.count()) == (unknown, "Другие слова", 1)
