from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from chats.models import Chat, Draft, Message, Reply, Seller
from chats.presenters.conversation import conversation_lines
from chats.presenters.formats.links import pieces
from chats.presenters.formats.text import clean_lines
from chats.presenters.outcomes import outcome_view
from chats.presenters.pending import pending_view
from chats.problems import Problem
from chats.services.replies import AGAIN, HELD, INVALID, REFUSED, SENT, UNKNOWN, Outcome

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)


def message(message_id: int = 1, **values) -> Message:
    usual = {"created_at": NOW - timedelta(minutes=5), "sender": "CUSTOMER", "text": "Где посылка?", "files": []}
    return Message(message_id=message_id, **{**usual, **values})


def shown(*messages: Message, **more):
    return conversation_lines(messages, chat=Chat(customer_name="Иван П."), now=NOW, **more)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("раз\r\nдва\rтри", "раз\nдва\nтри"),
        ("  отступ  остаётся  ", "  отступ  остаётся"),
        ("\n\n край \n\n", " край"),
        ("а\n\n\n\n\n\nб", "а\n\n\nб"),
        ("a\u202eb\u2066c\u200b\ufeff", "abc"),
        ("nul\x00 и \ud800", "nul и"),
        ("раз\u2028два\x0bтри", "раз\nдва\nтри"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("e" + "\u0301" * 900, "e" + "\u0301" * 3),
        ("\u200d\n\u202e", ""),
    ],
)
def test_u16_text_keeps_its_lines_and_loses_what_hides_or_turns(raw, text):
    """U16."""
    assert clean_lines(raw) == text


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("см. https://ya.ru/a?b=1&c=2.", ["https://ya.ru/a?b=1&c=2"]),
        ("(https://ru.wikipedia.org/wiki/Стол_(мебель))", ["https://ru.wikipedia.org/wiki/Стол_(мебель)"]),
        ("HTTP://YA.RU, https://ya.ru!", ["HTTP://YA.RU", "https://ya.ru"]),
        ('<a href="https://ya.ru">', ["https://ya.ru"]),
        ("https://market.yandex.ru@evil.example/", []),
        ("https:// и https://", []),
        ("https://[::1 и https://[x]/", []),
        ("javascript:alert(1) data:text/html,x ftp://x.y //x.y", []),
        ("https://ya.ru/" + "x" * 3000, []),
    ],
)
def test_s6_only_addresses_that_lead_where_they_say_become_links(text, addresses):
    """S6."""
    found = pieces(text)

    assert [one.href for one in found if one.href] == addresses
    assert "".join(one.text for one in found) == text


def test_r1_an_emoji_that_python_does_not_know_is_shown():
    (line,) = shown(message(text="🩷"), message(text="\u3164"))[:1]

    assert [one.text for one in line.bubble.text] == ["🩷"]


def test_r5_a_name_that_shows_nothing_is_not_shown_above_a_message():
    blank = Chat(customer_name="\u3164\u0301")
    file = {"name": "\u3164", "url": "", "size": 1}
    [line] = conversation_lines([message(files=[file])], chat=blank, now=NOW)
    written = pending_view(Reply(agent=User(username="\u2800"), started_at=NOW, text="a"), agent=User(), now=NOW)

    assert (line.bubble.name, line.bubble.files[0].name, written.name) == (
        "Name not given",
        "File without a name",
        "Shop",
    )


def test_a_message_has_its_time_exact_and_relative():
    (line,) = shown(message())

    assert (line.bubble.time, line.bubble.at.ago, line.bubble.at.exact) == ("08:59", "5 min ago", "22 Nov 2026, 08:59")


def test_a_day_is_named_once_and_in_words_near_today():
    days = [40, 1, 1, 0]
    found = shown(*(message(number, created_at=NOW - timedelta(days=ago)) for number, ago in enumerate(days, start=1)))

    named = [line.day.text if line.day else None for line in found]
    assert named == ["13 October", "Yesterday, 21 November", None, "Today, 22 November"]


def test_what_stands_above_already_has_named_the_day():
    (line,) = shown(message(2), after=message(1))

    assert line.day is None


def test_a_day_in_russian_is_in_the_right_case():
    with translation.override("ru"):
        (line,) = shown(message())

    assert line.day.text.endswith("22 ноября")


def test_u17_an_unknown_sender_is_shown_by_its_code_and_breaks_nothing():
    """U17."""
    (line,) = shown(message(sender="ROBOT\u202e"))

    assert (line.bubble.name, line.bubble.sender) == ("Unknown: ROBOT", "ROBOT")


@pytest.mark.parametrize("size", [None, -1, "big", 0])
def test_a_file_without_a_usable_size_has_none(size):
    (line,) = shown(message(files=[{"name": "a.jpg", "url": "https://x.example/a", "size": size}]))

    assert line.bubble.files[0].icon == "image"
    assert line.bubble.files[0].size in {"", "0 KB"}


def pressed(kind: str, **more):
    draft = Draft(text=more.pop("left", ""))
    chat = Chat(seen_at=NOW, seller=Seller(name="Дом и сад", business_id=1))
    return outcome_view(Outcome(kind=kind, draft=draft, **more), chat=chat, now=NOW)


def test_each_outcome_says_what_became_of_the_text():
    reply = Reply(state="SENT", settled_at=NOW)

    assert pressed(SENT, reply=reply).text == "Sent at 09:04:31"
    assert "not send it again" in pressed(UNKNOWN).text
    assert "while you were writing" in pressed(HELD).text
    assert pressed(INVALID).error


def test_a_refusal_says_when_it_will_be_better_and_nothing_of_sightings():
    problem = Problem(kind="hourly_limit", at=NOW, until=NOW + timedelta(minutes=30))

    view = pressed(REFUSED, problem=problem)

    assert view.problem.until == "The limit renews at 09:34."
    assert (view.problem.text, view.problem.advice) == ("", "")


@pytest.mark.parametrize(
    ("state", "left", "kind"),
    [
        ("SENT", "", "sent"),
        ("SENT", "Other words", "refused"),
        ("SENDING", "", "sending"),
        ("UNKNOWN", "", "unknown"),
        ("REFUSED", "", "refused"),
        ("DROPPED", "", "refused"),
    ],
)
def test_a_form_that_came_again_says_what_became_of_it(state, left, kind):
    assert pressed(AGAIN, reply=Reply(state=state, settled_at=NOW), left=left).kind == kind


def test_an_open_question_is_for_whoever_asked_it():
    agent = User(pk=1, username="anna", first_name="Анна")
    reply = Reply(agent=agent, state="UNKNOWN", started_at=NOW, leased_until=NOW, text="Ответ")

    views = [pending_view(reply, agent=one, now=NOW) for one in (agent, User(pk=2))]

    assert [(view.state, view.name) for view in views] == [("UNKNOWN", "Анна")] * 2
    assert [view.mine for view in views] == [True, False]
