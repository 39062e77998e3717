from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages

from chats.models import Draft, PreparedAnswer, Reply

NEW = "/answers/new/"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{% now "Y" %}'


@pytest.fixture
def other(support):
    other = User.objects.create_user("other")
    other.groups.add(support)
    return other


def answer(title="Где заказ", text="{покупатель}, заказ {заказ} едет", **details):
    return PreparedAnswer.objects.create(title=title, text=text, **details)


def said(page, selector):
    return " ".join(page.cssselect(selector)[0].text_content().split())


def options(client, chat_id=310001, **asked):
    return client.get(f"/answers/for/1001/{chat_id}/", asked)


def test_the_menu_leads_to_the_answers(signed_in, page_of):
    page = page_of(signed_in.get("/"))

    assert page.cssselect('.menu-list a[href="/answers/"]')


def test_own_and_shared_answers_stand_apart(signed_in, agent, other, home, foreign, page_of):
    answer("own", owner=agent, seller=home)
    answer("shared")
    answer("of another", owner=other)
    answer("of a foreign seller", seller=foreign)

    page = page_of(signed_in.get("/answers/"))

    lists = [
        [row.text_content() for row in part.cssselect(".row-name")] for part in page.cssselect("section.answer-list")
    ]
    assert lists == [["own"], ["shared"]]
    assert said(page, ".tag") == home.name


def test_without_any_answer_the_page_says_what_belongs_there(signed_in, page_of):
    page = page_of(signed_in.get("/answers/"))

    assert len(page.cssselect(".answer-list .empty")) == 2
    assert page.cssselect(f'a.primary[href="{NEW}"]')


def test_an_agent_makes_an_answer_of_their_own(signed_in, agent, home):
    response = signed_in.post(NEW, {"title": " Где заказ ", "text": "Да,\r\n{заказ}\r\n", "seller": "1001"})

    kept = PreparedAnswer.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/answers/")
    assert (kept.title, kept.text, kept.owner, kept.seller) == ("Где заказ", "Да,\n{заказ}", agent, home)
    assert [str(one) for one in get_messages(response.wsgi_request)] == ["“Где заказ” is saved."]


def test_an_agent_changes_an_answer_and_sees_its_seller_chosen(signed_in, agent, home, page_of):
    own = answer(owner=agent, seller=home)

    page = page_of(signed_in.get(f"/answers/{own.pk}/"))
    signed_in.post(f"/answers/{own.pk}/", {"title": "Новое имя", "text": "Другой текст", "seller": ""})

    own.refresh_from_db()
    assert page.cssselect("select[name=seller] option[selected]")[0].get("value") == "1001"
    assert (own.title, own.text, own.seller, own.owner) == ("Новое имя", "Другой текст", None, agent)


