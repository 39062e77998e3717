"""What the agent has not seen yet holds a reply back."""

import time
from datetime import timedelta

import pytest

from chats.services import conversation
from chats.services.drafts import Base
from chats.services.drafts.base import UNWRITTEN
from chats.services.replies import drafts, stops
from chats.services.upstream import Lane
from tests.desk_fixture import NOW, again
from tests.services.sending import CHAT_ID, HOME_ID, TEXT, seen, sends


def test_a_buyer_who_wrote_meanwhile_holds_the_reply_back_once(submit, market):
    market.say(HOME_ID, CHAT_ID, "Уже не надо", at=NOW + timedelta(seconds=5))

    held = submit(seconds=20, seen=None)
    held = submit(seconds=20, seen=held.news.messages[-2].message_id)
    sent = submit(seconds=21, seen=None, anyway=held.news.messages[-1].message_id)

    assert (held.kind, [one.text for one in held.news.messages], held.draft.text) == ("held", ["Уже не надо"], TEXT)
    assert (held.reply, sent.kind) == (None, "sent")


def test_what_the_page_shows_by_then_does_not_hold_the_reply_back(submit, chat, market):
    market.say(HOME_ID, CHAT_ID, "Уже не надо", at=NOW + timedelta(seconds=5))
    conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=19))

    assert submit(seconds=20).kind == "sent"


def test_a_colleagues_reply_holds_it_back_and_ones_own_does_not(submit, agent, boss, chat, market):
    shown = seen(chat)
    submit(by=boss, seconds=1)

    held = submit("Дополню", seconds=20, seen=shown)
    submit("Дополню", seconds=21, seen=shown, anyway=held.news.messages[-1].message_id)
    mine = submit("И ещё", seconds=40, seen=held.news.messages[-1].message_id)

    assert (held.kind, [one.text for one in held.news.messages]) == ("held", [TEXT])
    assert mine.kind == "sent"


def looks(market) -> int:
    return sum(call.operation == "getChatHistory" for call in market.calls)


def test_f49_an_order_that_was_cancelled_a_second_ago_holds_the_reply_back(submit, chat, market):
    conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=10))
    market.say(HOME_ID, CHAT_ID, "Отмените заказ", at=NOW + timedelta(seconds=10))

    held = submit(seconds=11)

    assert (held.kind, [one.text for one in held.news.messages]) == ("held", ["Отмените заказ"])


def test_f49_send_anyway_is_meant_for_what_was_shown_and_for_nothing_that_came_since(submit, market):
    market.say(HOME_ID, CHAT_ID, "Отмените заказ", at=NOW + timedelta(seconds=2))
    held = submit(seconds=3)
    market.say(HOME_ID, CHAT_ID, "Хотя нет, оставьте", at=NOW + timedelta(seconds=4))

    again_held = submit(seconds=5, anyway=held.news.messages[-1].message_id)
    sent = submit(seconds=6, anyway=again_held.news.messages[-1].message_id)

    assert (again_held.kind, [one.text for one in again_held.news.messages]) == ("held", ["Хотя нет, оставьте"])
    assert sent.kind == "sent"


def test_f49_a_text_that_is_held_back_after_its_page_was_left_stays_beside_what_was_typed_since(
    submit, agent, chat, market, monkeypatch
):
    market.say(HOME_ID, CHAT_ID, "Отмените заказ", at=NOW + timedelta(seconds=2))
    read_on = conversation.read_on

    def left_meanwhile(*args, **kwargs):
        base = Base(known=frozenset({"pressed"}))
        drafts.save_draft(agent, chat, "И ещё", now=NOW, base=base, leaving=True)
        return read_on(*args, **kwargs)

    monkeypatch.setattr(conversation, "read_on", left_meanwhile)

    held = submit(seconds=3, base=Base(known=frozenset({UNWRITTEN}), version="pressed"))

    assert (held.kind, held.draft.text, held.draft.aside) == ("held", "И ещё", [TEXT])


def test_f49_a_text_that_is_held_back_stands_once(submit, market):
    market.say(HOME_ID, CHAT_ID, "Отмените заказ", at=NOW + timedelta(seconds=2))

    held = submit(seconds=3)

    assert (held.kind, held.draft.text, held.draft.aside) == ("held", TEXT, [])


def test_f49_each_text_costs_one_look_and_one_that_is_not_sent_costs_none(submit, market):
    before = looks(market)

    submit(seconds=2)
    submit("Ещё", seconds=3)
    submit("", seconds=4)

    assert looks(market) == before + 2


@pytest.mark.parametrize("fault", ["500", "html", "420_hourly", "closed", "404"])
def test_f49_a_history_that_cannot_be_read_stops_no_reply(submit, market, fault):
    market.fail(fault, operation="getChatHistory")

    assert submit(seconds=20).kind == "sent"


def test_f49_a_history_that_hangs_holds_a_reply_up_for_four_seconds_at_most(submit, market, monkeypatch):
    monkeypatch.setattr(stops, "HISTORY_CHECK_SECONDS", 0.3)
    market.fail("silence", operation="getChatHistory")
    started = time.monotonic()

    outcome = submit(seconds=20)

    assert outcome.kind == "sent"
    assert time.monotonic() - started < 2


def test_p6_a_text_that_looks_like_a_key_is_held_back_once_and_the_draft_keeps_none(submit, agent, chat, market):
    text = f"Вот: ACMA:{'Q7' * 20}:0123abcd, проверьте"

    held = submit(text, seconds=2)
    draft = drafts.draft_of(agent, chat).text
    sent = submit(text, seconds=3, with_key=True)

    assert (held.kind, held.problem.kind, held.reply) == ("held", "like_a_key", None)
    assert draft == "Вот: ACMA:***, проверьте"
    assert (sent.kind, sent.draft.text, sends(market)) == ("sent", "", 1)


def test_p6_leave_to_send_a_key_is_no_leave_to_miss_the_buyers_words(submit, market):
    market.say(HOME_ID, CHAT_ID, "Отмените заказ", at=NOW + timedelta(seconds=2))
    text = f"ACMA:{'Q7' * 20}:0123abcd"

    assert submit(text, seconds=3).problem.kind == "like_a_key"
    assert submit(text, seconds=4, with_key=True).news.messages[-1].text == "Отмените заказ"
