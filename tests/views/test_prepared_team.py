"""Prepared answers for a team: folders, languages, uses, suggestions, and two people at one answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chats.models import AnswerUse, PreparedAnswer, Role
from chats.services import people
from tests.conversation_fixture import message
from tests.views.answers import HOSTILE, answer, said

PART = {"HX-Request": "true", "HX-Target": "reply-outcome"}


def options(client, page_of, **asked):
    return page_of(client.get("/answers/for/1001/310001/", asked)).cssselect("[role=option]")


def buyer_wrote(chat, text: str) -> None:
    message(chat, 1, at=timezone.now() - timedelta(minutes=5), sender="CUSTOMER", text=text)


@pytest.fixture
def lead(signed_in, agent, home):
    people.set_role(home.groups.get(), Role.LEAD)
    return agent


def test_the_buyers_language_decides_and_the_other_texts_are_within_reach(signed_in, home, known_chat, page_of):
    buyer_wrote(known_chat(home, 310001), "Where is my order?")
    answer(text="Заказ {заказ} едет", text_en="Order {order} is on its way", text_zh="订单 {订单} 在路上")

    (option,) = options(signed_in, page_of)

    assert option.get("data-text") == "Order 54810000102 is on its way"
    assert [(one.text, one.get("data-text")) for one in option.cssselect(".answer-language")] == [
        ("EN", None),
        ("RU", "Заказ 54810000102 едет"),
        ("中文", "订单 54810000102 在路上"),
    ]


def test_what_may_fit_the_question_comes_first_and_says_so(signed_in, home, known_chat, page_of):
    buyer_wrote(known_chat(home, 310001), "Когда вернут деньги?")
    for number in range(9):
        answer(f"А {number}", "Добрый день")
    answer("Я", "Деньги вернутся через три дня")

    found = options(signed_in, page_of)
    typed = options(signed_in, page_of, q="день")

    assert [said(one, ".answer-title") for one in found][:2] == ["Я fits the question", "А 0"]
    assert len(found) == 9
    assert not any(one.cssselect(".answer-fits") for one in typed)


def test_a_reply_that_was_sent_counts_what_was_inserted(signed_in, agent, home, known_chat, market, page_of):
    known_chat(home, 310001, status="WAITING_FOR_PARTNER")
    used, other = answer("а", "Заказ уже едет к вам"), answer("б", "Возврат оформлен")
    form = {"reply_id": str(uuid4()), "text": "Заказ уже едет к вам!", "answers": f"{used.pk} {other.pk} x 99 -1"}

    sent = signed_in.post("/chats/1001/310001/reply/", form, headers=PART)

    assert sent.status_code == 200
    assert list(AnswerUse.objects.values_list("answer", "agent", "count")) == [(used.pk, agent.pk, 1)]
    (first, _) = options(signed_in, page_of)
    assert said(first, ".answer-used") == "in 1 reply"


def test_a_reply_that_was_not_sent_counts_nothing(signed_in, home, known_chat, market):
    known_chat(home, 310001)
    used = answer("а", "Заказ {возврат} едет")
    form = {"reply_id": str(uuid4()), "text": "Заказ [[возврат?]] едет", "answers": str(used.pk)}

    assert signed_in.post("/chats/1001/310001/reply/", form, headers=PART).status_code == 422
    assert not AnswerUse.objects.exists()


def test_the_page_lists_by_folder_searches_and_finds_what_nobody_uses(signed_in, agent, page_of):
    answer("Где заказ", owner=agent, folder="Доставка")
    old = answer("Старый", "Добрый день", owner=agent)
    PreparedAnswer.objects.filter(pk=old.pk).update(counted_since=timezone.now() - timedelta(days=91))

    page = page_of(signed_in.get("/answers/"))
    folder = page_of(signed_in.get(page.cssselect(".answer-folders a")[-1].get("href")))
    found = page_of(signed_in.get("/answers/", {"q": "pfrfp"}))
    unused = page_of(signed_in.get(page.cssselect(".answer-unused a")[0].get("href")))

    def names(of):
        return [one.text_content().strip() for one in of.cssselect(".row-name")]

    assert names(page) == ["Старый", "Где заказ"]
    assert [said(page, ".answer-folder"), said(page, ".answer-unused")] == ["Доставка", "Not used for 90 days: 1"]
    assert (names(folder), names(found), names(unused)) == (["Где заказ"], ["Где заказ"], ["Старый"])


@pytest.mark.parametrize("asked", [{"folder": HOSTILE}, {"q": HOSTILE}, {"folder": "x" * 5000}, {"q": "\0"}])
def test_what_an_address_asks_for_is_only_words(signed_in, agent, page_of, asked):
    answer(owner=agent, folder=HOSTILE[:60])

    response = signed_in.get("/answers/", asked)

    assert response.status_code == 200
    assert not page_of(response).cssselect("img, [onerror]")


def test_each_text_of_an_answer_is_kept_and_checked(signed_in, agent, page_of):
    typed = {
        "title": "t",
        "folder": " Доставка ",
        "text": "Едет",
        "text_en": "On its way",
        "text_zh": "  ",
        "seller": "",
    }

    signed_in.post("/answers/new/", typed)
    refused = signed_in.post("/answers/new/", {**typed, "text_zh": "{day}"})

    [kept] = PreparedAnswer.objects.all()
    assert (kept.folder, kept.text_en, kept.text_zh, kept.text_ru) == ("Доставка", "On its way", "", "")
    page = page_of(refused)
    assert "{day}" in said(page, "#id_text_zh_error")
    assert page.cssselect("details.in-languages[open]")


def test_of_two_leads_at_one_answer_the_later_overwrites_nothing_and_loses_nothing(signed_in, lead, home, page_of):
    shared = answer(seller=home)
    form = page_of(signed_in.get(f"/answers/{shared.pk}/")).cssselect("main form.form")[0]
    seen = form.cssselect("[name=seen]")[0].get("value")
    mine = {"title": "Моё имя", "text": "Мой текст", "seller": home.business_id, "seen": seen}
    signed_in.post(f"/answers/{shared.pk}/", {**mine, "text": "Чужой текст"})

    refused = signed_in.post(f"/answers/{shared.pk}/", mine)

    page = page_of(refused)
    shared.refresh_from_db()
    assert (refused.status_code, shared.text) == (422, "Чужой текст")
    assert page.cssselect("textarea[name=text]")[0].text.strip() == "Мой текст"
    assert "Чужой текст" in said(page, ".preview")
    assert "Somebody has saved" in said(page, "main .form > .field-error")
    again = {**mine, "seen": page.cssselect("[name=seen]")[0].get("value")}
    assert signed_in.post(f"/answers/{shared.pk}/", again).status_code == 302
    shared.refresh_from_db()
    assert shared.text == "Мой текст"


def test_the_administration_overwrites_nothing_either(client, boss, page_of):
    shared = answer()
    client.force_login(boss)
    address = f"/admin/chats/preparedanswer/{shared.pk}/change/"
    mine = {"title": "t", "text": "Мой текст", "owner": "", "seller": "", "seen": "1"}
    client.post(address, {**mine, "text": "Чужой текст"})

    refused = client.post(address, mine)

    shared.refresh_from_db()
    assert (refused.status_code, shared.text) == (200, "Чужой текст")
    assert "Чужой текст" in page_of(refused).cssselect(".errorlist")[0].text_content()


def test_what_was_typed_for_an_answer_that_was_deleted_meanwhile_can_be_saved_as_a_new_one(signed_in, agent, page_of):
    own = answer(owner=agent)
    address = f"/answers/{own.pk}/"
    own.delete()

    refused = signed_in.post(address, {"title": "Возврат", "text": "Вернём деньги"})
    page = page_of(refused)
    form = page.cssselect("main form.form")[0]
    signed_in.post(form.get("action"), {"title": "Возврат", "text": form.cssselect("[name=text]")[0].text.strip()})

    assert refused.status_code == 422 and page.cssselect("main form .field-error")
    assert PreparedAnswer.objects.get().text == "Вернём деньги"
    assert signed_in.post(address).status_code == 404
