import re

import pytest
from playwright.sync_api import Page, expect

from chats.models import AgentSettings

ADDRESS = "/chats/1001/310001/"
COPIED = "() => window.copied"
# A clipboard that keeps what it is given where the test can see it.
CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } });
"""
NO_CLIPBOARD = """
Object.defineProperty(Navigator.prototype, "clipboard", { get: () => undefined });
document.addEventListener("copy", (event) => { window.copied = getSelection().toString()
  || document.activeElement.value; }, true);
"""
NOTHING_COPIES = NO_CLIPBOARD + "document.execCommand = () => false;"


@pytest.fixture
def chat(seen):
    seen(310001, context_type="RETURN", order_id=54810000106, return_id=6620106, customer_public_id="ivan")


def press(page: Page, code: str, key: str, **modifiers: bool) -> None:
    """A key of another layout: its place on the keyboard and what it types there."""
    page.evaluate(
        """([code, key, modifiers]) => document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true, ...modifiers }))""",
        [code, key, modifiers],
    )


def test_the_start_page_has_the_focus_in_the_field(visit, agent, home):
    expect(visit(agent, path="/").locator("#q")).to_be_focused()


def test_other_pages_leave_the_focus_alone(visit, agent, chat):
    page = visit(agent, path=ADDRESS)

    assert page.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize(
    ("code", "key", "modifiers"),
    [
        ("Slash", "/", {}),
        ("Slash", ".", {}),  # the same key on a Russian layout
    ],
)
def test_a_key_brings_the_field_whatever_the_layout(visit, agent, chat, code, key, modifiers):
    page = visit(agent, path=ADDRESS)

    press(page, code, key, **modifiers)

    expect(page.locator("#q")).to_be_focused()


def test_keys_typed_into_the_field_are_text(visit, agent, chat):
    page = visit(agent, path=ADDRESS)
    page.locator("#q").focus()

    page.keyboard.type("/u?co")

    expect(page.locator("#q")).to_have_value("/u?co")
    expect(page.locator("#keys")).to_be_hidden()


@pytest.mark.parametrize("modifiers", [{"isComposing": True}, {"ctrlKey": True}, {"altKey": True}, {"metaKey": True}])
def test_keys_of_an_input_method_or_of_the_browser_do_nothing(visit, agent, chat, modifiers):
    page = visit(agent, path=ADDRESS)

    press(page, "Slash", "/", **modifiers)

    assert page.evaluate("document.activeElement === document.body")


def test_single_keys_can_be_switched_off_and_those_with_ctrl_stay(visit, agent, chat):
    AgentSettings.objects.create(agent=agent, single_keys=False)
    page = visit(agent, path=ADDRESS)

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("Control+k")

    expect(page.locator("#palette-find")).to_be_focused()


def test_the_sheet_of_keys_opens_closes_and_gives_the_focus_back(visit, agent, chat):
    page = visit(agent, path=ADDRESS)
    page.locator("#refresh").focus()

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("u")
    page.keyboard.press("Escape")

    expect(page.locator("#keys")).to_be_hidden()
    expect(page.locator("#refresh")).to_be_focused()


def test_u_refreshes(visit, agent, chat, market):
    page = visit(agent, path=ADDRESS)

    with page.expect_response(re.compile("refresh/")):
        page.keyboard.press("u")


@pytest.mark.parametrize(
    ("keys", "copied"),
    [
        (("KeyC", "KeyC"), "310001"),
        (("KeyC", "KeyO"), "54810000106"),
        (("KeyC", "KeyR"), "6620106"),
        (("KeyC", "KeyB"), "https://market.yandex.ru/user/ivan/reviews"),
    ],
)
def test_two_keys_copy_a_number(visit, agent, chat, keys, copied):
    page = visit(agent, script=CLIPBOARD, path=ADDRESS)

    for code in keys:
        press(page, code, "с")

    expect(page.locator("#live-status")).to_have_text("Copied")
    assert page.evaluate(COPIED) == copied


@pytest.mark.parametrize("script", [CLIPBOARD, NO_CLIPBOARD], ids=["clipboard", "without"])
def test_a_click_copies_a_number_and_shows_that_it_did(visit, agent, chat, script):
    page = visit(agent, script=script, path=ADDRESS, clock=True)
    button = page.locator("#copy-order")

    button.click()

    expect(page.locator("#live-status")).to_have_text("Copied")
    expect(button).to_have_class(re.compile("done"))
    expect(button).to_be_focused()
    assert page.evaluate(COPIED) == "54810000106"
    page.clock.fast_forward(2_500)
    expect(button).not_to_have_class(re.compile("done"))


def test_where_nothing_can_copy_the_number_is_marked(visit, agent, chat):
    page = visit(agent, script=NOTHING_COPIES, path=ADDRESS)

    page.locator("#copy-order").click()

    expect(page.locator("#live-status")).to_contain_text("Ctrl C")
    assert page.evaluate("getSelection().toString().trim()") == "54810000106"


RING = """() => {
  const at = document.activeElement;
  if (at === document.body) return "";  // between the end of the page and its start
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return ring && top && (at.contains(top) || top.contains(at)) ? "" : at.outerHTML;
}"""


def tab_to(page: Page, selector: str) -> None:
    """Tabs until the focus is there; every stop on the way has a visible ring."""
    target = page.locator(selector).first
    for _ in range(60):
        if target.evaluate("(target) => target === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(RING) == ""
    pytest.fail(f"Tab never came to {selector}")


def test_the_whole_job_is_done_with_the_keyboard_alone(visit, agent, home, market):
    """B6."""
    page = visit(script=CLIPBOARD, path="/")
    tab_to(page, "#id_username")
    page.keyboard.type("agent")
    tab_to(page, "#id_password")
    page.keyboard.type("a long enough password")
    page.keyboard.press("Enter")

    expect(page.locator("#q")).to_be_focused()
    assert page.evaluate(RING) == ""
    page.keyboard.type("54810000102")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chats/1001/310002/")

    tab_to(page, "#copy-order")
    page.keyboard.press("Enter")
    expect(page.locator("#live-status")).to_have_text("Copied")

    tab_to(page, "#refresh")
    with page.expect_response(re.compile("refresh/")):
        page.keyboard.press("Enter")
    expect(page.locator("#refresh")).to_be_focused()

    tab_to(page, ".bar .menu summary")
    page.keyboard.press("Enter")
    tab_to(page, ".menu-list a[href='/settings/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/")

    tab_to(page, "#id_single_keys")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("saved")

    tab_to(page, ".bar .menu summary")
    page.keyboard.press("Enter")
    tab_to(page, ".menu-list form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/login/")
