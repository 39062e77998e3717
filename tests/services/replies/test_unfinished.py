from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from chats.models import Chat, Circuit, Reply
from chats.problems import NotNow
from chats.services import conversation, sightings
from chats.services.conversation import REPLY_LEASE
from chats.services.replies import Seen, drafts, send, unfinished
from chats.services.upstream import Lane
from tests.desk_fixture import NOW, again
from tests.services.sending import CHAT_ID, HOME_ID, TEXT, seen, sends, written


def open_questions(chat: Chat, *, now: datetime) -> list[Reply]:
    return [reply for reply in unfinished.unfinished_replies(chat, now=now) if reply.state == "UNKNOWN"]


@pytest.mark.parametrize(
    "fault", ["500", "502", "closed", "reset", "truncated", "html", "empty", "error_in_200", "null"]
)
@pytest.mark.parametrize("taken", [True, False])
def test_u9_an_unknown_outcome_is_settled_by_the_history_and_never_sent_again(submit, market, fault, taken):
    market.fail(fault, operation="sendMessageToChat", taken=taken)

    outcome = submit()
    market.clear()
    once_more = submit(reply_id=outcome.reply.reply_id, seconds=5)

    assert (outcome.kind, outcome.draft.text) == (("sent", "") if taken else ("unknown", TEXT))
    assert (once_more.kind, once_more.reply.state) == ("again", "SENT" if taken else "UNKNOWN")
    assert (sends(market), len(written(market))) == (1, taken)


def test_without_a_history_it_stays_a_question_that_a_later_reading_answers(submit, agent, chat, market):
    market.fail("500")

    asked = submit()
    questions = open_questions(chat, now=NOW + timedelta(minutes=1))
    market.clear()
    Circuit.objects.all().delete()
    conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(minutes=5))

    assert (asked.kind, questions) == ("unknown", [asked.reply])
    assert (Reply.objects.get().state, Reply.objects.get().message.text) == ("SENT", TEXT)
    assert open_questions(chat, now=NOW + timedelta(minutes=5)) == []
    assert drafts.draft_of(agent, chat).text == ""


def test_what_the_agent_does_not_find_goes_back_into_the_composer_under_a_new_id(unknown, submit, agent, chat, market):
    draft = unfinished.drop(agent, chat, unknown.reply_id, now=NOW + timedelta(seconds=9))

    assert (draft.text, draft.reply_id == unknown.reply_id) == (TEXT, False)
    assert Reply.objects.get().state == "DROPPED"
    assert submit(reply_id=unknown.reply_id).kind == "again"
    assert submit(seconds=10).kind == "sent"
    assert written(market) == [TEXT]


def test_what_the_agent_does_find_leaves_the_composer(unknown, agent, chat):
    draft = unfinished.confirm(agent, chat, unknown.reply_id, now=NOW + timedelta(seconds=9))

    assert (draft.text, Reply.objects.get().state) == ("", "SENT")


def test_a_colleague_may_answer_the_question_and_the_author_keeps_the_text(unknown, agent, boss, chat):
    theirs = unfinished.drop(boss, chat, unknown.reply_id, now=NOW + timedelta(seconds=9))

    assert theirs.text == drafts.draft_of(agent, chat).text == TEXT
    assert drafts.draft_of(agent, chat).reply_id != unknown.reply_id


@pytest.mark.parametrize("decide", [unfinished.drop, unfinished.confirm])
def test_only_an_open_question_of_this_chat_can_be_answered(decide, submit, agent, chat, home, known_chat, unknown):
    elsewhere = known_chat(home, 310003)
    Reply.objects.filter(pk=unknown.pk).update(chat=elsewhere)
    sent = submit(reply_id=uuid4()).reply

    decide(agent, chat, unknown.reply_id, now=NOW + timedelta(seconds=9))
    decide(agent, chat, sent.reply_id, now=NOW + timedelta(seconds=9))
    decide(agent, chat, uuid4(), now=NOW + timedelta(seconds=9))

    assert {reply.pk: reply.state for reply in Reply.objects.all()} == {unknown.pk: "UNKNOWN", sent.pk: "SENT"}


