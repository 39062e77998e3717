from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from chats.models import Mirror, Seller
from chats.services import notifications, sweep

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NAMES = ["seller", "people", "notifications", "reading", "backups"]


def steps(page):
    return {step.get("data-step"): step for step in page.cssselect("#first-steps li")}


def done(page):
    return [name for name, step in steps(page).items() if step.get("data-done") is not None]


def take_all_but_backups(home):
    Seller.objects.filter(pk=home.pk).update(check_kind="ok")
    notifications.new_address(home, now=NOW)
    type(home.notification_address).objects.update(pinged_at=NOW)
    sweep.resume(home, now=NOW)
    Mirror.objects.update(complete_since=NOW)


def test_a_new_desk_tells_its_administrator_the_steps_in_their_order(admin, page_of):
    page = page_of(admin.get("/admin/"))

    assert list(steps(page)) == NAMES
    assert done(page) == []
    assert [link.get("href") for link in steps(page)["seller"].cssselect("a")] == ["/admin/chats/seller/add/"]
    assert page.cssselect("#first-steps[open]")


@pytest.mark.parametrize("path", ["/", "/lookup/"])
def test_so_does_the_empty_inbox_and_it_does_not_wait_for_an_administrator(admin, page_of, path):
    page = page_of(admin.get(path))

    assert list(steps(page)) == NAMES
    assert "administrator gives" not in page.text_content()


@pytest.mark.parametrize("path", ["/", "/lookup/"])
def test_an_agent_without_a_seller_is_told_to_wait_for_one(client, agent, page_of, path):
    client.force_login(agent)

    page = page_of(client.get(path))

    assert steps(page) == {}
    assert "administrator gives" in page.text_content()


def test_a_seller_counts_once_its_token_was_checked(admin, home, page_of):
    before = done(page_of(admin.get("/admin/")))
    Seller.objects.update(check_kind="ok")

    assert "seller" not in before
    assert "seller" in done(page_of(admin.get("/admin/")))


def test_people_count_once_somebody_else_sees_each_seller(admin, agent, home, tech, page_of):
    tech.groups.clear()
    before = page_of(admin.get("/admin/"))
    tech.groups.set(home.groups.all())

    assert "people" not in done(before)
    assert tech.name in steps(before)["people"].text_content()
    assert "people" in done(page_of(admin.get("/admin/")))


def test_without_anybody_else_the_step_leads_to_a_new_person(admin, home, page_of):
    [link] = steps(page_of(admin.get("/admin/")))["people"].cssselect("a")

    assert link.get("href") == "/team/people/new/"


def test_notifications_count_once_market_has_checked_each_address(admin, home, tech, page_of):
    for seller in (home, tech):
        notifications.new_address(seller, now=NOW)
    type(home.notification_address).objects.filter(seller=home).update(pinged_at=NOW)
    before = page_of(admin.get("/admin/"))
    type(home.notification_address).objects.update(pinged_at=NOW)

    assert "notifications" not in done(before)
    [link] = steps(before)["notifications"].cssselect("a")
    assert link.get("href") == f"/admin/chats/seller/{tech.pk}/change/#notifications"
    assert "notifications" in done(page_of(admin.get("/admin/")))


def test_reading_counts_once_all_chats_were_read(admin, home, page_of):
    sweep.resume(home, now=NOW)
    before = done(page_of(admin.get("/admin/")))
    Mirror.objects.update(complete_since=NOW)

    assert "reading" not in before
    assert "reading" in done(page_of(admin.get("/admin/")))


def test_backups_count_once_an_administrator_says_that_they_are_made(admin, boss, home, page_of):
    [form] = steps(page_of(admin.get("/admin/")))["backups"].cssselect("form")
    admin.post(form.get("action"))
    admin.post(form.get("action"))

    page = page_of(admin.get("/admin/"))
    assert "backups" in done(page)
    assert "boss said on" in steps(page)["backups"].text_content()
    assert LogEntry.objects.get().user == boss


def test_the_steps_fold_once_people_can_work_and_are_gone_once_all_are_taken(admin, agent, home, page_of):
    take_all_but_backups(home)

    folded = page_of(admin.get("/admin/"))
    admin.post("/admin/first-steps/backups/")

    assert done(folded) == NAMES[:-1]
    assert not folded.cssselect("#first-steps[open]")
    assert steps(page_of(admin.get("/admin/"))) == {}


def test_a_deactivated_person_sees_nothing(admin, agent, home, page_of):
    User.objects.filter(pk=agent.pk).update(is_active=False)

    assert "people" not in done(page_of(admin.get("/admin/")))
