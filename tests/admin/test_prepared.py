import pytest
from django.test import Client

from chats.models import PreparedAnswer

pytestmark = pytest.mark.django_db
LIST = "/admin/chats/preparedanswer/"


def answer(title="Где заказ", text="{покупатель}, заказ {заказ} едет", **details):
    return PreparedAnswer.objects.create(title=title, text=text, **details)


def column(page, name):
    return [cell.text_content().strip() for cell in page.cssselect(f"#result_list .field-{name}")]


def test_the_list_says_whose_an_answer_is_and_for_whom(admin, agent, home, page_of):
    answer("a", owner=agent)
    answer("b", "x" * 200, seller=home)

    page = page_of(admin.get(LIST))

    assert column(page, "title") == ["a", "b"]
    assert column(page, "whose") == ["agent", "shared"]
    assert column(page, "for_seller") == ["all", home.name]
    assert column(page, "beginning")[1] == "x" * 79 + "…"


def test_an_administrator_makes_and_changes_shared_answers_and_those_of_agents(admin, agent, home):
    admin.post(f"{LIST}add/", {"title": "t", "text": "Да,\r\n{заказ}", "owner": "", "seller": home.pk})
    own = answer(owner=agent)
    admin.post(f"{LIST}{own.pk}/change/", {"title": "u", "text": "Иначе", "owner": agent.pk, "seller": ""})

    shared = PreparedAnswer.objects.get(owner=None)
    own.refresh_from_db()
    assert (shared.title, shared.text, shared.seller) == ("t", "Да,\n{заказ}", home)
    assert (own.title, own.text, own.owner) == ("u", "Иначе", agent)


@pytest.mark.parametrize("text", ["{name}", "{{buyer}}", "[[buyer?]]", "x" * 4097, "", "\u200b"])
def test_the_admin_refuses_what_agents_may_not_keep_either(admin, page_of, text):
    response = admin.post(f"{LIST}add/", {"title": "typed", "text": text})

    page = page_of(response)
    assert page.cssselect(".field-text .errorlist")
    assert page.cssselect("[name=title]")[0].get("value") == "typed"
    assert not PreparedAnswer.objects.exists()


def test_the_form_explains_the_placeholders_and_shows_the_text_with_values(admin, page_of):
    shared = answer(text="{покупатель}:\n{заказ} <b>")

    page = page_of(admin.get(f"{LIST}{shared.pk}/change/"))
    empty = page_of(admin.get(f"{LIST}add/"))

    for written in ("{buyer}", "{order}", "{return}", "{store}", "{seller}", "{agent}"):
        assert written in page.cssselect(".field-text .help")[0].text_content()
    assert page.cssselect(".field-preview p.preview")[0].text == "Ivan P.:\n54810000102 <b>"
    assert "saved" in empty.cssselect(".field-preview")[0].text_content()


def test_the_admin_finds_as_the_composer_does(admin, page_of):
    answer()
    answer("Приветствие", "Добрый день 100%")

    found = {like: column(page_of(admin.get(LIST, {"q": like})), "title") for like in ("pfrfp", "ЗАКАЗ", "100%", "%")}

    assert found == {"pfrfp": ["Где заказ"], "ЗАКАЗ": ["Где заказ"], "100%": ["Приветствие"], "%": ["Приветствие"]}


def test_the_list_costs_the_same_however_many_there_are(admin, agent, home, django_assert_max_num_queries):
    PreparedAnswer.objects.bulk_create(
        PreparedAnswer(title=f"t{n}", text="x", owner=agent, seller=home) for n in range(40)
    )

    with django_assert_max_num_queries(8):
        admin.get(LIST)


def test_what_an_administrator_reads_does_not_turn_up_at_an_agents_desk(admin, agent):
    desk = Client()
    desk.force_login(agent)

    chinese = admin.get("/admin/chats/preparedanswer/add/", headers={"Accept-Language": "zh-hans"})
    russian = desk.get("/answers/new/", headers={"Accept-Language": "ru"})

    assert "占位符" in chinese.content.decode()
    assert "占位符" not in russian.content.decode()
