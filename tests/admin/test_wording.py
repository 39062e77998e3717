"""Django's pages speak as the desk does."""

import pytest
from django.contrib.auth.models import Group

from tests.admin.seller_pages import add, change

pytestmark = pytest.mark.django_db

PAGES = {
    "/admin/chats/seller/": "Продавцы",
    "/admin/chats/seller/add/": "Добавить продавца",
    "/admin/chats/preparedanswer/": "Готовые ответы",
    "/admin/chats/preparedanswer/add/": "Добавить ответ",
    "/admin/chats/lookup/": "Поиски",
    "/admin/chats/worker/": "Фоновая работа",
    "/admin/auth/group/": "Группы",
    "/admin/auth/group/add/": "Добавить группу",
}


@pytest.fixture
def russian(admin):
    admin.defaults["HTTP_ACCEPT_LANGUAGE"] = "ru"
    return admin


@pytest.mark.parametrize(("path", "title"), PAGES.items())
def test_titles_are_whole_words_of_the_desks_own(russian, home, page_of, path, title):
    page = page_of(russian.get(path))

    assert page.cssselect("#content h1")[0].text_content() == title
    for button in page.cssselect(".object-tools .addlink"):
        assert button.text_content().startswith("Добавить ") and not button.text_content().endswith("группа")


def test_what_is_saved_is_said_without_a_gender(russian, market, home, page_of):
    page = page_of(change(russian, home))
    group = page_of(russian.post("/admin/auth/group/add/", {"name": "Вечер", "role": 1}, follow=True))

    assert page.cssselect(".messagelist .success")[0].text_content() == f"Сохранено: кабинет продавца «{home.name}»."
    assert group.cssselect(".messagelist .success")[0].text_content() == "Добавлено: группа «Вечер»."


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_a_list_is_counted_without_a_case(russian, page_of, count):
    for number in range(count):
        Group.objects.create(name=f"Группа {number}")

    [counted] = page_of(russian.get("/admin/auth/group/")).cssselect(".paginator")

    assert counted.text_content().split() == ["Всего:", str(count)]


def test_the_bar_leads_to_the_chats_and_has_no_theme_of_its_own(admin, boss, page_of):
    page = page_of(admin.get("/admin/"))

    assert [link.get("href") for link in page.cssselect("#user-tools a")] == ["/"]
    assert page.cssselect(".theme-toggle") == [] and "theme.js" not in str(page.cssselect("script")[0].get("src"))
    assert "theme-system" in page.cssselect("body")[0].get("class")


def test_the_theme_is_the_one_chosen_on_the_desk(admin, page_of):
    admin.post("/settings/", {"theme": "dark", "language": "en", "time_zone": ""})

    assert "theme-dark" in page_of(admin.get("/admin/")).cssselect("body")[0].get("class")


def test_no_form_offers_djangos_own_ways_to_other_forms(admin, home, page_of):
    page = page_of(admin.get("/admin/chats/seller/add/"))

    assert page.cssselect(".related-widget-wrapper-link") == []


def test_a_new_desk_has_no_groups_to_choose_from_and_does_not_show_an_empty_field(admin, page_of):
    assert page_of(admin.get("/admin/chats/seller/add/")).cssselect(".field-groups") == []


def test_the_groups_to_choose_from_say_who_is_in_them(admin, agent, home, support, page_of):
    page = page_of(admin.get("/admin/chats/seller/add/"))

    [label] = page.cssselect(".field-groups #id_groups label")
    assert label.text_content().strip() == "Support (agent: agent)"


def test_saving_a_seller_that_nobody_sees_says_so_and_leads_to_the_people(admin, market, page_of):
    [warning] = page_of(add(admin)).cssselect(".messagelist .warning")

    assert [link.get("href") for link in warning.cssselect("a")] == ["/team/people/"]


def test_saving_one_that_somebody_sees_does_not(admin, agent, market, home, support, page_of):
    assert page_of(change(admin, home, groups=[support.pk])).cssselect(".messagelist .warning") == []


def test_a_table_that_scrolls_is_reached_by_the_keyboard(admin, home, page_of):
    [results] = page_of(admin.get("/admin/chats/seller/")).cssselect(".results")

    assert (results.get("tabindex"), results.get("role"), results.get("aria-label")) == ("0", "region", "Sellers")
