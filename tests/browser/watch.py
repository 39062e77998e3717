"""Looks over the shoulder of every page of every browser test: what no page of the desk may do, whatever the test."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, expect

# Runs before anything of the page. The policy for content does not bind it.
TRIPWIRE = """{
const caught = (how) => console.error(`script from data ran: ${how}`);
Object.defineProperty(window, "__xss", { configurable: true, set: caught });
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
}"""
# Chromium and htmx report failed requests on the console; tests of failing servers bring them about.
NETWORK = ("Failed to load resource", "Response Status Error Code", "htmx:send", "htmx:timeout", "htmx:afterRequest")

KEPT = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
OF_THE_BELL = re.compile(r"notices-\d+(-focus)?")  # which chats were told of, by number
# How Django's admin looks; nothing of what it shows.
OF_THE_ADMIN = {"theme", "django.admin.navSidebarIsOpen", "django.admin.filtersState"}


class Watch:
    """Collects what went wrong in a context, and its requests for tests that count."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.context = context
        self.host = host
        self.hosts = {host}  # a test may add where pictures come from
        self.troubles: list[str] = []
        self.requests: list[Request] = []
        context.add_init_script(TRIPWIRE)
        context.on("console", self._console)
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("weberror", lambda error: self.troubles.append(f"script failed: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NETWORK):
            self.troubles.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        self.requests.append(request)
        address = urlsplit(request.url)
        if address.scheme not in {"blob", "data", "about"} and address.netloc not in self.hosts:
            self.troubles.append(f"request to another host: {request.url}")

    def check(self) -> None:
        for page in self.context.pages:
            kept = set(page.evaluate(KEPT)) if page.url.startswith(f"http://{self.host}") else set()
            kept = {name for name in kept if not OF_THE_BELL.fullmatch(name)}
            if kept - OF_THE_ADMIN:
                self.troubles.append(f"kept in the browser: {kept}")
        assert not self.troubles, "\n".join(self.troubles)


def polls(watch: Watch) -> list[Request]:
    """The requests of the pulse so far."""
    return [request for request in watch.requests if "?v=" in request.url]


def settled(page: Page) -> None:
    """All requests that were to start by now have started (those of a page leave in their order) and are over."""
    page.evaluate("() => fetch('/healthz')")
    expect(page.locator(".htmx-request")).to_have_count(0)


Visit = Callable[..., Page]


def tick(page: Page, milliseconds: int = 7_000) -> int:
    """Lets the pulse beat once and gives the status of the desk's answer, which has been worked in by then."""
    with page.expect_response(re.compile(r"\?v=")) as answer:
        page.clock.fast_forward(milliseconds)
    status = answer.value.status
    answer.value.finished()
    settled(page)
    return status
