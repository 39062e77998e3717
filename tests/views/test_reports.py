"""The page of reports and its file: for leads, of their sellers, for any range of days."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chats.models import AgentSettings, Role
from chats.services import people
from chats.services.conversation.store import note_uncounted
from chats.services.reports import count_for_a_while
from tests.conversation_fixture import message

WAYS = ["/reports/", "/reports/table.csv"]


@pytest.fixture
def lead(home, support, client) -> User:
    lead = User.objects.create_user("lead")
    lead.groups.add(support)
    people.set_role(support, Role.LEAD)
    client.force_login(lead)
    return lead


@pytest.fixture
def written(home, known_chat):
    chat = known_chat(home, 310001)
    for number, sender in ((1, "CUSTOMER"), (2, "PARTNER")):
        at = timezone.now() - timedelta(hours=1) + timedelta(minutes=5 * number)
        message(chat, number, at=at, sender=sender)
        note_uncounted(chat.pk, at)
    while count_for_a_while()[1]:
        pass


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def test_without_any_choice_it_is_about_four_weeks_by_day(lead, written, client, page_of):
    page = page_of(client.get("/reports/"))

    assert len(page.cssselect(".report-table tbody tr")) == 28
    assert len(page.cssselect(".plot svg.plot-columns")) == 4
    assert {"28 days", "By day"} <= {text_of(one) for one in page.cssselect(".report-choices [aria-current]")}
    assert page.cssselect("#report-until")[0].get("value") == str(timezone.localdate())
    assert [text_of(one) for one in page.cssselect(".report-facts dd")][:3] == ["1", "1", "1"]


@pytest.mark.parametrize("by", ["seller", "store", "agent", "context", "hour"])
def test_each_choice_leads_to_a_table_of_its_own(lead, written, client, page_of, by):
    page = page_of(client.get("/reports/"))
    [link] = [one for one in page.cssselect(".report-choices a") if f"by={by}" in one.get("href")]

    page = page_of(client.get(link.get("href")))

    assert page.cssselect(".report-choices [aria-current]")[-1].get("href") == link.get("href")
    assert len(page.cssselect(".report-table tbody tr")) == (24 if by == "hour" else 1)


def test_nothing_written_is_said_in_words(lead, client, page_of):
    page = page_of(client.get("/reports/", {"since": "2020-01-01", "until": "2020-01-31"}))

    assert "Nothing was written in these days" in text_of(page.cssselect("main .empty")[0])
    assert not page.cssselect(".plot, .report-table, a[download]")


@pytest.mark.parametrize(
    "fields, field, words",
    [
        ({"since": "2026-11-02", "until": "2026-11-01"}, "until", "before the first"),
        ({"since": "2026-11-02"}, "until", "both"),
        ({"until": "2026-11-02"}, "since", "both"),
        ({"since": "yesterday", "until": "2026-11-02"}, "since", "date"),
        ({"since": "2020-01-01", "until": "2026-11-02"}, "since", "three years"),
        ({"since": "0001-01-01", "until": "2026-11-02"}, "since", "greater"),
        ({"since": "2026-11-01", "until": "9999-12-31"}, "until", "less"),
        ({"seller": "123456"}, "seller", "valid choice"),
    ],
)
def test_what_is_wrong_with_a_range_is_said_beside_the_field(
    lead, written, tech, client, page_of, fields, field, words
):
    response = client.get("/reports/", {**fields, "by": "agent"})

    page = page_of(response)
    assert response.status_code == 422
    [error] = page.cssselect(".report-form .field-error")
    assert (error.get("id"), words in text_of(error)) == (f"report-{field}_error", True)
    assert not page.cssselect(".report-table")
    assert page.cssselect("input[name=by]")[0].get("value") == "agent"
    if field in ("since", "until"):
        assert page.cssselect(f"#report-{field}")[0].get("value") == fields.get(field)


def test_a_file_that_cannot_be_made_leads_to_the_page_that_says_why(lead, client):
    response = client.get("/reports/table.csv", {"since": "2026-11-02", "until": "2026-11-01"})

    assert (response.status_code, response["Location"]) == (302, "/reports/?since=2026-11-02&until=2026-11-01")


def test_the_file_has_the_table_that_the_page_shows(lead, written, home, client, page_of):
    [link] = page_of(client.get("/reports/", {"by": "seller"})).cssselect("a[download]")

    response = client.get(link.get("href"))

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="report-by-seller-')
    head, row = response.content.decode("utf-8-sig").splitlines()
    assert head.startswith("Seller,Messages in,") and row.startswith(f"{home.name},1,1,1,")


@pytest.mark.parametrize("way", WAYS)
def test_of_foreign_sellers_there_is_nothing(lead, written, client, way, support, foreign):
    support.sellers.clear()
    lead.groups.add(*foreign.groups.all())  # an agent there
    leads = foreign.groups.create(name="Leads of others")
    lead.groups.add(leads)
    people.set_role(leads, Role.LEAD)

    for by in ("day", "hour", "seller", "store", "agent", "context"):
        body = client.get(way, {"by": by}).content.decode()
        assert "Дом" not in body and "48211001" not in body
        assert "Nothing was written" in body or way != WAYS[0]


@pytest.mark.parametrize("way", WAYS)
def test_agents_get_none(agent, client, way):
    client.force_login(agent)

    assert client.get(way).status_code == 403
    assert "/reports/" not in client.get("/").content.decode()


def test_leads_find_it_in_the_menu(lead, client, page_of):
    assert page_of(client.get("/")).cssselect(".menu-list a[href='/reports/']")


def test_one_seller_can_be_chosen_where_there_are_several(lead, written, home, tech, client, page_of):
    page = page_of(client.get("/reports/", {"seller": tech.business_id}))

    assert "Nothing was written" in text_of(page)
    assert text_of(page_of(client.get("/reports/")).cssselect("caption")[0]).endswith("· All sellers")
    assert page.cssselect("#report-seller option[selected]")[0].get("value") == str(tech.business_id)
    assert all(f"seller={tech.business_id}" in one.get("href") for one in page.cssselect(".report-choices a"))


def test_days_are_those_of_the_leads_zone(lead, written, client, page_of):
    AgentSettings.objects.create(agent=lead, time_zone="Pacific/Kiritimati")
    today = timezone.now().astimezone(ZoneInfo("Pacific/Kiritimati"))

    page = page_of(client.get("/reports/"))

    assert page.cssselect("#report-until")[0].get("value") == f"{today:%Y-%m-%d}"
    assert "whole number of hours" not in text_of(page)


def test_a_zone_of_half_hours_is_told_of_its_days(lead, written, client, page_of):
    AgentSettings.objects.create(agent=lead, time_zone="Asia/Kolkata")

    assert "no whole number of hours" in text_of(page_of(client.get("/reports/")))
