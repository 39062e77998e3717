from uuid import uuid4

import pytest

from chats.models import Draft, Reply
from tests.views.answers import HOSTILE, NEW, answer, said


def options(client, chat_id=310001, **asked):
    return client.get(f"/answers/for/1001/{chat_id}/", asked)


def test_the_composer_is_offered_answers_with_their_values(signed_in, agent, home, known_chat, market, page_of):
    known_chat(home, 310001)
    own = answer(text="{покупатель}!\n\nЗаказ {заказ} едет", owner=agent)

    page = page_of(options(signed_in))

    (option,) = page.cssselect("ul#answers[role=listbox] > li[role=option]")
    assert option.get("id") == f"answer-{own.pk}"
    assert option.get("data-text") == "Иван П.!\n\nЗаказ 54810000102 едет"
    assert (said(option, ".answer-title"), said(option, ".answer-line")) == (
        "Где заказ",
        "Иван П.! Заказ 54810000102 едет",
    )
    assert option.get("data-missing") is None
    assert not option.cssselect(".lacking")
    assert market.calls == []


def test_a_missing_value_is_a_mark_in_the_text_and_a_warning_in_words(signed_in, home, known_chat, page_of):
    known_chat(home, 310001, customer_name="\u200b")
    answer(text="{покупатель}, возврат {возврат}")

    (option,) = page_of(options(signed_in)).cssselect("[role=option]")

    assert option.get("data-text") == "[[покупатель?]], возврат [[возврат?]]"
    assert option.get("data-missing") is not None
    assert said(option, ".lacking") == "Missing: buyer’s name, return number."


def test_a_few_letters_in_the_wrong_layout_find_an_answer(signed_in, home, known_chat, page_of):
    known_chat(home, 310001)
    answer()
    answer("Приветствие", "Добрый день")

    page = page_of(options(signed_in, q="pfrfp"))

    assert [said(one, ".answer-title") for one in page.cssselect("[role=option]")] == ["Где заказ"]


@pytest.mark.parametrize("asked", [{}, {"q": "нет такого"}, {"q": HOSTILE}, {"q": "x" * 5000}, {"q": "\0"}])
def test_when_nothing_fits_the_composer_says_so_and_offers_to_make_one(signed_in, home, known_chat, page_of, asked):
    known_chat(home, 310001)

    page = page_of(options(signed_in, **asked))

    assert not page.cssselect("[role=option], script, img")
    assert page.cssselect("#answers .empty-title, #answers.empty")
    assert page.cssselect(f'#answers a[href="{NEW}"][target=_blank]')


def test_a_chat_that_is_not_the_agents_offers_nothing(signed_in, home, foreign, known_chat):
    known_chat(foreign, 420001)
    answer()

    assert signed_in.get("/answers/for/2002/420001/").status_code == 404
    assert options(signed_in, 310099).status_code == 404
    assert signed_in.post("/answers/for/1001/310001/").status_code == 405


def test_hostile_words_are_only_words_everywhere(signed_in, agent, home, known_chat, page_of):
    home.name = f"Дом {HOSTILE}"
    home.save()
    known_chat(home, 310001, customer_name=f"Иван {HOSTILE}")
    own = answer(HOSTILE[:100], f"{HOSTILE[:60]} {{покупатель}} {{продавец}}", owner=agent, seller=home)
    shared = answer(HOSTILE[:100], HOSTILE[:60], seller=home)

    for address in ("/answers/", f"/answers/{own.pk}/", f"/answers/{shared.pk}/", "/answers/for/1001/310001/"):
        page = page_of(signed_in.get(address))
        own_scripts = [script for script in page.cssselect("script") if not script.get("src")]
        assert own_scripts == []
        assert not page.cssselect("img, [onerror]")
    (option, _) = page.cssselect("[role=option]")
    assert "<script>alert(1)</script>" in option.get("data-text")
    assert "{%" not in option.get("data-text").split("Иван", 1)[1]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "reply-outcome"}])
def test_a_text_with_a_missing_value_is_not_sent_and_stays_as_it_was(
    signed_in, home, known_chat, market, page_of, headers
):
    known_chat(home, 310001)
    answer(text="Возврат {возврат} рассмотрим")
    (option,) = page_of(options(signed_in)).cssselect("[role=option]")

    form = {"reply_id": str(uuid4()), "text": option.get("data-text")}
    response = signed_in.post("/chats/1001/310001/reply/", form, headers=headers)

    page = page_of(response)
    assert response.status_code == 422
    assert page.cssselect("#reply-outcome[data-outcome=invalid] #reply-error")[0].text_content().strip()
    assert headers or said(page, "textarea#reply-text") == "Возврат [[возврат?]] рассмотрим"
    assert not [call for call in market.calls if call.operation == "sendMessageToChat"]
    assert not Reply.objects.exists()
    assert Draft.objects.get().text == "Возврат [[возврат?]] рассмотрим"
