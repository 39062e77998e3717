"""The list of the inbox in windows of every width: nothing that matters is cut, covered or pushed out of sight."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from chats.models import AgentSettings, Chat, Sync
from tests.browser.states import STATES
from tests.browser.watch import settled

CUT = """() => {
  const cut = (box) => box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1;
  return [...document.querySelectorAll(".entry :is(.badge, .tag, .holder), .entry .wait")]
    .filter((one) => [one, ...one.querySelectorAll(".word")].some(cut)).map((one) => one.textContent.trim());
}"""


def come(name: str, world, page) -> None:
    next(one for one in STATES if one.name == name).come(world, page)


@pytest.mark.parametrize("name", ["view-all", "view-disputes", "view-buyer", "view-waiting"])
@pytest.mark.parametrize("language", ["ru", "en", "zh-hans"])
def test_no_row_cuts_its_status_its_number_or_who_has_it(visit, agent, world, name, language):
    AgentSettings.objects.create(agent=agent, language=language)
    page = visit(agent)
    come(name, world, page)
    Chat.objects.update(assignee=agent)
    page.reload()

    for width in (1440, 1024, 390, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CUT) == [], width


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1024, 768), (390, 844)])
def test_how_old_the_list_is_stays_in_sight(visit, agent, world, width, height):
    page = visit(agent, viewport={"width": width, "height": height})
    come("inbox-one-fails", world, page)
    assert page.locator("#inbox-rows").bounding_box()["height"] > height / 2

    foot = page.locator("#inbox-standing .list-warning")

    expect(foot).to_be_in_viewport(ratio=1)


def test_headings_stay_below_the_bar_of_a_narrow_window(visit, agent, world):
    page = visit(agent, viewport={"width": 390, "height": 500})
    come("view-waiting", world, page)

    page.mouse.wheel(0, 200)
    page.wait_for_function("scrollY > 150")

    bar, heading = page.locator(".bar").bounding_box(), page.locator(".section").first.bounding_box()
    assert abs(heading["y"] - bar["height"]) < 2


@pytest.mark.parametrize("name", ["inbox-nothing-matches", "inbox-nobody-waits-but"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_an_empty_list_says_so_whatever_stands_below_it(visit, agent, world, name, width):
    page = visit(agent, viewport={"width": width, "height": 768})
    come(name, world, page)

    expect(page.locator(".inbox-empty")).to_be_in_viewport(ratio=1)
    expect(page.locator("#inbox-standing")).to_be_in_viewport(ratio=1)


def test_who_has_no_seller_reads_it_in_the_middle_of_the_page(visit, agent, world):
    page = visit(agent)
    come("inbox-no-seller", world, page)

    box = page.locator(".empty").bounding_box()
    assert abs(box["x"] + box["width"] / 2 - 720) < 10
    assert box["width"] > 500


def test_an_empty_list_takes_back_that_nobody_waits_once_it_is_behind(visit, agent, world):
    page = visit(agent, clock=True)
    come("inbox-nobody-waits", world, page)
    expect(page.locator(".inbox-empty .empty-title")).to_have_text("Nobody waits for a reply.")

    Sync.objects.update(began_at=timezone.now() - timedelta(minutes=9))
    page.evaluate("window.desk.emit('desk:calm')")
    expect(page.locator("#inbox-standing")).to_have_attribute("data-old", "")
    settled(page)
    page.clock.fast_forward(7_000)  # where a pulse was still running, the next one asks

    expect(page.locator(".inbox-empty .empty-title")).to_have_text(
        "There may be chats that the desk does not know of yet."
    )
