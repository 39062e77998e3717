"""What one request touches: each function of the product the first time that it is entered, in that order.

    .venv/bin/python -m pytest -q -s tests/checks/walks.py

A page is gathered, then shown: the fewer crossings between views (V), services (S) and presenters (P), the easier it is
to follow. What the middleware asks is part of the walk.
"""

import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from tests.checks.house import module_of

ADDRESS = "/chats/1001/310001/"
LEFT_OUT = ("sandbox", "migrations")
LAYERS = ("views", "services", "presenters")


@pytest.fixture
def browser(agent):
    client = Client()
    client.force_login(agent)
    return client


def walk(request) -> list[str]:
    """The modules that a request enters, each function counted once."""
    seen: set[object] = set()
    entered: list[str] = []

    def on_event(frame, event, argument) -> None:
        code = frame.f_code
        if event == "call" and "/chats/" in code.co_filename and code not in seen:
            seen.add(code)
            file = Path(code.co_filename)
            if not set(LEFT_OUT) & set(file.parts):
                entered.append(module_of(file))

    sys.setprofile(on_event)
    try:
        request()
    finally:
        sys.setprofile(None)
    return [module for before, module in zip(["", *entered], entered, strict=False) if module != before]


def counted(stays: list[str]) -> str:
    layers = [layer for layer in (module.split(".")[1] for module in stays) if layer in LAYERS]
    crossings = [layer for before, layer in zip(["", *layers], layers, strict=False) if layer != before]
    letters = "".join(layer[0].upper() for layer in crossings)
    return f"{len(stays)} visits to {len(set(stays))} files, {len(crossings)} crossings: {letters}"


def test_walks(browser, talk, market):
    chat = talk(3)
    htmx = {"HX-Request": "true"}
    shown = {"v": 0, "seen": 0, "last": 3}
    form = {"reply_id": str(uuid4()), "text": "Здравствуйте", "seen": 3, "last": 3}
    browser.get(ADDRESS)
    requests = {
        "a lookup": lambda: browser.get("/lookup/", {"q": "310002"}),
        "a page": lambda: browser.get(ADDRESS),
        "a pulse": lambda: browser.get(ADDRESS, shown, headers={**htmx, "HX-Target": "freshness"}),
        "a reply": lambda: browser.post(f"{ADDRESS}reply/", form, headers={**htmx, "HX-Target": "reply-outcome"}),
    }

    walks = {name: walk(request) for name, request in requests.items()}

    assert chat and all(walks.values())
    print()
    for name, stays in walks.items():
        print(f"{name}: {counted(stays)}")
