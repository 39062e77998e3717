import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import PreparedAnswer
from chats.services.prepared import answers
from tests.desk_fixture import NOW


def answer(title, text="Текст", **details):
    return PreparedAnswer.objects.create(title=title, text=text, **details)


def titles(answers):
    return [one.title for one in answers]


def test_an_agent_has_shared_answers_and_their_own_of_the_sellers_they_see(home, foreign, agent, colleague):
    answer("shared")
    answer("shared of home", seller=home)
    answer("own", owner=agent)
    answer("own of home", owner=agent, seller=home)
    answer("shared of a foreign one", seller=foreign)
    answer("own of a foreign one", owner=agent, seller=foreign)
    answer("another's", owner=colleague)
    answer("another's of home", owner=colleague, seller=home)

    seen = ["own", "own of home", "shared", "shared of home"]
    assert titles(answers.answers_of(agent, answers.Wanted(), now=NOW)) == seen
    assert titles(answers.answers_for(agent, home)) == seen
    assert titles(answers.answers_for(agent, foreign)) == ["own", "shared"]
    assert [answers.answer_for(agent, one.pk) is not None for one in PreparedAnswer.objects.order_by("pk")] == [
        *[True] * 4,
        *[False] * 4,
    ]


def test_not_even_a_superuser_is_offered_what_others_keep_for_themselves(home, agent, boss):
    answer("an agent's", owner=agent)
    answer("shared", seller=home)

    assert titles(answers.answers_of(boss, answers.Wanted(), now=NOW)) == ["shared"]


def test_in_a_chat_only_its_sellers_answers_are_offered(home, tech, agent):
    answer("home", seller=home)
    answer("tech", seller=tech)
    answer("all")

    assert titles(answers.answers_for(agent, home)) == ["all", "home"]


@pytest.mark.parametrize(
    "like",
    [
        "заказ",
        "ЗАКАЗ",
        "где зак",
        "pfrfp",
        "PFRFP",
        "ult pfrfp",
        "kde",
        "клад",
        "отслеж",
        "jnckt;",
        "зак где",
        "еще",
        "to`",
    ],
)
def test_a_few_letters_find_an_answer_in_any_layout_and_case(home, agent, like):
    answer("Где мой заказ", "Он ещё отслеживается: на складе")
    answer("Приветствие", "Добрый день")

    expected = [] if like == "kde" else ["Где мой заказ"]
    assert titles(answers.answers_for(agent, home, like=like)) == expected


@pytest.mark.parametrize("like", ["ord", "щкв", "ЩКВ", "ｏｒｄ"])
def test_the_same_with_latin_letters(home, agent, like):
    answer("Order status")
    answer("Return")

    assert titles(answers.answers_for(agent, home, like=like)) == ["Order status"]


@pytest.mark.parametrize("like", ["订单", "100%", "_", "'", '"', "\\", "%"])
def test_signs_are_found_as_they_are(home, agent, like):
    answer(f"x {like} y")
    answer("nothing of it")

    assert titles(answers.answers_for(agent, home, like=like)) == [f"x {like} y"]


def test_what_begins_the_name_comes_before_what_is_within_it_or_in_the_text(home, agent):
    answer("1 в тексте", "Ваш заказ готов")
    answer("2 перезаказ")
    answer("3 новый заказ")
    answer("Заказ готов")

    assert titles(answers.answers_for(agent, home, like="заказ")) == [
        "Заказ готов",
        "3 новый заказ",
        "2 перезаказ",
        "1 в тексте",
    ]


def test_at_most_so_many_are_offered_and_own_ones_first(home, agent):
    for number in range(12):
        answer(f"shared {number:02}")
    answer("z own", owner=agent)

    assert titles(answers.answers_for(agent, home, most=3)) == ["z own", "shared 00", "shared 01"]
    assert len(answers.answers_for(agent, home)) == 8


def test_a_search_costs_two_queries_compares_nothing_in_the_database_and_reads_few_whole_texts(home, agent):
    PreparedAnswer.objects.bulk_create(PreparedAnswer(title=f"t{n}", text="x" * 4096) for n in range(600))
    answers.answers_for(agent, home)  # the agent's sellers are known from here on

    with CaptureQueriesContext(connection) as asked:
        found = answers.answers_for(agent, home, like="t1")

    assert len(found) == 8
    assert len(asked) == 2
    assert not any("LIKE" in one["sql"] for one in asked)


def test_an_answer_is_filled_in_for_a_chat(home, agent, known_chat):
    chat = known_chat(home, 310001)

    [texts] = answers.fill_for_chat([answer("t", "{покупатель}: {заказ}, {возврат}")], chat, agent)
    [filled] = texts.values()

    assert (filled.text, filled.missing) == ("Иван П.: 54810000102, [[возврат?]]", ("return",))


def test_the_same_new_answer_sent_twice_is_one(agent):
    for _ in range(2):
        answers.save_answer(PreparedAnswer(owner=agent, title="t", text="x"))

    assert PreparedAnswer.objects.count() == 1


def test_an_agent_may_have_two_hundred_and_still_change_them(agent, colleague):
    PreparedAnswer.objects.bulk_create(PreparedAnswer(owner=agent, title=str(n), text="x") for n in range(200))

    with pytest.raises(answers.TooManyAnswers):
        answers.save_answer(PreparedAnswer(owner=agent, title="one more", text="x"))
    answers.save_answer(PreparedAnswer(owner=colleague, title="of another", text="x"))
    first = PreparedAnswer.objects.first()
    first.title = "changed"
    answers.save_answer(first)

    assert PreparedAnswer.objects.filter(owner=agent).count() == 200
    assert PreparedAnswer.objects.filter(title__in=["changed", "of another"]).count() == 2


def test_only_ones_own_is_deleted(agent, colleague):
    own, theirs, shared = answer("own", owner=agent), answer("theirs", owner=colleague), answer("shared")

    assert [answers.delete_answer(agent, one.pk) for one in (own, theirs, shared)] == ["own", None, None]
    assert set(PreparedAnswer.objects.all()) == {theirs, shared}