@pytest.fixture
def left_behind(agent, chat) -> Reply:
    """The row of a process that died while it sent."""
    draft = drafts.keep_draft(agent, chat, TEXT, now=NOW)
    times = {"started_at": NOW, "leased_until": NOW + REPLY_LEASE, "known_message_id": seen(chat)}
    return Reply.objects.create(reply_id=draft.reply_id, chat=chat, agent=agent, text=TEXT, **times)


def test_m4_what_a_dead_process_left_behind_is_a_question_once_its_lease_is_over(
    left_behind, submit, agent, chat, market
):
    meanwhile = submit(reply_id=left_behind.reply_id)
    nothing_to_ask = open_questions(chat, now=NOW + REPLY_LEASE - timedelta(seconds=1))
    undecided = unfinished.drop(agent, chat, left_behind.reply_id, now=NOW + timedelta(seconds=1))
    afterwards = submit(reply_id=left_behind.reply_id, seconds=REPLY_LEASE.total_seconds() + 1)

    assert (meanwhile.kind, meanwhile.reply.state, nothing_to_ask) == ("again", "SENDING", [])
    assert undecided.reply_id == left_behind.reply_id
    assert (afterwards.kind, afterwards.reply.state, afterwards.draft.text) == ("again", "UNKNOWN", TEXT)
    assert open_questions(chat, now=NOW + REPLY_LEASE * 2) == [left_behind]
    assert sends(market) == 0


def test_m4_what_a_dead_process_had_sent_is_found_in_the_history(left_behind, agent, chat, market):
    market.say(HOME_ID, CHAT_ID, TEXT, sender="PARTNER", at=NOW + timedelta(seconds=2))

    pulsed = sightings.refresh_chat_if_due(again(chat), now=NOW + timedelta(minutes=1))
    conversation.read_on_if_due(pulsed, now=NOW + timedelta(minutes=1))

    assert (Reply.objects.get().state, drafts.draft_of(agent, chat).text) == ("SENT", "")


def test_m7_a_clock_that_was_set_back_does_not_keep_a_dead_process_alive(left_behind, chat):
    assert open_questions(chat, now=NOW - timedelta(days=1)) == [left_behind]


def test_a_process_that_stood_still_sends_nothing_when_it_wakes(submit, agent, chat, market, monkeypatch):
    monkeypatch.setattr(send, "START_SECONDS", -1.0)

    outcome = submit()

    assert (outcome.kind, outcome.problem.kind, sends(market)) == ("refused", "slow", 0)


def test_an_older_message_with_the_same_words_settles_nothing(submit, market, chat):
    market.say(HOME_ID, CHAT_ID, TEXT, sender="PARTNER", at=NOW - timedelta(minutes=1))
    conversation.read_on(again(chat), Lane.AGENT, now=NOW)
    market.fail("500", operation="sendMessageToChat", taken=False)

    assert submit().kind == "unknown"


def test_one_message_settles_one_reply_and_the_certain_one_has_it(submit, boss, chat, market):
    market.fail("500", operation="sendMessageToChat", taken=False, times=1)
    lost = submit().reply

    arrived = submit(by=boss, seconds=2, colleagues=Seen(replies={lost.pk})).reply
    conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(minutes=1))

    assert Reply.objects.get(pk=arrived.pk).message.text == TEXT
    assert Reply.objects.get(pk=lost.pk).state == "UNKNOWN"


def test_a_reply_that_the_history_settled_too_soon_is_refused_all_the_same(submit, agent, chat, market, monkeypatch):
    def refused_after_a_colleague_wrote_the_same(*args, **options):
        market.say(HOME_ID, CHAT_ID, TEXT, sender="PARTNER", at=NOW + timedelta(seconds=2))
        conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=3))
        raise NotNow("busy")

    monkeypatch.setattr(send, "call_market", refused_after_a_colleague_wrote_the_same)

    outcome = submit()

    assert (outcome.kind, outcome.draft.text, Reply.objects.get().state) == ("refused", TEXT, "REFUSED")
