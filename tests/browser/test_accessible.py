"""Every page in every state: axe-core (WCAG 2.2 AA) in both themes, wide and narrow; every width in every language.

The policy for content is in force, so the watch makes this the walk of S7 as well.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from chats.models import AgentSettings
from tests.browser.states import STATES

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
# Colours are measured once Django's admin has faded from one theme to the other.
RUN = """async (rules) => {
  await Promise.all(document.getAnimations().map((one) => one.finished));
  const found = await axe.run(document, { resultTypes: ["violations"], ...(rules && { runOnly: rules }) });
  return found.violations.flatMap((one) => one.nodes.map((node) =>
    `${one.id}: ${node.html.slice(0, 200)} ${node.any.map((check) => check.message).join(" ")}`));
}"""
# The other rules see no colours: once in the light is enough.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
LOOKS = [("light", 1440, None), ("dark", 1440, OF_COLOUR), ("dark", 390, OF_COLOUR), ("light", 390, None)]
WIDTHS = [320, 390, 768, 1024, 1440, 1920]
SIDEWAYS = """() => {
  const wide = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const out = (node) => node.getBoundingClientRect().right > root.clientWidth + 1;
    wide.push(...[...document.querySelectorAll("body *")].filter(out).slice(0, 5));
  }
  if (!document.querySelector("#site-name")) {  // Django's admin scrolls its wide tables by themselves
    const scrolls = (node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 1
      && ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
    wide.push(...[...document.querySelectorAll("body, body *")].filter(scrolls));
    const cut = (node) => node.scrollWidth > node.clientWidth + 1 && !node.hasAttribute("data-unknown");
    wide.push(...[...document.querySelectorAll(".badge, .tag, button, .button, h1:not([title], .sr)")].filter(cut));
  }
  return wide.map((node) => node.outerHTML.slice(0, 160));
}"""
# A reload brings these to another state than the one they are about.
SAME_PAGE_AGAIN = {"login-error", "settings-error", "refused", "choices-in-the-bar", "menu-open", "keys", "trouble"}
SAME_PAGE_AGAIN |= {
    "admin-seller-error",
    "reply-refused",
    "reply-unknown",
    "reply-held",
    "reply-too-long",
    "reply-file",
}
SAME_PAGE_AGAIN |= {"answers-open", "start-chat", "inbox-offline", "chat-snooze-menu"}
SAME_PAGE_AGAIN |= {"chat-hand-over", "chat-overtaken", "inbox-picked", "inbox-picked-menu", "inbox-picked-said"}
LANGUAGES = ["ru", "zh-hans"]


def sideways(page: Page, about: str) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{about}, {width} px: {one}" for one in page.evaluate(SIDEWAYS)]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (640, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{about}, {width} px, large text: {one}" for one in page.evaluate(SIDEWAYS)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def barriers(page: Page) -> list[str]:
    reports = list(page.watch.troubles)
    page.evaluate(AXE)
    found = []
    for theme, width, rules in LOOKS:
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{theme}, {width} px: {one}" for one in page.evaluate(RUN, rules)]
    page.watch.troubles[:] = reports  # axe tries styles of its own, which the policy forbids
    return found


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_or_is_cut_off(visit, world, person_of, state):
    """B6, S7."""
    person = person_of(state)
    page = visit(person, reduced_motion="reduce")
    state.come(world, page)

    found = sideways(page, "English") + barriers(page)
    for language in LANGUAGES if person and state.name not in SAME_PAGE_AGAIN else []:
        AgentSettings.objects.update_or_create(agent=person, defaults={"language": language})
        page.reload()
        found += sideways(page, language)

    assert not found, "\n".join(found)
