import pytest
from django.contrib.messages import get_messages

from chats.models import PreparedAnswer
from chats.services import prepared
from chats.services.prepared import answers
from tests.views.answers import NEW, answer, said


def test_the_menu_leads_to_the_answers(signed_in, page_of):
    page = page_of(signed_in.get("/"))

    assert page.cssselect('.menu-list a[href="/answers/"]')


def test_own_and_shared_answers_stand_apart(signed_in, agent, colleague, home, foreign, page_of):
    answer("own", owner=agent, seller=home)
    answer("shared")
    answer("of another", owner=colleague)
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
        ({"text": "[[возврат?]]"}, "text", "[[name?]]"),
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


def test_anothers_answer_is_the_same_as_none(signed_in, colleague, foreign, agent):
    hidden = [answer(owner=colleague), answer(seller=foreign), answer(owner=agent, seller=foreign)]

    for pk in [one.pk for one in hidden] + [999_999]:
        answers = [
            signed_in.get(f"/answers/{pk}/"),
            signed_in.post(f"/answers/{pk}/", {"title": "x", "text": "y"}),
            signed_in.post(f"/answers/{pk}/delete/"),
        ]
        # What was typed can be saved as one's own, whoever's answer it was meant for.
        assert [one.status_code for one in answers] == [404, 422, 404]
        assert signed_in.get(f"{NEW}?from={pk}").status_code == 200
    assert PreparedAnswer.objects.filter(title="Где заказ").count() == 3


@pytest.mark.parametrize("number", ["", "x", "-1", "٣", "9" * 19, "9" * 5000, "1.0"])
def test_a_copy_of_what_is_no_answer_is_an_empty_form(signed_in, number, page_of):
    response = signed_in.get(NEW, {"from": number})

    assert response.status_code == 200
    assert not said(page_of(response), "textarea")


def test_p5_more_answers_than_fit_on_the_page_are_said_to_be_there_and_are_found(
    signed_in, agent, home, page_of, monkeypatch
):
    monkeypatch.setattr(prepared, "MOST_LISTED", 2)
    monkeypatch.setattr(answers, "MOST_LISTED", 2)
    for name in ("a", "b"):
        answer(name)
    whole = page_of(signed_in.get("/answers/"))
    answer("c")

    page = page_of(signed_in.get("/answers/"))

    assert not whole.cssselect("#more-answers")
    assert [row.text_content() for row in page.cssselect(".row-name")] == ["a", "b"]
    assert page.cssselect("#more-answers")
    assert [one.title for one in prepared.answers_for(agent, home, like="c")] == ["c"]
