"""W7: on a phone no field makes the browser zoom in."""

import pytest
from playwright.sync_api import Page

from tests.browser.composer import ADDRESS

SMALL = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16).map((field) => field.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("path", ["/", ADDRESS, "/settings/", "/answers/new/"])
def test_w7_the_letters_of_every_field_are_16_px_on_touch(visit, agent, talk, market, path):
    talk(3)
    page: Page = visit(agent, path=path, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})

    assert page.locator("input, select, textarea").count()
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("path", ["/admin/chats/seller/add/", "/admin/auth/group/"])
def test_w7_and_so_they_are_in_the_administration(visit, boss, path):
    page: Page = visit(boss, path=path, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})

    assert page.locator("#content").count()
    assert page.evaluate(SMALL) == []
