"""The admin's pages; `states` has the desk's."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from chats.market.payload_notifications import KINDS, PING
from chats.market.token import Token
from chats.models import Seller, WebhookEvent
from chats.sandbox.content.cabinets import HOME
from chats.services import notifications
from tests.browser.states import goes_to, state
from tests.browser.world import World

state("admin-answer-add", "boss")(goes_to("/admin/chats/preparedanswer/add/"))
state("admin-index", "boss")(goes_to("/admin/"))
state("admin-sellers", "boss")(goes_to("/admin/chats/seller/"))
state("admin-seller-add", "boss")(goes_to("/admin/chats/seller/add/"))
state("admin-lookups", "boss")(goes_to("/admin/chats/lookup/"))
state("admin-groups", "boss")(goes_to("/admin/auth/group/"))


@state("admin-first-steps", "boss")
def _(world: World, page: Page) -> None:
    """Of a desk that has just been set up."""
    Seller.objects.all().delete()
    page.goto("/admin/")


@state("first-steps", "boss")
def _(world: World, page: Page) -> None:
    Seller.objects.all().delete()
    page.goto("/")


@state("admin-seller-known", "boss")
def _(world: World, page: Page) -> None:
    page.goto("/admin/chats/seller/add/")
    page.locator("#id_token").fill(HOME.token)
    page.locator("[name=_save]").click()
    expect(page.locator(".known-seller button")).to_be_visible()


@state("admin-sellers-troubled", "boss")
def _(world: World, page: Page) -> None:
    """One of each tone: works, reads only, a dead token, switched off, and one that nobody sees."""
    now, group = timezone.now(), world.home.groups.get()
    full, reads = "ALL_METHODS", "ALL_METHODS_READ_ONLY"
    troubles = [(full, "ok", True), (reads, "ok", True), ("", "dead_key", True), ("", "", False)]
    for number, (scope, kind, active) in enumerate(troubles, 7000):
        known = {"check_kind": kind, "checked_at": now, "scopes": [scope], "active": active, "token": Token("none")}
        Seller.objects.create(name=f"Shop {number}", business_id=number, **known).groups.add(group)
    Seller.objects.create(name="Unseen", business_id=7100)
    page.goto("/admin/chats/seller/")


@state("admin-seller", "boss")
def _(world: World, page: Page) -> None:
    page.goto(f"/admin/chats/seller/{world.home.pk}/change/")


@state("admin-notifications", "boss")
def _(world: World, page: Page) -> None:
    """Silent for a while, with an event of each kind and fate."""
    now = timezone.now().replace(microsecond=0)
    address = notifications.new_address(world.home, now=now)
    address.secret = "0123456789abcdef" * 3
    address.verdict, address.silent_since = address.Verdict.SILENT, now - timedelta(minutes=40)
    address.last_event_at = address.silent_since
    address.save()
    fates = [*WebhookEvent.Outcome.values, "", "", "ASIDE"]
    for number, kind in enumerate([*sorted(KINDS.keys() - {PING}), "A_TYPE_OF_NEXT_YEAR_THAT_NOBODY_HAS_HEARD_OF"]):
        at, fate = now - timedelta(minutes=40 + number), fates[number % len(fates)]
        aside = {"problem_kind": "failed", "problem_at": at} if fate == "ASIDE" else {"due_at": at}
        ended = {"done_at": at, "outcome": fate} if fate in WebhookEvent.Outcome else aside
        about = {"chat_id": 310001, "message_id": 70_000_001} if "CHAT" in kind else {"order_id": 54810000101}
        world.home.events.create(key=str(number), kind=kind, received_at=at, body="", **about, **ended)
    page.goto(f"/admin/chats/seller/{world.home.pk}/change/#notifications")


@state("admin-new-address", "boss")
def _(world: World, page: Page) -> None:
    page.goto(f"/admin/chats/seller/{world.home.pk}/new-address/")


@state("admin-seller-error", "boss")
def _(world: World, page: Page) -> None:
    page.goto("/admin/chats/seller/add/")
    page.locator("#id_token").fill("not a token")
    page.locator("[name=_save]").click()
    expect(page.locator(".errorlist").first).to_be_visible()
