"""A real Chromium over a live desk whose Market is the sandbox. One browser for the run, one context for a visit."""

import os
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.templatetags.static import static
from django.test import Client, override_settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from chats.models import Chat, SameSubject, Seller
from chats.sandbox import Sandbox
from chats.static_files import BUNDLES, joined
from chats.templatetags import desk
from tests.browser import (  # noqa: F401  (they add their states to the others)
    admin_states,
    assign_states,
    background_states,
    board_states,
    conversation_states,
    inbox_states,
    note_states,
    report_states,
    team_states,
    view_states,
)
from tests.browser.beside import chats, first  # noqa: F401  (fixtures)
from tests.browser.composer import opened
from tests.browser.states import State
from tests.browser.watch import Visit, Watch, tick
from tests.browser.world import World
from tests.conversation_fixture import as_read

# Playwright's loop lives in the thread of the tests, which ask the database too.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

EXECUTABLE = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What a page asks of another host fails here, and is reported by the watch.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
PATIENCE = 10_000  # milliseconds


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield browser
        browser.close()


class Quiet:
    """Knows how many requests the desk still works on: none of them may outlive its test's database."""

    def __init__(self) -> None:
        self.running = 0
        self.changed = threading.Condition()
        request_started.connect(self.started)
        request_finished.connect(self.finished)

    def started(self, **_: object) -> None:
        with self.changed:
            self.running += 1

    def finished(self, **_: object) -> None:
        with self.changed:
            self.running -= 1
            self.changed.notify_all()

    def wait(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: not self.running, timeout=20), "a request never ended"


@pytest.fixture(scope="session", autouse=True)
def joined_static_files(tmp_path_factory) -> Iterator[None]:
    """Each page loads the scripts and the styles as one file each, as where static files were collected: a page of
    twenty-four files took longer to serve than to test."""
    folder = tmp_path_factory.mktemp("static")
    for bundle in BUNDLES:
        (folder / bundle).parent.mkdir(exist_ok=True)
        (folder / bundle).write_text(joined(bundle), encoding="utf-8")
    everywhere = [*settings.STATICFILES_DIRS, folder]
    with override_settings(STATICFILES_DIRS=everywhere), pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "_addresses", lambda bundle: [static(bundle)])
        yield


@pytest.fixture(scope="session")
def quiet() -> Quiet:
    return Quiet()


@pytest.fixture
def visit(transactional_db, chromium: Browser, live_server, quiet: Quiet) -> Iterator[Visit]:
    """Opens a browser for a person: visit(agent, path="/", color_scheme="dark", …) gives the page.

    When the test is over, each visit is checked for what no page may do; `page.watch` has its requests.
    """
    contexts: list[tuple[BrowserContext, Watch]] = []

    def open_page(
        person: User | None = None, *, path: str = "", clock: bool = False, script: str = "", **options
    ) -> Page:
        options = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options}
        context = chromium.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        watch = Watch(context, live_server.url.removeprefix("http://"))
        contexts.append((context, watch))
        if person:
            context.add_cookies([session_of(person, live_server.url)])
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.watch = watch
        if clock:
            page.clock.install()
        if path:
            page.goto(path)
        return page

    yield open_page
    try:
        for _, watch in contexts:
            watch.check()
    finally:
        for context, _ in contexts:
            context.close()
        quiet.wait()


def session_of(person: User, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(person, backend="chats.backends.AgentBackend")
    return {"name": "session", "value": client.cookies["session"].value, "url": url}


@pytest.fixture
def seen(home: Seller, known_chat) -> Callable[..., Chat]:
    """A chat that the desk saw a minute ago and need not ask for yet, nor for its messages: seen(310001, …)."""

    def make(chat_id: int = 310001, seller: Seller | None = None, **details) -> Chat:
        now = timezone.now().replace(microsecond=0)
        times = {
            "created_at": now - timedelta(hours=2),
            "updated_at": now - timedelta(minutes=12),
            "seen_at": now - timedelta(minutes=1),
            "due_at": now + timedelta(hours=1),
        }
        chat = known_chat(seller or home, chat_id, **{**times, **details})
        as_read(chat)
        return chat

    return make


@pytest.fixture
def due() -> Callable[[], None]:
    """Makes every sighting old enough for an open page to ask Market."""

    def make() -> None:
        Chat.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    return make


@pytest.fixture
def world(home: Seller, tech: Seller, agent: User, market: Sandbox) -> World:
    return World(home=home, tech=tech, agent=agent, market=market)


@pytest.fixture
def person_of(request) -> Callable[[State], User | None]:
    return lambda state: state.who and request.getfixturevalue(state.who)


@pytest.fixture
def page(visit, agent, home, market) -> Page:
    """A chat of the sandbox, opened and read."""
    return opened(visit, agent)


@pytest.fixture
def open_chat(visit, agent, seen, market):
    """Opens the page of a chat and waits for its first poll: open_chat(status="NEW", …). Market was asked a moment ago
    which other chats there are about its order: the answer would bring a newer sighting of this one too."""

    def open_page(*, asks: bool = True, **details) -> Page:
        seen(310001, **{"status": "NEW", "order_id": 54810000101, "campaign_id": 48211002, **details})
        SameSubject.objects.create(chat=Chat.objects.get(), due_at=timezone.now() + timedelta(hours=1))
        page = visit(agent, path="/chats/1001/310001/", clock=True)
        if asks:
            tick(page, 1_000)
        return page

    return open_page
