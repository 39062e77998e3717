"""R4: which message of the history a reply became."""

import time
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chats.models import Message, Reply
from chats.services.conversation.matching import Matching, Waiting, canonical, fits
from chats.services.conversation.reader import position
from tests.desk_fixture import NOW


def reply(text: str = "", *, number: int = 1, state: str = "SENT", at: float = 0, **details) -> Reply:
    started = NOW + timedelta(seconds=at)
    settled = started + timedelta(seconds=1) if state == "SENT" else None
    times = {"started_at": started, "settled_at": settled, "leased_until": started + timedelta(seconds=40)}
    return Reply(reply_id=UUID(int=number), text=text, state=state, **times, **details)


def message(text: str = "", *, number: int = 100, at: float = 0.5, **details) -> Message:
    return Message(message_id=number, pk=number, created_at=NOW + timedelta(seconds=at), text=text, **details)


LAST = message("Здравствуйте, где заказ?", number=1, at=-60, sender="CUSTOMER")


def matched(replies: list[Reply], written: list[Message], *, last: Message | None = LAST, linked=()) -> dict[int, int]:
    """The numbers of the messages by those of the replies."""
    found = Matching([Waiting(one, last) for one in replies], written, linked=linked).found
    return {reply_id.int: one.message_id for reply_id, one in found.items()}


CHANGED = [
    ("Звоните: +7 912 345-67-89.", "Звоните: +7 *** ***-**-89."),
    ("Звоните 8(912)3456789", "Звоните ***********"),
    ("Скидка 5% & подарок", "Скидка 5% &amp; подарок"),
    ("Ответ < 5 дней «точно»", "Ответ &lt; 5 дней &quot;точно&quot;"),
    ("мой", "мой"),
    ("Спасибо! 🌸👍🏽", "Спасибо!"),
    ("Спасибо 👨‍👩‍👧!", "Спасибо !"),
    ("Ждём\u00a0вас…  завтра\n", "Ждём вас... завтра"),
    ("«Дом» — это „сад“", '"Дом" - это "сад"'),
    ("сумма 1\u202f990\u00a0₽", "сумма 1 990 ₽"),
    ("нев\u200bидимое\ufeff", "невидимое"),
    ("новый 🫪 значок", "новый значок"),
]


@pytest.mark.parametrize("state", ["SENT", "SENDING", "UNKNOWN"])
@pytest.mark.parametrize(("sent", "shown"), CHANGED)
def test_r4_what_market_changed_by_habit_fits_and_answers_even_an_open_question(sent, shown, state):
    assert matched([reply(sent, state=state)], [message(shown)]) == {1: 100}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Заказ едет. " * 40, "Заказ едет. " * 12 + "…"),
        ("Пишите на shop@example.com или звоните", "Пишите на [скрыто] или звоните"),
        ("+7 912 345-67-89", "[номер скрыт]"),
        ("👍", ""),
        ("https://example.com/" + "a" * 60, "[ссылка удалена]"),
    ],
)
def test_r4_what_cannot_be_told_by_its_words_is_the_next_message_for_a_reply_that_was_sent_and_for_no_other(
    sent, shown
):
    assert matched([reply(sent)], [message(shown)]) == {1: 100}
    assert matched([reply(sent, state="UNKNOWN")], [message(shown)]) == {}
    assert matched([reply(sent, state="SENDING")], [message(shown)]) == {}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Код 1234567", "Код 7654321"),
        ("Ваш код 12345", "Ваш код"),
        ("Добрый день! Заказ едет.", "Добрый день!"),
        ("мой", "мои"),
        ("Не отправили", "Отправили"),
        ("👍", "👎"),
        ("👍", ""),
        ("Звоните 89123456789", "Пишите ***********"),
        ("Размер XXL", "Размер XL"),
    ],
)
def test_r4_somebody_elses_words_close_no_open_question(sent, shown):
    assert matched([reply(sent, state="UNKNOWN")], [message(shown)]) == {}


def test_r4_a_colleagues_message_is_not_taken_when_a_better_one_is_there():
    written = [
        message("Здравствуйте! Чем помочь?", number=100, at=0.2),
        message("Звоните [скрыто], ждём вас завтра с утра", number=101, at=0.6),
    ]

    assert matched([reply("Звоните 8 912 345-67-89, ждём вас завтра с утра")], written) == {1: 101}
    assert matched([reply("Звоните 8 912 345-67-89, ждём вас завтра с утра")], written[::-1]) == {1: 101}


def test_r4_several_sent_replies_take_the_messages_in_the_order_of_sending():
    sent = [reply("👍", number=1, at=0), reply("+79123456789", number=2, at=5), reply("🌸", number=3, at=9)]
    written = [message("", number=100, at=0.5), message("", number=101, at=5.5), message("", number=102, at=9.5)]

    assert matched(sent, written) == {1: 100, 2: 101, 3: 102}
    assert matched(sent, written[:1]) == {1: 100}


