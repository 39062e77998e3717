"""Buyers' pictures: previews, the viewer, and what stands where a picture does not come."""

import pytest
from playwright.sync_api import Page, expect

from chats.sandbox.protocol.call import FILES_PATH
from tests.browser.test_accessible import barriers
from tests.conversation_fixture import message

ADDRESS = "/chats/1001/310001/"
LOADED = "(images) => images.every((one) => one.complete && one.naturalWidth)"
BOXES = "(links) => links.map((one) => [one.offsetWidth, one.offsetHeight])"


@pytest.fixture
def opened(visit, agent, talk, market, settings):
    """A chat with pictures in three messages, one of which does not come."""
    settings.PICTURE_HOSTS = [market.url]
    settings.SECURE_CSP = {**settings.SECURE_CSP, "img-src": ["'self'", market.url]}
    chat = talk(0, order_id=None, context_type="DIRECT")
    for number, names in enumerate((("1.jpg", "2.png"), ("gone.jpg",), ("<b>4</b>.webp",)), start=1):
        below = "/gone" if "gone.jpg" in names else FILES_PATH
        files = [{"name": name, "url": f"{market.url}{below}/{name.strip('<b>')[0]}", "size": 1000} for name in names]
        message(chat, number, text="", files=files)

    def open_page(**options) -> Page:
        page = visit(agent, **options)
        page.watch.hosts.add(market.url.removeprefix("http://"))
        page.goto(ADDRESS)
        return page

    return open_page


def shown(page: Page) -> tuple[str, str]:
    return page.locator(".viewer-name").inner_text(), page.locator(".viewer-place").inner_text()


def test_previews_have_one_size_whether_they_come_or_not(opened):
    page = opened()

    expect(page.locator("[data-picture][data-failed]")).to_have_count(1)
    page.wait_for_function(f"() => ({LOADED})([...document.querySelectorAll('.picture :not([data-failed]) > img')])")

    assert page.locator("[data-picture]").evaluate_all(BOXES) == [[96, 96]] * 4
    expect(page.locator("[data-picture][data-failed] bdi")).to_have_text("gone.jpg")
    expect(page.locator("[data-picture][data-failed] .icon")).to_be_visible()
    expect(page.locator("#m1 .picture bdi").first).not_to_be_in_viewport(ratio=0.9)


def test_the_viewer_walks_through_the_pictures_by_keyboard_alone(opened):
    page = opened()
    expect(page.locator("[data-picture][data-failed]")).to_have_count(1)

    page.locator("#m1 [data-picture]").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".viewer")).to_be_visible()
    assert shown(page) == ("2.png", "2 of 3")
    page.wait_for_function("document.querySelector('.viewer-picture').naturalWidth > 0")
    page.keyboard.press("ArrowRight")  # past the one that did not come
    assert shown(page) == ("<b>4</b>.webp", "3 of 3")
    page.keyboard.press("ArrowRight")
    assert shown(page) == ("<b>4</b>.webp", "3 of 3")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert shown(page) == ("1.jpg", "1 of 3")
    expect(page.locator("[data-step='-1']")).to_be_disabled()
    assert page.locator(".viewer-tab").get_attribute("href").endswith("/1")

    page.keyboard.press("Escape")
    expect(page.locator(".viewer")).to_be_hidden()
    expect(page.locator("#m1 [data-picture]").first).to_be_focused()


def test_a_press_beside_the_picture_closes_and_the_buttons_walk(opened):
    page = opened()
    page.locator("#m1 [data-picture]").first.click()

    page.locator("[data-step='1']").click()
    assert shown(page)[0] == "2.png"
    page.mouse.click(5, 450)

    expect(page.locator(".viewer")).to_be_hidden()


def test_with_control_the_picture_opens_in_a_tab(opened, market):
    page = opened()

    with page.context.expect_page() as tab:
        page.locator("#m1 [data-picture]").first.click(modifiers=["ControlOrMeta"])

    expect(page.locator(".viewer")).to_be_hidden()
    tab.value.close()


def test_without_scripts_a_preview_is_a_link_into_a_new_tab(opened):
    page = opened(java_script_enabled=False)

    with page.context.expect_page() as tab:
        page.locator("#m1 [data-picture]").first.click()

    assert tab.value.url.endswith(f"{FILES_PATH}/1")
    tab.value.close()


def test_axe_finds_nothing_at_the_previews_and_in_the_viewer(opened):
    page = opened(reduced_motion="reduce")
    expect(page.locator("[data-picture][data-failed]")).to_have_count(1)

    found = barriers(page)
    page.locator("#m3 [data-picture]").click()
    found += barriers(page)

    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390, 768, 1440, 1920])
def test_the_viewer_fits_every_screen(opened, width):
    page = opened(viewport={"width": width, "height": 700})
    page.locator("#m1 [data-picture]").first.click()
    page.wait_for_function("document.querySelector('.viewer-picture').naturalWidth > 0")

    for part in (".viewer-picture", ".viewer-tab", "[data-close-viewer]", "[data-step='1']"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
