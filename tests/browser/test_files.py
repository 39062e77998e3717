import re

import pytest
from playwright.sync_api import expect

from tests.browser.composer import PICTURE, PIXEL, sent

PASTE = """([name, type, size, pixel]) => {
  const held = new DataTransfer();
  const picture = Uint8Array.from(atob(pixel), (letter) => letter.charCodeAt(0));
  held.items.add(new File([size === null ? picture : new Uint8Array(size)], name, { type }));
  const event = new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true });
  document.querySelector("#reply-text").dispatchEvent(event);
}"""


def test_a_picture_from_the_clipboard_is_looked_at_and_sent(page, market):
    page.evaluate(PASTE, ["снимок.png", "image/png", None, PIXEL])

    expect(page.locator("#file-preview img")).to_have_attribute("src", re.compile("^blob:"))
    expect(page.locator("#file-name")).to_contain_text("снимок.png")
    expect(page.locator("#send-file")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#file-outcome")).to_have_attribute("data-outcome", "sent")
    expect(page.locator(".files bdi").last).to_have_text("снимок.png")
    expect(page.locator("#file-preview img")).to_have_count(0)
    assert sent(market) == ["sendFileToChat"]


@pytest.mark.parametrize(("size", "words"), [(5 * 1024 * 1024 + 1, "5 MB"), (0, "empty")])
def test_s9_a_file_of_no_use_does_not_leave_the_browser(page, size, words):
    """S9."""
    page.evaluate(PASTE, ["a.png", "image/png", size, PIXEL])

    expect(page.locator("#file-error")).to_contain_text(words)
    expect(page.locator("#send-file")).to_be_hidden()
    assert not [one for one in page.watch.requests if one.url.endswith("/file/")]


def test_a_file_that_was_chosen_can_be_left_out(page):
    page.set_input_files("#file", PICTURE)
    expect(page.locator("#send-file")).to_be_visible()

    page.locator("#drop-file").click()

    expect(page.locator("#send-file")).to_be_hidden()
    expect(page.locator("#choose-file")).to_be_focused()