def test_an_agent_deletes_an_answer(signed_in, agent, page_of):
    own = answer(owner=agent)
    form = page_of(signed_in.get(f"/answers/{own.pk}/")).cssselect(".more form")[0]

    response = signed_in.post(form.get("action"))

    assert response["Location"] == "/answers/"
    assert not PreparedAnswer.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"text": "Hello {name}"}, "text", "{name}"),
        ({"text": "{{buyer}}"}, "text", "Braces"),
        ({"text": "[[x]]"}, "text", "brackets"),
        ({"text": "x" * 4097}, "text", "4096"),
        ({"text": ""}, "text", "required"),
        ({"text": " \u200b\r\n"}, "text", "required"),
        ({"title": "\u202e"}, "title", "required"),
        ({"title": "x" * 101}, "title", "100"),
        ({"seller": "2002"}, "seller", "choice"),
        ({"seller": "9999"}, "seller", "choice"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_the_field_and_nothing_typed_is_lost(
    signed_in, agent, home, foreign, page_of, wrong, field, words
):
    own = answer(owner=agent)
    typed = {"title": "Имя", "text": "Строка\r\nи ещё", "seller": "1001", **wrong}

    for address in (NEW, f"/answers/{own.pk}/"):
        response = signed_in.post(address, typed)

        page = page_of(response)
        own.refresh_from_db()
        assert response.status_code == 422
        assert words in said(page, f"#id_{field}_error")
        assert page.cssselect(f"[name={field}][aria-invalid=true][autofocus]")
        assert len(page.cssselect("[autofocus]")) == 1
        assert page.cssselect("title")[0].text.startswith("Error:")
        assert page.cssselect("[name=title]")[0].get("value") == (typed["title"] or None)
        # The parser, as a browser, leaves out the line break with which the field begins.
        assert page.cssselect("textarea")[0].text.replace("\r\n", "\n").strip("\n") == typed["text"].replace(
            "\r\n", "\n"
        ).strip("\n")
        assert (PreparedAnswer.objects.count(), own.title) == (1, "Где заказ")


def test_an_unknown_placeholder_is_refused_with_those_that_exist_in_the_readers_language(signed_in, page_of):
    for language, names in (("en", "{buyer} {order} {return}"), ("ru", "{покупатель} {заказ} {возврат}")):
        response = signed_in.post(NEW, {"title": "t", "text": "{day}"}, headers={"Accept-Language": language})

        assert names in said(page_of(response), "#id_text_error")


def test_line_breaks_count_once(signed_in):
    text = "x\r\n" * 2047 + "xy"  # 4096 characters as the browser counts them

    assert signed_in.post(NEW, {"title": "t", "text": text}).status_code == 302
    assert len(PreparedAnswer.objects.get().text) == 4096


def test_a_key_is_neither_kept_nor_shown_again(signed_in):
    key = f"ACMA:{'k' * 40}:0badcafe"

    for more in ("", "x" * 5000):
        response = signed_in.post(NEW, {"title": f"of {key}", "text": f"before {key} after {more}"})

        assert response.status_code == 422
        assert "kkkk" not in response.content.decode()
        assert "before" in response.content.decode()
    assert not PreparedAnswer.objects.exists()


def test_the_two_hundred_and_first_is_refused_with_all_that_was_typed(signed_in, agent, page_of):
    PreparedAnswer.objects.bulk_create(PreparedAnswer(owner=agent, title=str(n), text="x") for n in range(200))

    response = signed_in.post(NEW, {"title": "ещё один", "text": "typed"})

    page = page_of(response)
    assert response.status_code == 422
    assert "200" in said(page, "form.form > .field-error")
    assert (page.cssselect("[name=title]")[0].get("value"), said(page, "textarea")) == ("ещё один", "typed")


def test_a_preview_keeps_nothing_and_shows_the_text_with_made_up_values(signed_in, agent, page_of):
    agent.first_name = "Анна"
    agent.save()

    response = signed_in.post(NEW, {"title": "t", "text": "{заказ}, {агент}{оператор}", "preview": "on"})
    fine = signed_in.post(NEW, {"title": "t", "text": "{заказ}\n{оператор}", "preview": "on"})

    assert response.status_code == 422
    assert fine.status_code == 200
    assert said(page_of(fine), ".preview-text") == "54810000102 Анна"
    assert not PreparedAnswer.objects.exists()


def test_an_agent_without_a_name_is_told_that_it_will_be_missing(signed_in, agent, page_of):
    own = answer(text="Меня зовут {оператор}", owner=agent)

    page = page_of(signed_in.get(f"/answers/{own.pk}/"))

    assert said(page, ".preview-text") == "Меня зовут [[оператор?]]"
    assert page.cssselect(".preview .lacking .icon")


def test_a_shared_answer_is_read_and_copied_but_not_changed(signed_in, agent, home, page_of):
    shared = answer(seller=home)

    page = page_of(signed_in.get(f"/answers/{shared.pk}/"))
    copy = page_of(signed_in.get(page.cssselect('a[href*="from="]')[0].get("href")))
    posts = [signed_in.post(f"/answers/{shared.pk}/{path}", {"title": "x", "text": "y"}) for path in ("", "delete/")]

    assert said(page, ".preview-text") == shared.text
    assert not page.cssselect("textarea, .button[href*=admin]")
    assert said(copy, "textarea") == shared.text
    assert copy.cssselect("select[name=seller] option[selected]")[0].get("value") == "1001"
    assert [post.status_code for post in posts] == [403, 403]
    assert PreparedAnswer.objects.get().text == shared.text


def test_an_administrator_is_led_to_where_a_shared_answer_is_changed(client, boss, page_of):
    shared = answer()
    client.force_login(boss)

    page = page_of(client.get(f"/answers/{shared.pk}/"))

    assert page.cssselect(f'a[href="/admin/chats/preparedanswer/{shared.pk}/change/"]')


def test_anothers_answer_is_the_same_as_none(signed_in, other, foreign, agent):
    hidden = [answer(owner=other), answer(seller=foreign), answer(owner=agent, seller=foreign)]

    for pk in [one.pk for one in hidden] + [999_999]:
        answers = [
            signed_in.get(f"/answers/{pk}/"),
            signed_in.post(f"/answers/{pk}/", {"title": "x", "text": "y"}),
            signed_in.post(f"/answers/{pk}/delete/"),
        ]
        assert [one.status_code for one in answers] == [404] * 3
        assert signed_in.get(f"{NEW}?from={pk}").status_code == 200
    assert PreparedAnswer.objects.filter(title="Где заказ").count() == 3


@pytest.mark.parametrize("number", ["", "x", "-1", "٣", "9" * 19, "9" * 5000, "1.0"])
def test_a_copy_of_what_is_no_answer_is_an_empty_form(signed_in, number, page_of):
    response = signed_in.get(NEW, {"from": number})

    assert response.status_code == 200
    assert not said(page_of(response), "textarea")


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
    assert "value is still missing" in page.text_content()
    assert headers or said(page, "textarea#reply-text") == "Возврат [[возврат?]] рассмотрим"
    assert not [call for call in market.calls if call.operation == "sendMessageToChat"]
    assert not Reply.objects.exists()
    assert Draft.objects.get().text == "Возврат [[возврат?]] рассмотрим"
