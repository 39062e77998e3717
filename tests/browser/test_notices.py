"""Notices and the sound: once for each chat that begins to wait, whatever the number of windows."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.models import AgentSettings
from tests.browser.watch import settled

STUBS = """
window.told = [];
window.Notification = class {
  static permission = "granted";
  static requestPermission() { return Promise.resolve("granted"); }
  constructor(title, options) { window.told.push([title, options.body]); }
  close() {}
};
window.sounds = 0;
window.AudioContext = class {
  state = "running"; currentTime = 0; destination = {};
  createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to }; }
  createOscillator() { window.sounds += 1; return { frequency: {}, connect: (to) => to, start() {}, stop() {} }; }
};
"""


@pytest.fixture
def begins(seen):
    """begins(310001): a chat begins to wait now."""

    def make(number: int):
        at = timezone.now().replace(microsecond=0) - timedelta(seconds=5)
        return seen(number, updated_at=at, customer_name=f"Иван {number}")

    return make


def window(page: Page) -> Page:
    settled(page)
    hear(page)
    return page


def hear(page: Page) -> None:
    """The bell asks, and what came of it has been decided."""
    with page.expect_response(re.compile(r"/bell/\?")) as answer:
        page.evaluate("document.body.dispatchEvent(new CustomEvent('desk:calm'))")
    answer.value.finished()
    settled(page)
    page.evaluate("() => navigator.locks.request(`notices-${document.querySelector('#bell').dataset.agent}`, () => 1)")


def open_windows(visit, agent, *, count: int = 1, **chosen) -> list[Page]:
    AgentSettings.objects.create(agent=agent, **chosen)
    pages = [visit(agent, path="/", script=STUBS)]
    for _ in range(count - 1):
        page = pages[0].context.new_page()
        page.goto("/")
        pages.append(page)
    return [window(page) for page in pages]


def test_two_windows_tell_once_of_a_chat_that_begins_to_wait(visit, agent, home, market, begins):
    begins(310001)
    pages = open_windows(visit, agent, count=2, notices=True)
    begins(310002)

    for page in [*pages, *pages]:
        hear(page)

    told = [one for page in pages for one in page.evaluate("told")]
    assert told == [[f"Иван · {home.name}", "Waits for a reply"]]
    assert [page.evaluate("sounds") for page in pages] == [0, 0]


def test_several_are_one_notice_and_one_sound(visit, agent, home, market, begins):
    [page] = open_windows(visit, agent, notices=True, sound=True)
    for number in (310001, 310002, 310003):
        begins(number)

    hear(page)

    assert page.evaluate("told") == [["Chats that began to wait for a reply: 3", ""]]
    assert page.evaluate("sounds") == 2  # the two tones of one


def test_in_quiet_hours_nothing_is_told_and_nothing_later(visit, agent, home, market, begins):
    [page] = open_windows(visit, agent, notices=True, sound=True, quiet_from="09:00", quiet_until="09:00")
    begins(310001)
    hear(page)
    AgentSettings.objects.update(quiet_from=None, quiet_until=None)

    hear(page)

    assert (page.evaluate("told"), page.evaluate("sounds")) == ([], 0)


def test_the_bell_switches_the_sound_on_and_lets_it_be_heard(visit, agent, home, market):
    page = visit(agent, path="/", script=STUBS)
    settled(page)
    assert page.evaluate("sounds") == 0

    page.locator("#bell-button").click()

    expect(page.locator("#bell")).to_have_attribute("data-sound", "on")
    expect(page.locator("#bell-button")).to_be_focused()
    assert page.evaluate("sounds") == 2
    assert AgentSettings.objects.get(agent=agent).sound


def test_the_icon_has_a_dot_while_somebody_waits(visit, agent, home, market, begins):
    page = visit(agent, path="/")
    icon = page.locator('link[rel="icon"]')
    expect(icon).to_have_attribute("href", re.compile(r"favicon[^-]*\.svg$"))
    begins(310001)

    page.reload()

    expect(icon).to_have_attribute("href", re.compile("favicon-waiting"))


def test_beside_a_chat_the_title_counts_those_that_wait(visit, agent, home, market, begins):
    begins(310001)
    begins(310002)

    page = visit(agent, path="/chats/1001/310001/")

    expect(page).to_have_title(re.compile(r"^\(2\) .*"))
