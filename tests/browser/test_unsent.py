"""F48: a press of "Send" that the desk does not answer is said beside the composer, as far as it is certain."""

import pytest
from playwright.sync_api import expect

from tests.browser.composer import FIELD, TEXT, sent

NOT_SENT = "Not sent: no connection"
UNCLEAR = "it may have been sent or not"


@pytest.mark.parametrize("broken", ["offline", "refused"])
def test_f48_without_a_connection_it_says_so_until_it_is_sent(page, market, broken):
    if broken == "offline":
        page.context.set_offline(True)
    else:
        page.route("**/reply/", lambda route: route.abort("connectionrefused"))
    page.locator(FIELD).fill(TEXT)

    for _ in range(2):  # the second time the strip above the page is there already
        page.locator("#send").click()
        expect(page.locator("#reply-error")).to_contain_text(NOT_SENT)
        expect(page.locator(FIELD)).to_have_value(TEXT)

    page.context.set_offline(False)
    page.unroute_all()
    page.locator("#refresh").click()
    expect(page.locator("#live-alert")).to_be_empty()
    expect(page.locator("#reply-error")).to_contain_text(NOT_SENT)
    assert sent(market) == []
    page.locator("#send").click()
    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    expect(page.locator("#reply-error")).to_be_empty()
    assert sent(market) == ["sendMessageToChat"]


def test_f48_a_change_of_the_text_takes_the_words_away(page):
    page.route("**/reply/", lambda route: route.abort("connectionrefused"))
    page.locator(FIELD).fill(TEXT)
    page.locator("#send").click()
    expect(page.locator("#reply-error")).to_contain_text(NOT_SENT)

    page.locator(FIELD).press_sequentially("!")

    expect(page.locator("#reply-error")).to_be_empty()


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_f48_an_error_of_the_desk_is_never_called_not_sent_and_a_second_press_sends_once(page, market, status):
    def sent_but_the_answer_is_lost(route) -> None:
        route.fetch()
        route.fulfill(status=status, body="")

    page.route("**/reply/", sent_but_the_answer_is_lost, times=1)
    page.locator(FIELD).fill(TEXT)

    page.locator("#send").click()
    expect(page.locator("#reply-error")).to_contain_text(UNCLEAR)
    page.locator("#send").click()

    expect(page.locator("#reply-outcome")).to_have_attribute("data-outcome", "sent")
    assert sent(market) == ["sendMessageToChat"]
