"""What one may not do, and the way of a new person to the desk, in the browser."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from chats.models import Chat, Role
from chats.services.people import Action, roles


def test_a_refused_press_says_so_above_the_page_and_changes_nothing(visit, agent, seen, market, monkeypatch):
    seen(310001, status="NEW", order_id=54810000101)
    page = visit(agent, path="/chats/1001/310001/")
    monkeypatch.setattr(roles, "LEAST", {**roles.LEAST, Action.TAKE: Role.LEAD})

    with page.expect_response("**/take/") as answered:
        page.locator("#holder").click()

    assert answered.value.status == 403
    expect(page.locator("#live-alert")).to_have_text(
        "You are not allowed to do this. Nothing was changed. A lead or an administrator can help."
    )
    assert not Chat.objects.exclude(assignee=None).exists()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_person_is_added_and_comes_in_by_the_link(visit, boss, home, market, scripts):
    page = visit(boss, path="/team/people/new/", java_script_enabled=scripts)
    page.locator("#id_username").fill("nina")
    page.locator(f"[name=sellers][value='{home.pk}']").check()
    page.locator(".form .primary").click()
    link = page.locator("#link").input_value()

    new = visit(None, path=urlsplit(link).path, java_script_enabled=scripts)
    for field in ("#id_new_password1", "#id_new_password2"):
        new.locator(field).fill("a long pass phrase")
    new.locator(".form .primary").click()

    expect(new.locator(".messages")).to_contain_text("nina")
    assert "invitation" not in new.url
    assert User.objects.get(username="nina").check_password("a long pass phrase")
