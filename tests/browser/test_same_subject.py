from playwright.sync_api import expect


def test_f1_a_known_chat_opens_at_once_and_then_names_the_dispute_about_the_same_order(
    visit, agent, home, market, seen
):
    seen(310017, order_id=54810000117)
    page = visit(agent, path="/lookup/")

    page.keyboard.insert_text("54810000117")
    page.keyboard.press("Enter")

    page.wait_for_url("**/chats/1001/310017/")
    line = page.locator(".others-line[data-dispute]")
    expect(line.locator("a")).to_have_attribute("href", "/chats/1001/310018/")
    line.locator("a").click()
    page.wait_for_url("**/chats/1001/310018/")
