"""Makes the pictures in docs/screenshots, of the real pages over the sandbox at a fixed time: `make screenshots`.

`make screenshots EVERY=folder` makes those of the inbox in every state, size, theme and language, to be looked at.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import defaulttags
from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.market.token import Token
from chats.models import AgentSettings
from chats.sandbox import Sandbox
from chats.sandbox.content.cabinets import HOME, TECH
from chats.sandbox.operations import market_call
from chats.services import sellers
from tests.browser.states import STATES, State

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
MOST_BYTES = 260_000  # a page full of words
NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)


class Then(datetime):
    """A clock that stands."""

    @classmethod
    def now(cls, tz=None) -> datetime:
        return NOW.astimezone(tz)


@dataclass(frozen=True)
class Picture:
    name: str
    state: str
    theme: str = "light"
    size: tuple[int, int] = (1440, 900)
    language: str = "en"


NARROW = (390, 844)
PICTURES = [
    Picture("inbox", "inbox-chat"),
    Picture("inbox-dark", "inbox-chat", theme="dark"),
    Picture("inbox-narrow", "view-waiting", size=NARROW),
    Picture("inbox-ru", "inbox-chat", language="ru"),
    Picture("inbox-zh", "view-waiting", language="zh-hans"),
    Picture("start", "start"),
    Picture("chat-light", "order"),
    Picture("chat-dark", "order", theme="dark"),
    Picture("chat-narrow", "order", size=NARROW),
    Picture("chat-narrow-dark", "dispute", theme="dark", size=NARROW),
    Picture("dispute", "dispute"),
    Picture("return", "return"),
    Picture("direct", "direct"),
    Picture("choices", "choices"),
    Picture("not-found", "not-found"),
    Picture("stale", "stale"),
    Picture("not-fetched-quota", "not-fetched-quota"),
    Picture("settings", "settings"),
    Picture("login", "login"),
    Picture("keys", "keys"),
    Picture("start-narrow", "start", size=NARROW),
    Picture("admin-sellers", "admin-sellers"),
    Picture("admin-seller-form", "admin-seller"),
    Picture("chat-ru", "order", language="ru"),
    Picture("dispute-ru-narrow", "dispute", language="ru", size=NARROW),
    Picture("start-ru", "start", language="ru"),
    Picture("chat-zh", "order", language="zh-hans"),
    Picture("choices-zh-narrow", "choices", language="zh-hans", size=NARROW),
]

EVERY = os.environ.get("EVERY", "")
LANGUAGES = ["ru", "en", "zh-hans"]
SIZES = [(1440, 900), (1024, 768), NARROW]
OF_THE_INBOX = ("inbox", "view-", "saved-view", "search")


@pytest.fixture
def sandbox(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(defaulttags, "datetime", Then)
    monkeypatch.setattr(
        market_call, "secrets", SimpleNamespace(token_hex=lambda size: "4bf92f3577b34da6" * (size // 8))
    )
    with Sandbox(clock=lambda: NOW) as sandbox:
        yield sandbox


@pytest.fixture
def show(visit, world, person_of):
    """show(state, language, …): the page in that state, once all that it asks for has come."""

    def show_page(state: State, language: str, **options) -> Page:
        person = person_of(state)
        if person:
            AgentSettings.objects.create(agent=person, language=language)
        for seller, cabinet in ((world.home, HOME), (world.tech, TECH)):
            sellers.set_token(seller, Token(cabinet.token), now=NOW)
            sellers.save_check(seller, sellers.check_token(seller, now=NOW), now=NOW)
        page = visit(person, locale=language, reduced_motion="reduce", **options)
        page.clock.set_fixed_time(NOW)
        state.come(world, page)
        expect(page.locator('.reading, #chat-order[hx-trigger="load"]')).to_have_count(0, timeout=10_000)
        page.evaluate("() => document.fonts.ready")
        return page

    return show_page


@pytest.mark.parametrize("picture", [] if EVERY else PICTURES, ids=lambda picture: picture.name)
def test_picture(show, picture):
    state = next(one for one in STATES if one.name == picture.state)
    width, height = picture.size
    size = {"width": width, "height": height}
    page = show(state, picture.language, color_scheme=picture.theme, viewport=size)

    shot = page.screenshot(caret="hide")

    assert len(shot) <= MOST_BYTES
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{picture.name}.png").write_bytes(shot)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "state", [one for one in STATES if EVERY and one.name.startswith(OF_THE_INBOX)], ids=lambda state: state.name
)
def test_every_size_and_theme(show, state, language):
    page = show(state, language)
    Path(EVERY).mkdir(parents=True, exist_ok=True)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            name = f"{state.name}-{language}-{width}-{theme}.png"
            page.screenshot(caret="hide", path=Path(EVERY) / name)
