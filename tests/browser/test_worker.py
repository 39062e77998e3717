"""The notice that no background worker is alive, on pages that are open."""

import pytest
from playwright.sync_api import expect

from chats.services import workers


def asked(page) -> list[str]:
    return [request.url for request in page.watch.requests if "/worker/" in request.url]


def within_a_minute(page, true) -> None:
    """Lets time go by for the page until then. A beat is left out while a request of the beat before is running."""
    for _ in range(3):
        page.clock.fast_forward(19_000)
        for _ in range(10):
            page.wait_for_timeout(100)
            if true():
                return


@pytest.mark.parametrize("path", ["/", "/settings/", "/chats/1001/310001/"])
def test_it_comes_and_goes_without_a_reload_and_is_read_aloud(visit, agent, seen, market, monkeypatch, path):
    seen(310001)
    page = visit(agent, path=path, clock=True)
    notice = page.get_by_role("status").locator(".notice")
    expect(notice).to_have_count(0)

    monkeypatch.setattr(workers, "any_alive", lambda *, now: False)
    within_a_minute(page, lambda: notice.count() == 1)
    expect(notice).to_contain_text("Tell an administrator.")

    monkeypatch.setattr(workers, "any_alive", lambda *, now: True)
    within_a_minute(page, lambda: notice.count() == 0)
    expect(notice).to_have_count(0)


def test_a_page_that_has_just_come_does_not_ask(visit, agent, home, market):
    page = visit(agent, path="/", clock=True)

    page.clock.fast_forward(10_000)
    expect(page.locator("#q")).to_be_visible()
    few = len(asked(page))
    within_a_minute(page, lambda: bool(asked(page)))

    assert (few, 1 <= len(asked(page)) <= 5) == (0, True)


def test_what_is_typed_stays_while_the_notice_comes(visit, agent, home, market, monkeypatch):
    page = visit(agent, path="/answers/new/", clock=True)
    page.locator("#id_text").fill("Здравствуйте!")
    monkeypatch.setattr(workers, "any_alive", lambda *, now: False)

    page.clock.fast_forward(19_000)

    expect(page.locator("#worker .notice")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("Здравствуйте!")
    expect(page.locator("#id_text")).to_be_focused()
