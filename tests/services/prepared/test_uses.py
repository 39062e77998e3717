"""How often prepared answers are used, and what that changes."""

from datetime import timedelta

import pytest

from chats.models import AnswerUse, PreparedAnswer
from chats.services import prepared
from chats.services.prepared import Wanted, uses
from tests.desk_fixture import NOW

TEXT = "Здравствуйте, {покупатель}! Ваш заказ уже в пути, доставим завтра."
DAY = timedelta(days=1)


@pytest.fixture
def chat(home, known_chat):
    return known_chat(home, 310001)


def answer(title="Где заказ", text=TEXT, **details) -> PreparedAnswer:
    return PreparedAnswer.objects.create(title=title, text=text, **details)


def sent(agent, chat, one, text="Здравствуйте, Иван! Ваш заказ уже в пути, доставим завтра.", *, now=NOW) -> int:
    return prepared.sent_with(agent, chat, [one.pk], text, now=now)


def test_a_reply_that_was_sent_with_it_counts_for_the_agent_and_for_the_team(agent, colleague, chat):
    one = answer()

    sent(agent, chat, one)
    sent(agent, chat, one, now=NOW + DAY)
    sent(colleague, chat, one)

    one.refresh_from_db()
    assert (one.used, one.version) == (3, 1)
    assert set(AnswerUse.objects.values_list("agent__username", "count", "last_at")) == {
        ("agent", 2, NOW + DAY),
        ("colleague", 1, NOW),
    }


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Ваш заказ уже в пути, доставим послезавтра. Спасибо!", 1),
        ("Заказ отменён", 0),
        ("", 0),
        ("Your order is on its way", 1),
    ],
)
def test_what_little_is_left_of_was_not_used(agent, chat, text, counts):
    one = answer(text_en="Your order is on its way, {buyer}")

    assert sent(agent, chat, one, text) == counts


def test_what_an_agent_may_not_use_is_not_counted(agent, colleague, chat, foreign):
    for whose in ({"owner": colleague}, {"seller": foreign}):
        assert sent(agent, chat, answer(**whose)) == 0
    assert prepared.sent_with(agent, chat, [10**18, 10**19 - 1, 0, -1], TEXT, now=NOW) == 0
    assert not AnswerUse.objects.exists()


def test_what_the_agent_used_last_comes_first_and_others_uses_change_nothing(agent, colleague, home, chat):
    first, second, third = answer("а"), answer("б"), answer("в")

    sent(agent, chat, second)
    sent(agent, chat, third, now=NOW + DAY)
    sent(colleague, chat, first, now=NOW + 2 * DAY)

    assert prepared.answers_for(agent, home) == [third, second, first]
    assert prepared.answers_for(agent, home, like="заказ") == [third, second, first]


def test_unused_for_ninety_days_is_what_nobody_has_sent_while_the_desk_counted(agent, chat):
    old, fresh, used, long_ago = (answer(str(number)) for number in range(4))
    PreparedAnswer.objects.exclude(pk=fresh.pk).update(counted_since=NOW - 200 * DAY)
    PreparedAnswer.objects.filter(pk=fresh.pk).update(counted_since=NOW)
    sent(agent, chat, used)
    sent(agent, chat, long_ago, now=NOW - 91 * DAY)

    found = prepared.answers_of(agent, Wanted(unused=True), now=NOW)

    assert found == [old, long_ago]
    assert prepared.unused_of(agent, now=NOW) == 2


def test_answers_are_listed_by_folder_and_of_one_folder(agent):
    late, none, early = answer("а", folder="Возврат"), answer("я"), answer("б", folder="Доставка")

    assert prepared.answers_of(agent, Wanted(), now=NOW) == [none, late, early]
    assert prepared.answers_of(agent, Wanted(folder="Доставка"), now=NOW) == [early]
    assert prepared.answers_of(agent, Wanted(folder=""), now=NOW) == [none]
    assert prepared.folders_of(agent) == {"": 1, "Возврат": 1, "Доставка": 1}
    assert prepared.answers_of(agent, Wanted(like="достав", folder=None), now=NOW) != []


def test_a_later_save_does_not_overwrite_an_earlier_one(agent):
    one = answer()
    first, second = (PreparedAnswer.objects.get(pk=one.pk) for _ in range(2))
    first.text, second.text = "первый", "второй"

    prepared.save_answer(first, seen=1)
    with pytest.raises(prepared.ChangedMeanwhile) as refused:
        prepared.save_answer(second, seen=1)

    one.refresh_from_db()
    assert (one.text, one.version, refused.value.now.text) == ("первый", 2, "первый")
    prepared.save_answer(second, seen=2)
    one.refresh_from_db()
    assert (one.text, one.version) == ("второй", 3)


def test_one_that_is_deleted_while_the_reply_is_counted_does_not_fail_the_reply(agent, chat, monkeypatch):
    one = answer()

    def is_in(found, text):
        PreparedAnswer.objects.filter(pk=found.pk).delete()
        return True

    monkeypatch.setattr(uses, "is_in", is_in)

    assert sent(agent, chat, one) == 0
    assert not AnswerUse.objects.exists()


def test_saving_an_answer_keeps_what_was_counted_since_it_was_opened(agent, chat):
    one = answer()
    opened = PreparedAnswer.objects.get(pk=one.pk)
    sent(agent, chat, one)

    opened.title = "Где мой заказ"
    prepared.save_answer(opened, seen=1)

    one.refresh_from_db()
    assert (one.title, one.used, one.used_at) == ("Где мой заказ", 1, NOW)
