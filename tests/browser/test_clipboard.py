"""W1: what file managers and office programs put on the clipboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.clipboard import drop, paste
from tests.browser.composer import FIELD

PICTURE = ("image.png", "image/png", None)
HTML, RTF = {"text/html": "<table><td>1"}, {"text/rtf": r"{\rtf1 1}"}
LIST = "file:///home/anna/%D0%BD%D0%B0%D0%BA%D0%BB%D0%B0%D0%B4%D0%BD%D0%B0%D1%8F.pdf"


@pytest.mark.parametrize("into", [FIELD, "#q", "#history"])
@pytest.mark.parametrize(
    ("files", "texts"),
    [
        ([("накладная.pdf", "application/pdf", 10)], {"text/plain": "накладная.pdf"}),  # macOS
        ([("накладная.pdf", "application/pdf", 10)], {"text/plain": "/Users/anna/накладная.pdf", **HTML}),
        ([("накладная.pdf", "application/pdf", 10)], {"text/uri-list": LIST, "text/plain": LIST}),  # Linux
        ([("накладная.pdf", "application/pdf", 10)], {}),  # Windows
        ([PICTURE], {"text/html": "<img src=x>"}),  # a picture copied from a page
        ([PICTURE], {}),
    ],
)
def test_w1_a_file_that_was_copied_is_taken_and_its_name_is_not(page, files, texts, into):
    went_on = paste(page, files=files, texts=texts, into=into)

    expect(page.locator(".chip-name")).to_have_text(files[0][0])
    assert went_on is False
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator("#q")).to_have_value("")


@pytest.mark.parametrize(
    "texts",
    [{"text/plain": "Цена 1990", **HTML, **RTF}, {"text/plain": "1\t2", **HTML}, {"text/plain": "1", **RTF}],
    ids=["Word", "Excel", "another"],
)
def test_w1_what_word_and_excel_copy_stays_text(page, texts):
    went_on = paste(page, files=[PICTURE], texts=texts)

    assert went_on is True
    expect(page.locator(".chip")).to_have_count(0)


@pytest.mark.parametrize("into", [FIELD, "#q"])
@pytest.mark.parametrize(
    "texts",
    [
        {"text/uri-list": LIST, "text/plain": LIST},
        {"text/uri-list": f"# copied\r\n{LIST}\r\n{LIST}\r\n"},
        {"text/plain": f"copy\n{LIST}", "x-special/gnome-copied-files": f"copy\n{LIST}"},
    ],
)
def test_w1_a_mere_address_of_a_file_is_said_to_be_none_and_not_pasted(page, texts, into):
    went_on = paste(page, texts=texts, into=into)

    expect(page.locator("#file-error")).to_contain_text("address")
    assert went_on is False
    expect(page.locator(FIELD)).to_have_value("")


def test_w1_an_address_that_is_dropped_is_not_opened(page):
    assert drop(page, texts={"text/uri-list": LIST}) is False
    expect(page.locator("#file-error")).to_contain_text("address")


def test_w1_plain_text_and_links_are_pasted_as_ever(page):
    assert paste(page, texts={"text/plain": "file me", "text/html": "file me"}) is True
    assert paste(page, texts={"text/plain": "https://market.yandex.ru", "text/uri-list": "https://market.yandex.ru"})
    expect(page.locator("#file-error")).to_be_empty()
