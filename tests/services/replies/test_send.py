import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from chats.models import Circuit, History, Quota, Reply, Seller
from chats.services import conversation, sightings, upstream
from chats.services.conversation import messages
from chats.services.replies import drafts, stops, unfinished
from tests.desk_fixture import NOW, again
from tests.services.sending import CHAT_ID, HOME_ID, TEXT, seen, sends, written

PERMITTED = ["INVENTORY_AND_ORDER_PROCESSING", "ALL_METHODS_READ_ONLY"]


def test_a_reply_reaches_the_buyer_and_leaves_the_composer(submit, agent, chat, market):
    before = drafts.draft_of(agent, chat).reply_id

    outcome = submit()

    assert (outcome.kind, outcome.draft.text, written(market)) == ("sent", "", [TEXT])
    assert outcome.draft.reply_id != before == outcome.reply.reply_id
    row = Reply.objects.get()
    assert (row.state, row.text, row.agent, row.known_message_id) == ("SENT", TEXT, agent, seen(chat))
    assert row.settled_at is not None


def test_the_next_pulse_shows_the_reply_in_the_history(submit, chat, market):
    submit()

    pulsed = sightings.refresh_chat_if_due(again(chat), now=NOW + timedelta(seconds=10))
    conversation.read_on_if_due(pulsed, now=NOW + timedelta(seconds=10))

    newest = messages.messages(chat)[-1]
    assert (newest.text, newest.reply, pulsed.status) == (TEXT, Reply.objects.get(), "WAITING_FOR_CUSTOMER")
    assert unfinished.unfinished_replies(chat, now=NOW + timedelta(seconds=10)) == []


def test_until_then_it_is_on_its_way(submit, chat):
    outcome = submit()

    [waiting] = unfinished.unfinished_replies(chat, now=NOW + timedelta(seconds=2))
    assert (waiting, waiting.state) == (outcome.reply, "SENT")
    assert unfinished.unfinished_replies(chat, now=NOW + timedelta(hours=9)) == []


def test_the_same_form_never_sends_twice(submit, market):
    first = submit()

    second = submit(reply_id=first.reply.reply_id, seconds=2)

    assert (second.kind, second.reply, second.draft.text) == ("again", first.reply, "")
    assert written(market) == [TEXT]


def test_another_tab_with_another_text_under_the_same_id_sends_nothing_and_loses_nothing(submit, market):
    first = submit()

    second = submit("Совсем другое", reply_id=first.reply.reply_id)

    assert (second.kind, second.draft.text) == ("again", "Совсем другое")
    assert (second.draft.reply_id == first.reply.reply_id, sends(market)) == (False, 1)


@pytest.mark.django_db(transaction=True)
def test_submissions_at_the_same_moment_send_once(submit, market):
    outcomes = []
    reply_id = uuid4()

    def submit_once() -> None:
        try:
            outcomes.append(submit(reply_id=reply_id))
        finally:
            connection.close()

    threads = [threading.Thread(target=submit_once) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcome.kind for outcome in outcomes) == ["again", "again", "again", "sent"]
    assert written(market) == [TEXT]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty_text"),
        (" \n\t ", "empty_text"),
        ("\u200b\u3164", "empty_text"),
        ("я" * 4097, "too_long"),
        ("Здравствуйте, [[покупатель?]]!", "missing_value"),
        ("{заказ} едет", "missing_value"),
    ],
)
def test_a_text_that_cannot_be_sent_is_said_and_kept(submit, market, text, problem):
    outcome = submit(text)

    assert (outcome.kind, outcome.problem.kind, outcome.draft.text) == ("invalid", problem, text)
    assert (sends(market), Reply.objects.count()) == (0, 0)


@pytest.mark.parametrize("text", ["я" * 4096, "😀" * 4096, "раз\n" * 1024])
def test_a_text_as_long_as_market_takes_it_is_sent(submit, text):
    assert submit(text).kind == "sent"


