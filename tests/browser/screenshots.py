"""Makes the pictures in docs/screenshots, of the real pages over the sandbox at a fixed time: `make screenshots`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import defaulttags
from django.utils import timezone
from playwright.sync_api import expect

from chats.market.token import Token
from chats.models import AgentSettings
from chats.sandbox import Sandbox
from chats.sandbox.content.cabinets import HOME, TECH
from chats.sandbox.operations import market_call
from chats.services import sellers
from tests.browser.states import STATES

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
    Picture("inbox-narrow", "inbox", size=NARROW),
    Picture("inbox-ru", "inbox-chat", language="ru"),
    Picture("inbox-zh", "inbox", language="zh-hans"),
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


@pytest.fixture
def sandbox(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(defaulttags, "datetime", Then)
    monkeypatch.setattr(
        market_call, "secrets", SimpleNamespace(token_hex=lambda size: "4bf92f3577b34da6" * (size // 8))
    )
    with Sandbox(clock=lambda: NOW) as sandbox:
        yield sandbox


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_picture(visit, world, person_of, picture):
    state = next(one for one in STATES if one.name == picture.state)
    person = person_of(state)
    if person:
        AgentSettings.objects.create(agent=person, language=picture.language)
    for seller, cabinet in ((world.home, HOME), (world.tech, TECH)):
        sellers.set_token(seller, Token(cabinet.token), now=NOW)
        sellers.save_check(seller, sellers.check_token(seller, now=NOW), now=NOW)
    width, height = picture.size
    page = visit(
        person,
        locale=picture.language,
        color_scheme=picture.theme,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    page.clock.set_fixed_time(NOW)

    state.come(world, page)
    expect(page.locator('.reading, #chat-order[hx-trigger="load"]')).to_have_count(0, timeout=10_000)
    page.evaluate("() => document.fonts.ready")
    shot = page.screenshot(caret="hide")

    assert len(shot) <= MOST_BYTES
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{picture.name}.png").write_bytes(shot)
