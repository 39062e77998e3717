"""What the agent has not seen yet holds a reply back."""

from datetime import timedelta

from chats.services import conversation
from chats.services.upstream import Lane
from tests.desk_fixture import NOW, again
from tests.services.sending import CHAT_ID, HOME_ID, TEXT, seen


def test_a_buyer_who_wrote_meanwhile_holds_the_reply_back_once(submit, market):
    market.say(HOME_ID, CHAT_ID, "Уже не надо", at=NOW + timedelta(seconds=5))

    held = submit(seconds=20, seen=None)
    held = submit(seconds=20, seen=held.news[-2].message_id)
    sent = submit(seconds=21, anyway=True)

    assert (held.kind, [one.text for one in held.news], held.draft.text) == ("held", ["Уже не надо"], TEXT)
    assert (held.reply, sent.kind) == (None, "sent")


def test_what_the_page_shows_by_then_does_not_hold_the_reply_back(submit, chat, market):
    market.say(HOME_ID, CHAT_ID, "Уже не надо", at=NOW + timedelta(seconds=5))
    conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=19))

    assert submit(seconds=20).kind == "sent"


def test_a_colleagues_reply_holds_it_back_and_ones_own_does_not(submit, agent, boss, chat, market):
    shown = seen(chat)
    submit(by=boss, seconds=1)

    held = submit("Дополню", seconds=20, seen=shown)
    submit("Дополню", seconds=21, anyway=True)
    mine = submit("И ещё", seconds=40, seen=held.news[-1].message_id)

    assert (held.kind, [one.text for one in held.news]) == ("held", [TEXT])
    assert mine.kind == "sent"


def test_a_history_that_cannot_be_read_stops_no_reply(submit, market):
    market.fail("500", operation="getChatHistory")

    assert submit(seconds=20).kind == "sent"


def test_right_after_a_reading_the_guard_costs_no_call(submit, market):
    before = len(market.calls)

    submit(seconds=2)

    assert len(market.calls) == before + 1
