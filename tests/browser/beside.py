"""Three chats beside their list, for the tests of reading there."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from chats.models import Chat, SameSubject
from tests.browser.watch import settled

FIRST, SECOND, THIRD = (f"/chats/1001/{number}/" for number in (310001, 310002, 399001))
STAYED = "window.stayed"


def of(address: str) -> re.Pattern[str]:
    """The address of a chat, opened from a list or not."""
    return re.compile(f"{address}([?]from=waiting)?$")


def hold(page: Page, address: str | re.Pattern[str]) -> list[Route]:
    """The requests to this address from now on; none of them goes on by itself."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


@pytest.fixture
def chats(talk, agent) -> list[Chat]:
    """Three chats in the list, the first on top."""
    now = timezone.now().replace(microsecond=0)
    made = []
    for place, number in enumerate((310001, 310002, 399001)):
        at = now - timedelta(minutes=50 - 10 * place)
        made.append(talk(3, number, order_id=54810000101 + number, status="NEW", updated_at=at))
    for chat in made:
        SameSubject.objects.create(chat=chat, due_at=now + timedelta(hours=1))
    return made


@pytest.fixture
def first(visit, agent, chats, market) -> Page:
    return opened(visit(agent, path=FIRST))


def opened(page: Page) -> Page:
    page.evaluate("window.stayed = true")
    settled(page)
    return page


def row(page: Page, address: str) -> Locator:
    return page.locator(f'.list a.row[href^="{address}"]')


def go(page: Page, address: str) -> None:
    row(page, address).click()
    shows(page, address)


def shows_only(page: Page, address: str) -> None:
    expect(page).to_have_url(of(address))
    expect(page.locator("#history")).to_have_attribute("data-read", f"{address}read/")


def shows(page: Page, address: str) -> None:
    number = address.split("/")[-2]
    shows_only(page, address)
    expect(page).to_have_title(re.compile(number))
    expect(row(page, address)).to_have_attribute("aria-current", "page")
    expect(page.locator(".list .row[aria-current]")).to_have_count(1)
    settled(page)
