"""O6: the desk below a path, in a browser, behind a proxy that has other applications beside it."""

import os
import signal
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.proxy_fixture import proxy
from tests.serve_fixture import free_ports, manage

NAME, PASSWORD = "admin", "admin-of-the-sandbox"


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    """The proxy before a demo at /desk."""
    folder = tmp_path_factory.mktemp("below")
    port = free_ports()
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "TOKEN_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
        "DEMO": "on",
        "DEMO_BUSY": "0",
        "DEMO_COLLEAGUE": "off",
        "BASE_PATH": "/desk",
        "PORT": str(port),
        "WEB_PROCESSES": "1",
    }
    with ExitStack() as stack:
        demo = stack.enter_context(manage("demo", environment, patience=600))
        demo.until(f"The desk is at http://127.0.0.1:{port}/desk/")
        yield stack.enter_context(proxy(port, below="/desk"))
        os.killpg(demo.process.pid, signal.SIGINT)


@pytest.fixture
def page(chromium, front):
    context = chromium.new_context(base_url=f"http://127.0.0.1:{front.port}", locale="en-GB")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.failures = []
    # 409: a buyer of the demo may have written just before the reply, which then asks once more.
    page.on(
        "response", lambda answer: answer.status >= 400 and answer.status != 409 and page.failures.append(answer.url)
    )
    page.on("pageerror", lambda error: page.failures.append(str(error)))
    page.on("console", lambda said: "policy" in said.text.lower() and page.failures.append(said.text))
    front.outside.clear()
    yield page
    context.close()


def sign_in(page, then="/desk/"):
    page.goto(then)
    page.fill("input[name=username]", NAME)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"**{then}")


def test_o6_a_day_below_a_path_never_leaves_it(page, front):
    sign_in(page, "/desk/settings/")

    # A lookup leads to the chat, which refreshes itself, takes a draft and sends a reply.
    page.fill("#q", "54810000102")
    page.press("#q", "Enter")
    page.wait_for_url("**/desk/chats/*/*/")
    with page.expect_response("**/desk/chats/*/*/draft/"):
        page.locator("#reply-text").press_sequentially("Below a path")
    with page.expect_response(lambda answer: "hx-target" in answer.request.headers and "?" in answer.url):
        pass  # the pulse
    with page.expect_response("**/desk/chats/*/*/refresh/"):
        page.click("#refresh")
    with page.expect_response("**/desk/chats/*/*/reply/"):
        page.locator("#reply-text").press("Control+Enter")
    expect(page.locator("#conversation, main").first).to_contain_text("Below a path")
    chat = urlsplit(page.url).path
    page.reload()
    expect(page.locator("main").first).to_contain_text("Below a path")

    # The pages around it.
    for path in (
        "/desk/answers/",
        "/desk/answers/new/",
        "/desk/settings/",
        "/desk/admin/",
        "/desk/admin/chats/seller/",
    ):
        page.goto(path)
        for address in page.eval_on_selector_all("a[href]", "all => all.map((one) => one.href)"):
            assert urlsplit(address).path.startswith("/desk/") or urlsplit(address).netloc != f"127.0.0.1:{front.port}"
    page.goto("/desk/admin/")
    page.click("#user-tools a[href]:not([href*=password])")
    page.wait_for_url("**/desk/")

    # Signing out and in again, back to where one was.
    page.evaluate("document.querySelector('form[action=\"/desk/logout/\"]').submit()")
    page.wait_for_url("**/desk/login/")
    page.click("button[name=language][value=ru]")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.goto(chat)
    page.wait_for_url("**/desk/login/?next=/desk/chats/**")

    assert front.outside == []
    assert page.failures == []
    assert {cookie["path"] for cookie in page.context.cookies()} == {"/desk/"}
    assert {cookie["name"] for cookie in page.context.cookies()} >= {"csrf-desk", "language-desk"}


def test_o6_a_session_that_ends_below_a_path_leads_to_its_own_sign_in(page, front):
    sign_in(page)
    page.fill("#q", "54810000102")
    page.press("#q", "Enter")
    page.wait_for_url("**/desk/chats/*/*/")

    page.context.clear_cookies()
    page.goto("/desk/")

    assert urlsplit(page.url).path == "/desk/login/"
    page.goto("/desk/nothing-is-here/")
    page.click("a.button")
    assert urlsplit(page.url).path == "/desk/login/"
    assert front.outside == []
