"""R4: a reply whose text Market shows changed stands once, with the name of whoever wrote it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chats.models import Chat, Reply
from chats.services import conversation
from chats.services.conversation import REPLY_LEASE, messages
from chats.services.replies import unfinished
from chats.services.upstream import Lane
from tests.desk_fixture import NOW, again
from tests.services.sending import CHAT_ID, HOME_ID, seen


@pytest.fixture
def left(agent, chat: Chat):
    """The row of a reply that has left: left("text", state="SENT", seconds=1)."""

    def row(text: str = "", *, by=agent, state: str = "SENT", seconds: float = 1, **details) -> Reply:
        started = NOW + timedelta(seconds=seconds)
        times = {"started_at": started, "leased_until": started + REPLY_LEASE, "settled_at": started}
        usual = {"reply_id": uuid4(), "known_message_id": seen(chat), "text": text, "state": state}
        return Reply.objects.create(chat=chat, agent=by, **usual, **times, **details)

    return row


def read(chat: Chat, *, seconds: float) -> None:
    conversation.read_on(again(chat), Lane.AGENT, now=NOW + timedelta(seconds=seconds))


def by_whom(chat: Chat) -> list[tuple[str, str]]:
    newest = messages.messages(chat, most=3)
    return [(one.text, one.reply.agent.username) for one in newest if getattr(one, "reply", None)]


@pytest.mark.parametrize("shown", ["Звоните +7 *** ***-**-89", "Звоните [скрыто]", "Звоните &amp;", "🌸", ""])
def test_r4_a_changed_reply_stands_once_and_keeps_its_author(left, chat, market, shown):
    left("Звоните +7 912 345-67-89")
    market.say(HOME_ID, CHAT_ID, shown, sender="PARTNER", at=NOW + timedelta(seconds=2))

    read(chat, seconds=5)

    assert unfinished.unfinished_replies(chat, now=NOW + timedelta(seconds=5)) == []
    assert by_whom(chat) == [(shown, "agent")]


def test_r4_an_unknown_reply_stays_a_question_beside_somebody_elses_message(left, chat, market):
    asked = left("Звоните +7 912 345-67-89", state="UNKNOWN")
    market.say(HOME_ID, CHAT_ID, "Звоните нам", sender="PARTNER", at=NOW + timedelta(seconds=2))

    read(chat, seconds=5)

    assert unfinished.unfinished_replies(chat, now=NOW + timedelta(seconds=5)) == [asked]
    assert by_whom(chat) == []


def test_r4_what_was_taken_from_the_cabinet_goes_back_when_the_reply_itself_comes(left, chat, market):
    left("Звоните +7 912 345-67-89")
    market.say(HOME_ID, CHAT_ID, "Минуту", sender="PARTNER", at=NOW + timedelta(seconds=1))
    read(chat, seconds=3)
    market.say(HOME_ID, CHAT_ID, "Звоните +7 912 ***-**-89", sender="PARTNER", at=NOW + timedelta(seconds=2))

    read(chat, seconds=6)

    assert by_whom(chat) == [("Звоните +7 912 ***-**-89", "agent")]


def test_r4_two_agents_each_keep_their_own(left, boss, chat, market):
    left("👍", seconds=1)
    left("+79123456789", by=boss, seconds=4)
    for at, shown in ((2, ""), (5, "***")):
        market.say(HOME_ID, CHAT_ID, shown, sender="PARTNER", at=NOW + timedelta(seconds=at))

    read(chat, seconds=8)

    assert by_whom(chat) == [("", "agent"), ("***", "boss")]


def test_r4_a_file_that_market_packed_stands_once(left, chat, market):
    left(file_name="снимок.png", file_size=1000)
    market.say(HOME_ID, CHAT_ID, sender="PARTNER", files=[("image.jpg", 700)], at=NOW + timedelta(seconds=2))

    read(chat, seconds=5)

    assert unfinished.unfinished_replies(chat, now=NOW + timedelta(seconds=5)) == []