def test_r4_a_message_out_of_turn_is_not_taken():
    first, second = reply("👍", number=1, at=0), reply("Ждём вас", number=2, at=5)
    colleague = message("Хорошо", number=101, at=8)

    assert matched([first, second], [message("Ждём вас", number=100, at=5.5), colleague]) == {2: 100}

    second.message = message("Ждём вас", number=100, at=5.5)
    assert matched([first], [colleague], linked=[second]) == {}


def test_r4_what_is_like_an_unknown_reply_is_not_given_to_one_that_was_sent():
    unknown = reply("Позвоните нам по номеру 8 912 345-67-89", number=1, state="UNKNOWN")
    sent = reply("👍", number=2, at=5)

    assert matched([sent, unknown], [message("Позвоните нам по номеру [скрыто]")]) == {}


def test_r4_a_reply_with_a_message_that_does_not_fit_gets_the_one_that_does_once_it_comes():
    sent = reply("Ждём вас")
    sent.message = message("Хорошо", number=100, at=0.3)

    assert matched([sent], [message("Ждём вас", number=101)], linked=[sent]) == {1: 101}
    assert matched([sent], [message("Ладно", number=101)], linked=[sent]) == {}


@pytest.mark.parametrize("at", [-61, -1000, 40 + 15 * 60 + 1])
def test_r4_what_was_written_before_the_last_known_message_or_long_after_is_not_the_reply(at):
    assert matched([reply("👍")], [message("", at=at)]) == {}


def test_r4_where_no_message_was_known_an_earlier_one_is_not_the_reply():
    assert matched([reply("👍")], [message("", at=-61)], last=None) == {}
    assert matched([reply("👍")], [message("", at=-1)], last=None) == {1: 100}


FILE = {"file_name": "Акт №5.pdf", "file_size": 1000}


@pytest.mark.parametrize("name", ["Акт №5.pdf", "", "Акт_No5.pdf", "акт №5.PDF", "Акт №5.pdf"])
def test_r4_a_file_fits_by_its_size_and_by_what_is_left_of_its_name(name):
    assert matched([reply(**FILE, state="UNKNOWN")], [message(files=[{"name": name, "size": 1000}])]) == {1: 100}


def test_r4_a_changed_file_goes_to_the_reply_that_was_sent_and_closes_no_question():
    packed = message(files=[{"name": "image.jpg", "size": 700}])

    assert matched([reply(**FILE)], [packed]) == {1: 100}
    assert matched([reply(**FILE, state="UNKNOWN")], [packed]) == {}
    assert matched([reply(**FILE)], [message("Добрый день")]) == {}
    assert matched([reply("Добрый день, где вы?")], [packed]) == {}


def test_r4_of_two_files_each_gets_its_own():
    first, second = reply(**FILE, number=1), reply(file_name="b.png", file_size=50, number=2, at=3)
    written = [message(files=[{"name": "b.png", "size": 40}], number=100), message(files=[{"size": 1000}], number=101)]

    assert matched([first, second], written) == {1: 101, 2: 100}


WORDS = st.text(alphabet="абв 👍&*", max_size=6)
REPLIES = st.lists(st.tuples(WORDS, st.sampled_from(["SENT", "SENDING", "UNKNOWN"]), st.integers(0, 30)), max_size=5)
MESSAGES = st.lists(st.tuples(WORDS, st.integers(-100, 60)), max_size=6)


@given(REPLIES, MESSAGES)
@example([("", "SENT", 0)], [("", -60)])  # written in the same second as the last one that was known, and after it
def test_r4_no_message_is_given_twice_and_no_question_is_closed_by_what_does_not_fit(sent, shown):
    replies = [reply(text, number=n, state=state, at=at) for n, (text, state, at) in enumerate(sent, 1)]
    written = [
        message(text, number=100 + n, at=at) for n, (text, at) in enumerate(sorted(shown, key=lambda one: one[1]))
    ]

    found = Matching([Waiting(one, LAST) for one in replies], written).found

    assert len({one.message_id for one in found.values()}) == len(found)
    for one in replies:
        if one.pk in found:
            assert position(found[one.pk]) > position(LAST)
            assert one.state == "SENT" or fits(found[one.pk], one)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_r4_every_sent_reply_has_its_message_in_turn_when_all_are_there_unchanged(texts):
    replies = [reply(text, number=n, at=n * 5) for n, text in enumerate(texts, 1)]
    written = [message(text, number=n, at=n * 5 + 0.5) for n, text in enumerate(texts, 1)]

    found = matched(replies, written)

    assert sorted(found.values()) == list(range(1, len(texts) + 1))
    assert all(canonical(texts[number - 1]) == canonical(texts[n - 1]) for n, number in found.items())


def test_s11_the_longest_texts_take_no_time():
    sent = [reply(("** 1" * 1024)[:4096], number=n, at=n) for n in range(1, 6)]
    written = [message(("*x 1" * 1024)[:4096], number=n, at=n) for n in range(100, 110)]
    started = time.thread_time()

    Matching([Waiting(one, LAST) for one in sent], written)

    assert time.thread_time() - started < 1


def test_s11_masks_without_end_take_no_time():
    sent, shown = reply("1" * 4096, state="UNKNOWN"), message("+**" * 20 + "я")
    started = time.thread_time()

    assert matched([sent], [shown]) == {}

    assert time.thread_time() - started < 1
