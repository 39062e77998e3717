"""A shop that is sent notifications, without HTTP, and a sandbox that sends them by hand at a clock of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from chats.sandbox import NotificationSettings, Sandbox
from chats.sandbox.notifications.post import ShopAnswer

from ..asking import HOME, TECH
from ..world.many import Clock

URL = "http://127.0.0.1:9/notifications/abc"
RIGHT = {"version": "1.0", "name": "desk", "time": "2026-11-22T10:41:07Z"}


def answer(status=200, body=RIGHT, content_type="application/json"):
    return ShopAnswer(status, content_type, body if isinstance(body, bytes) else json.dumps(body).encode())


class Shop:
    """What it got, and how it answers: `answers` are used up one by one, then all is right."""

    def __init__(self) -> None:
        self.got = []
        self.answers = []

    def __call__(self, url, body, timeout):
        self.got.append((url, json.loads(body), timeout))
        reply = self.answers.pop(0) if self.answers else answer()
        if isinstance(reply, Exception):
            raise reply
        return reply

    @property
    def bodies(self):
        return [body for _, body, _ in self.got if body["notificationType"] != "PING"]

    @property
    def types(self):
        return [body["notificationType"] for body in self.bodies]


@contextmanager
def notifying(**settings) -> Iterator[tuple[Sandbox, Shop, Clock]]:
    """With both sellers connected, and no delays unless told otherwise."""
    clock, shop = Clock(), Shop()
    quick = {"delay": 0.0, "delay_p99": 0.0, **settings}
    with Sandbox(clock=clock, notifications=NotificationSettings(**quick), by_hand=True, post=shop) as sandbox:
        for seller in (HOME, TECH):
            sandbox.connect_notifications(seller.business_id, f"{URL}/{seller.business_id}")
        yield sandbox, shop, clock
