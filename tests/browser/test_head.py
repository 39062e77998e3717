"""The head of a chat and the column beside it: on phones, on paper, in forced colours, and while the order loads."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

PHONES = [{"width": 390, "height": 844}, {"width": 320, "height": 640}]
SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
RETURN = {"context_type": "RETURN", "order_id": 54810000106, "return_id": 6620106, "campaign_id": 48211002}
MUCH = {"status": "WAITING_FOR_ARBITER", "type": "ARBITRAGE", "customer_name": "Абдурахмангаджи " * 12}


@pytest.mark.parametrize("viewport", PHONES, ids=["390", "320"])
@pytest.mark.parametrize("details", [RETURN, MUCH], ids=["return", "dispute"])
def test_f32_on_a_phone_the_bar_is_one_line_and_the_head_two(visit, agent, seen, viewport, details):
    seen(310001, **details, seen_at=timezone.now())
    page = visit(agent, path="/chats/1001/310001/", has_touch=True, is_mobile=True, viewport=viewport)

    heights = [page.locator(part).bounding_box()["height"] for part in (".bar", ".chat-head")]

    assert heights[0] <= 56
    assert heights[1] <= 84
    sent = page.locator("#send").bounding_box()
    assert sent["y"] + sent["height"] <= viewport["height"]


def test_f32_on_a_phone_a_link_leads_down_to_the_return(visit, agent, seen, market):
    seen(310001, **RETURN)
    page = visit(agent, path="/chats/1001/310001/", viewport=PHONES[0])

    page.locator(".jump").click()

    expect(page.locator(".deadline")).to_be_in_viewport()
    assert page.url.endswith("#about")


def test_f28_a_long_name_gives_way_to_the_status(visit, agent, seen):
    seen(310001, **MUCH)
    page = visit(agent, path="/chats/1001/310001/", viewport={"width": 1024, "height": 800})

    cut = "(node) => node.scrollWidth > node.clientWidth"
    assert page.locator("h1").evaluate(cut)
    assert not any(word.evaluate(cut) for word in page.locator("#chat-status .word").all())
    assert page.locator(".chat-head").bounding_box()["height"] < 80


@pytest.mark.parametrize(
    "details",
    [{"order_id": 54810000102}, RETURN, {"context_type": "DIRECT", "order_id": None}],
    ids=["order", "return", "direct"],
)
@pytest.mark.parametrize("height", [900, 600])
def test_f36_nothing_jumps_when_the_order_comes(visit, agent, seen, market, details, height):
    market.latency = 0.3
    seen(310001, **details)
    page = visit(agent, path="/chats/1001/310001/", script=SHIFTS, viewport={"width": 1440, "height": height})
    expect(page.locator("#chat-order[hx-trigger=load]")).to_have_count(0)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    assert page.evaluate("window.shifts") <= 0.02


EDGE = "(node) => getComputedStyle(node).borderLeftColor !== getComputedStyle(document.body).backgroundColor"


@pytest.mark.parametrize(("type_", "shown"), [("CHAT", False), ("ARBITRAGE", True)])
def test_f34_in_forced_colours_only_a_dispute_has_an_edge(visit, agent, seen, type_, shown):
    seen(310001, type=type_)
    page = visit(agent, path="/chats/1001/310001/", forced_colors="active")

    assert page.locator(".chat-head").evaluate(EDGE) == shown
    page.goto("/lookup/?q=310001, 310002")
    assert page.locator("#lookup-result .row").first.evaluate(EDGE) == shown


def test_f34_in_forced_colours_a_copy_button_is_no_box(visit, agent, seen):
    seen(310001)
    page = visit(agent, path="/chats/1001/310001/", forced_colors="active")
    edge = "(node) => [getComputedStyle(node).borderTopColor, getComputedStyle(document.body).backgroundColor]"

    border, canvas = page.locator("#copy-chat").evaluate(edge)

    assert border == canvas


def test_f40_paper_has_the_times_themselves_and_what_is_folded(visit, agent, seen, market):
    seen(310001, **RETURN)
    page = visit(agent, path="/chats/1001/310001/")
    expect(page.locator("time[data-deadline]")).to_be_visible()

    page.emulate_media(media="print")

    for age in page.locator("time[data-age], time[data-deadline]").all():
        expect(age).to_be_hidden()
    expect(page.locator("#chat-facts dl")).to_be_visible()
    expect(page.locator(".foot .printed")).to_be_visible()


def test_f39_beside_a_chat_there_is_no_footer_and_the_menu_has_what_it_said(visit, agent, seen):
    seen(310001)
    page = visit(agent, path="/chats/1001/310001/")

    page.locator(".bar .menu summary").click()

    expect(page.locator(".foot")).to_be_hidden()
    expect(page.locator(".menu-note")).to_contain_text("Europe/Moscow")
    expect(page.locator(".menu-list [data-sheet]")).to_be_visible()


def test_f61_after_saving_the_focus_is_on_what_says_so(visit, agent):
    page = visit(agent, path="/settings/")

    page.locator(".form button.primary").click()

    said = page.locator(".messages [role=status]")
    expect(said).to_be_visible()
    expect(said).to_be_focused()


@pytest.mark.parametrize("width", [1440, 1024, 768])
def test_f12_the_rows_of_a_result_share_their_columns_and_their_height(visit, world, agent, width):
    page = visit(agent, viewport={"width": width, "height": 900})
    page.goto("/lookup/?q=310050, 310051, 54810000117&seller=1001")
    expect(page.locator("#lookup-result .row")).to_have_count(4)

    lefts = page.evaluate(
        "[...document.querySelectorAll('#lookup-result .row-line')].map((one) => one.getBoundingClientRect().left)"
    )
    heights = page.evaluate(
        "[...document.querySelectorAll('#lookup-result .row')].map((one) => one.getBoundingClientRect().height)"
    )

    assert max(lefts) - min(lefts) < 1
    assert max(heights) - min(heights) < 1.5
