"""Which answers are suggested for what the buyer wrote last."""

from datetime import timedelta
from time import perf_counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import PreparedAnswer
from chats.services import prepared
from chats.services.prepared import suggest
from tests.conversation_fixture import message
from tests.desk_fixture import NOW

TEXTS = {
    "Где заказ": "Здравствуйте! Ваш заказ {заказ} уже в пути, трек-номер придёт в сообщении.",
    "Возврат денег": "Здравствуйте! Деньги вернутся на карту в течение трёх дней после возврата товара.",
    "Не включается": "Здравствуйте! Проверьте, пожалуйста, заряжен ли аккумулятор.",
    "Благодарность": "Спасибо за заказ! Будем рады видеть вас снова.",
}


@pytest.fixture
def chat(home, known_chat):
    return known_chat(home, 310001)


@pytest.fixture
def answers(db):
    return [PreparedAnswer.objects.create(title=title, text=text) for title, text in TEXTS.items()]


def suggestions(agent, chat) -> list[str]:
    return [one.title for one in prepared.suggestions_for(agent, chat, prepared.question_of(chat))]


def asks(chat, text: str, number: int = 1, sender: str = "CUSTOMER") -> None:
    message(chat, number, at=NOW + timedelta(minutes=number), sender=sender, text=text)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Когда вернут деньги за возвращённый товар?", "Возврат денег"),
        ("телефон не включается, аккумулятор разрядился", "Не включается"),
        ("какой трек-номер?", "Где заказ"),
    ],
)
def test_shared_words_decide_whatever_their_endings(agent, chat, answers, text, first):
    asks(chat, text)

    assert suggestions(agent, chat)[0] == first


@pytest.mark.parametrize("text", ["Здравствуйте! Спасибо", "???", "👍", "Как ваши дела"])
def test_words_that_fit_everything_suggest_nothing(agent, chat, answers, text):
    asks(chat, text)

    assert suggestions(agent, chat) == []


def test_the_buyers_last_message_counts_and_not_what_the_shop_wrote_after_it(agent, chat, answers):
    asks(chat, "не включается")
    asks(chat, "когда вернут деньги", 2)
    asks(chat, "трек-номер", 3, sender="PARTNER")

    assert suggestions(agent, chat) == ["Возврат денег"]


def test_the_language_is_that_of_the_last_message_with_letters(chat):
    asks(chat, "Where is my order?")
    asks(chat, "???", 2)

    assert prepared.question_of(chat)[1:] == ("???", "en")


def test_without_a_message_there_is_nothing(agent, chat, answers):
    assert suggestions(agent, chat) == []


def test_chinese_needs_no_spaces(agent, chat, answers):
    PreparedAnswer.objects.create(title="退货", text="您可以在七天内申请退货退款。")
    asks(chat, "我想退货退款")

    assert suggestions(agent, chat) == ["退货"]


def test_what_is_not_the_agents_is_not_suggested(agent, colleague, chat, foreign):
    for whose in ({"owner": colleague}, {"seller": foreign}):
        PreparedAnswer.objects.create(title="Не для вас", text="Деньги вернутся", **whose)
    asks(chat, "когда вернутся деньги")

    assert suggestions(agent, chat) == []


def test_a_changed_answer_is_looked_at_anew(agent, chat, answers):
    asks(chat, "есть ли самовывоз")
    before = suggestions(agent, chat)

    answers[3].text = "Самовывоз работает с девяти."
    prepared.save_answer(answers[3])

    assert (before, suggestions(agent, chat)) == ([], ["Благодарность"])


def test_the_same_question_is_worked_out_once(agent, chat, answers, monkeypatch):
    asks(chat, "когда вернут деньги")
    suggestions(agent, chat)
    monkeypatch.setattr(suggest, "best", lambda *_: pytest.fail("worked out again"))

    with CaptureQueriesContext(connection) as asked:
        assert suggestions(agent, chat) == ["Возврат денег"]

    assert len(asked) <= 4  # the sellers, the question, the keys, the texts


def test_a_thousand_answers_are_compared_in_little_time(agent, chat):
    words = [f"слово{number}" for number in range(3000)]
    PreparedAnswer.objects.bulk_create(
        PreparedAnswer(title=f"Ответ {number}", text=" ".join(words[number : number + 60])) for number in range(1000)
    )
    asks(chat, "слово17 слово18 слово2 что и как")
    suggestions(agent, chat)  # their words are known from here on
    suggest.remembered.clear()

    began = perf_counter()
    found = suggestions(agent, chat)

    assert len(found) == 3
    assert perf_counter() - began < 0.5


def test_what_was_worked_out_does_not_depend_on_what_the_process_forgets_meanwhile(agent, chat, answers, monkeypatch):
    asks(chat, "когда вернут деньги")
    first = suggestions(agent, chat)
    monkeypatch.setattr(suggest, "MOST_REMEMBERED", len(suggest.known))
    PreparedAnswer.objects.create(title="Ещё один", text="Деньги за доставку не возвращаем.")
    suggest.remembered.clear()

    assert set(first) <= set(suggestions(agent, chat))


def test_forgetting_between_two_steps_of_another_thread_stops_nobody(agent, chat, answers, monkeypatch):
    asks(chat, "когда вернут деньги")

    class Forgotten(dict):
        """Another thread has emptied it, as soon as something is there."""

        def __setitem__(self, key, value):
            pass

    for name in ("known", "remembered"):
        monkeypatch.setattr(suggest, name, Forgotten())

    assert suggestions(agent, chat) == ["Возврат денег"]
