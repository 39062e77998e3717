"""A desk with the sandbox's sellers and the people who may see them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, User
from lxml import html

from chats.market.token import Token
from chats.models import Campaign, Chat, Seller
from chats.sandbox import Sandbox
from chats.sandbox.content.cabinets import HOME, TECH, SandboxSeller
from chats.services.sightings import buyer_key, place
from chats.services.upstream import tally

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def seller_of(cabinet: SandboxSeller, group: Group) -> Seller:
    seller = Seller.objects.create(name=cabinet.name, business_id=cabinet.business_id, token=Token(cabinet.token))
    seller.groups.add(group)
    for store in cabinet.campaigns:
        Campaign.objects.create(seller=seller, campaign_id=store.campaign_id, name=store.name)
    return Seller.objects.get(pk=seller.pk)


def again(chat: Chat) -> Chat:
    """The chat as the database has it now."""
    return Chat.objects.select_related("seller").get(pk=chat.pk)


@pytest.fixture(autouse=True)
def nothing_held_back(monkeypatch) -> None:
    """A process counts in memory what it has held back: without the count of the test before."""
    monkeypatch.setattr(tally, "held_back", tally.HeldBack())


@pytest.fixture(autouse=True)
def worker_lives(monkeypatch) -> None:
    """Pages are shown as while a background worker is alive; the tests of their banner take this back."""
    monkeypatch.setattr("chats.services.workers.any_alive", lambda *, now: True)


@pytest.fixture
def support(db) -> Group:
    return Group.objects.create(name="Support")


@pytest.fixture
def home(support: Group) -> Seller:
    return seller_of(HOME, support)


@pytest.fixture
def tech(support: Group) -> Seller:
    return seller_of(TECH, support)


@pytest.fixture
def foreign(db) -> Seller:
    """A seller that the agent has not been given."""
    return seller_of(TECH, Group.objects.create(name="Others"))


@pytest.fixture
def agent(support: Group) -> User:
    agent = User.objects.create_user("agent", password="a long enough password")
    agent.groups.add(support)
    return agent


@pytest.fixture
def colleague(support: Group) -> User:
    """Another agent of the same sellers."""
    colleague = User.objects.create_user("colleague")
    colleague.groups.add(support)
    return colleague


@pytest.fixture
def boss(db) -> User:
    return User.objects.create_superuser("boss", password="a long enough password")


@pytest.fixture
def market(sandbox: Sandbox, settings) -> Sandbox:
    """The sandbox as the desk's Market."""
    settings.MARKET_API_URL = sandbox.url
    return sandbox


@pytest.fixture
def known_chat() -> Callable[..., Chat]:
    """Makes a sighting: known_chat(seller, 310001, status="NEW", …)."""

    def make(seller: Seller, chat_id: int, **details) -> Chat:
        usual = {
            "type": "CHAT",
            "status": "WAITING_FOR_PARTNER",
            "context_type": "ORDER",
            "customer_name": "Иван П.",
            "customer_public_id": "ivan",
            "campaign_id": 48211001,
            "order_id": 54810000102,
            "created_at": NOW,
            "updated_at": NOW,
            "seen_at": NOW,
            "due_at": NOW,
            "source": "LOOKUP",
        }
        values = {**usual, **details}
        chat = Chat(seller=seller, chat_id=chat_id, buyer_key=buyer_key(values["customer_name"]), **values)
        place(chat, now=chat.seen_at)
        chat.save()
        return chat

    return make


@pytest.fixture
def page_of() -> Callable[..., html.HtmlElement]:
    """The parsed body of a response, for CSS selectors."""

    def parse(response) -> html.HtmlElement:
        return html.fromstring(response.content.decode())

    return parse