def test_a_line_break_is_one_character_as_market_counts(submit, market):
    outcome = submit("а\r\n" * 2048)

    assert (outcome.kind, outcome.reply.text) == ("sent", "а\n" * 2048)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("400", "refused"),
        ("401", "dead_key"),
        ("403_scope", "read_only_token"),
        ("403_access", "no_access"),
        ("404", "not_found"),
        ("420_hourly", "hourly_limit"),
        ("420_parallel", "parallel_limit"),
        ("423", "refused"),
    ],
)
def test_a_refusal_says_why_and_the_next_submission_is_another_reply(submit, agent, chat, market, fault, kind):
    market.fail(fault, operation="sendMessageToChat")

    refused = submit()
    market.clear()

    assert (refused.kind, refused.problem.kind, refused.draft.text) == ("refused", kind, TEXT)
    assert (refused.reply.state, refused.reply.problem_kind) == ("REFUSED", kind)
    assert refused.draft.reply_id != refused.reply.reply_id
    assert submit(reply_id=refused.reply.reply_id).problem.kind == kind
    assert (sends(market), written(market)) == (1, [])
    assert submit(seconds=3 * 3600).kind == "sent"
    assert written(market) == [TEXT]


def test_markets_own_words_are_kept_with_a_refusal(submit, market):
    market.set_chat(HOME_ID, CHAT_ID, status="FINISHED")

    outcome = submit()

    assert "finished" in outcome.problem.detail
    assert Reply.objects.get().problem_detail == outcome.problem.detail


def test_a_quota_that_is_used_up_is_said_with_its_time_and_costs_no_call(submit, home, market):
    renews = NOW + timedelta(minutes=20)
    Quota.objects.create(seller=home, operation="sendMessageToChat", allowance=1000, remaining=0, renews_at=renews)

    outcome = submit()

    assert (outcome.kind, outcome.problem.kind, outcome.problem.until) == ("refused", "hourly_limit", renews)
    assert (sends(market), outcome.draft.text) == (0, TEXT)


def test_an_open_circuit_refuses_and_the_text_stays(submit, home, market):
    Circuit.objects.create(seller=home, failures=5, open_until=NOW + timedelta(seconds=60), error_kind="broken")

    outcome = submit()

    assert (outcome.kind, outcome.problem.kind, outcome.draft.text, sends(market)) == ("refused", "shut", TEXT, 0)


def test_what_was_written_on_while_it_was_sent_stays(submit, agent, chat, market, monkeypatch):
    real = upstream.ask

    def slowly(*args, **options):
        drafts.keep_draft(agent, chat, TEXT + " И ещё", now=NOW)
        return real(*args, **options)

    monkeypatch.setattr(upstream, "ask", slowly)

    outcome = submit()

    assert (outcome.kind, outcome.draft.text) == ("sent", TEXT + " И ещё")


def test_another_persons_reply_is_neither_sent_nor_shown(submit, boss, market):
    theirs = submit(by=boss).reply

    outcome = submit("Моё", reply_id=theirs.reply_id)

    assert (outcome.kind, outcome.problem.kind, outcome.reply) == ("refused", "used_id", None)
    assert (outcome.draft.text, sends(market)) == ("Моё", 1)


@pytest.mark.parametrize(
    ("scopes", "kind"),
    [
        ([], None),
        (["COMMUNICATION"], None),
        (["ALL_METHODS"], None),
        (PERMITTED, "read_only_token"),
        (["INVENTORY_AND_ORDER_PROCESSING"], "missing_scope"),
    ],
)
def test_a_token_that_may_not_write_is_said_before_anything_is_written(submit, home, market, scopes, kind):
    Seller.objects.update(scopes=scopes)
    trouble = stops.cannot_write(Seller.objects.get())

    outcome = submit()

    assert (trouble.kind if trouble else None) == kind
    assert (outcome.kind, sends(market)) == (("refused", 0) if kind else ("sent", 1))


def test_a_history_that_waits_after_a_problem_goes_on_waiting_when_a_reply_was_refused(submit, market):
    waits_until = NOW + timedelta(minutes=20)
    History.objects.update(due_at=waits_until, problem_kind="hourly_limit", problem_at=NOW, problem_until=waits_until)
    Quota.objects.filter(operation="getChatHistory").update(remaining=0, renews_at=waits_until)
    market.fail("403_scope", operation="sendMessageToChat")

    assert submit(seconds=2).kind == "refused"
    assert History.objects.get().due_at == waits_until
