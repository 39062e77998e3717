import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from chats.models import Circuit, Quota, Reply, Seller
from chats.services import upstream
from chats.services.conversation import history, messages
from chats.services.replies import drafts, send, unfinished
from chats.services.sightings import refresh
from tests.desk_fixture import NOW, again
from tests.services.sending import CHAT_ID, HOME_ID, TEXT, seen, sends, written

PERMITTED = ["INVENTORY_AND_ORDER_PROCESSING", "ALL_METHODS_READ_ONLY"]


def test_a_reply_reaches_the_buyer_and_leaves_the_composer(press, agent, chat, market):
    before = drafts.draft_of(agent, chat).reply_id

    outcome = press()

    assert (outcome.kind, outcome.draft.text, written(market)) == ("sent", "", [TEXT])
    assert outcome.draft.reply_id != before == outcome.reply.reply_id
    row = Reply.objects.get()
    assert (row.state, row.text, row.agent, row.known_message_id) == ("SENT", TEXT, agent, seen(chat))
    assert row.settled_at is not None


def test_the_next_pulse_shows_the_reply_in_the_history(press, chat, market):
    press()

    pulsed = refresh.refresh_chat_if_due(again(chat), now=NOW + timedelta(seconds=10))
    history.read_on_if_due(pulsed, now=NOW + timedelta(seconds=10))

    newest = messages.messages(chat)[-1]
    assert (newest.text, newest.reply, pulsed.status) == (TEXT, Reply.objects.get(), "WAITING_FOR_CUSTOMER")
    assert unfinished.unfinished_replies(chat, now=NOW + timedelta(seconds=10)) == []


def test_until_then_it_is_on_its_way(press, chat):
    outcome = press()

    [waiting] = unfinished.unfinished_replies(chat, now=NOW + timedelta(seconds=2))
    assert (waiting, waiting.state) == (outcome.reply, "SENT")
    assert unfinished.unfinished_replies(chat, now=NOW + timedelta(hours=9)) == []


def test_the_same_form_never_sends_twice(press, market):
    first = press()

    second = press(reply_id=first.reply.reply_id, seconds=2)

    assert (second.kind, second.reply, second.draft.text) == ("again", first.reply, "")
    assert written(market) == [TEXT]


def test_another_tab_with_another_text_under_the_same_id_sends_nothing_and_loses_nothing(press, market):
    first = press()

    second = press("Совсем другое", reply_id=first.reply.reply_id)

    assert (second.kind, second.draft.text) == ("again", "Совсем другое")
    assert (second.draft.reply_id == first.reply.reply_id, sends(market)) == (False, 1)


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_send_once(press, market):
    outcomes = []
    reply_id = uuid4()

    def press_once() -> None:
        try:
            outcomes.append(press(reply_id=reply_id))
        finally:
            connection.close()

    threads = [threading.Thread(target=press_once) for _ in range(4)]

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
def test_a_text_that_cannot_be_sent_is_said_and_kept(press, market, text, problem):
    outcome = press(text)

    assert (outcome.kind, outcome.problem.kind, outcome.draft.text) == ("invalid", problem, text)
    assert (sends(market), Reply.objects.count()) == (0, 0)


@pytest.mark.parametrize("text", ["я" * 4096, "😀" * 4096, "раз\n" * 1024])
def test_a_text_as_long_as_market_takes_it_is_sent(press, text):
    assert press(text).kind == "sent"


def test_a_line_break_is_one_character_as_market_counts(press, market):
    outcome = press("а\r\n" * 2048)

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
def test_a_refusal_says_why_and_the_next_press_is_another_reply(press, agent, chat, market, fault, kind):
    market.fail(fault, operation="sendMessageToChat")

    refused = press()
    market.clear()

    assert (refused.kind, refused.problem.kind, refused.draft.text) == ("refused", kind, TEXT)
    assert (refused.reply.state, refused.reply.problem_kind) == ("REFUSED", kind)
    assert refused.draft.reply_id != refused.reply.reply_id
    assert press(reply_id=refused.reply.reply_id).problem.kind == kind
    assert (sends(market), written(market)) == (1, [])
    assert press(seconds=3 * 3600, anyway=True).kind == "sent"
    assert written(market) == [TEXT]


def test_markets_own_words_are_kept_with_a_refusal(press, market):
    market.set_chat(HOME_ID, CHAT_ID, status="FINISHED")

    outcome = press()

    assert "finished" in outcome.problem.detail
    assert Reply.objects.get().problem_detail == outcome.problem.detail


def test_a_quota_that_is_used_up_is_said_with_its_time_and_costs_no_call(press, home, market):
    renews = NOW + timedelta(minutes=20)
    Quota.objects.create(seller=home, operation="sendMessageToChat", allowance=1000, remaining=0, renews_at=renews)

    outcome = press()

    assert (outcome.kind, outcome.problem.kind, outcome.problem.until) == ("refused", "hourly_limit", renews)
    assert (sends(market), outcome.draft.text) == (0, TEXT)


def test_an_open_circuit_refuses_and_the_text_stays(press, home, market):
    Circuit.objects.create(seller=home, failures=5, open_until=NOW + timedelta(seconds=60), error_kind="broken")

    outcome = press()

    assert (outcome.kind, outcome.problem.kind, outcome.draft.text, sends(market)) == ("refused", "shut", TEXT, 0)


def test_what_was_written_on_while_it_was_sent_stays(press, agent, chat, market, monkeypatch):
    real = upstream.ask

    def slowly(*args, **options):
        drafts.keep_draft(agent, chat, TEXT + " И ещё", now=NOW)
        return real(*args, **options)

    monkeypatch.setattr(upstream, "ask", slowly)

    outcome = press(anyway=True)

    assert (outcome.kind, outcome.draft.text) == ("sent", TEXT + " И ещё")


def test_another_persons_reply_is_neither_sent_nor_shown(press, boss, market):
    theirs = press(by=boss).reply

    outcome = press("Моё", reply_id=theirs.reply_id)

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
def test_a_token_that_may_not_write_is_said_before_anything_is_written(press, home, market, scopes, kind):
    Seller.objects.update(scopes=scopes)
    trouble = send.cannot_write(Seller.objects.get())

    outcome = press()

    assert (trouble.kind if trouble else None) == kind
    assert (outcome.kind, sends(market)) == (("refused", 0) if kind else ("sent", 1))
