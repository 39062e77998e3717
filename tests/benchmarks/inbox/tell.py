"""What the measurements need to know of a filled database."""

from typing import Any

from django.contrib.auth.models import User

from chats.services import inbox
from chats.services.inbox import Asked
from chats.services.inbox.matching import chats_in
from chats.services.inbox.queue import in_order, place_of
from tests.benchmarks.data import session_of
from tests.benchmarks.inbox.chats import SELLERS

AGENTS = ("largest", "smallest", "all")
DEEP = ("waiting", "finished", "all")  # views with a page halfway down


def tell() -> dict[str, Any]:
    agents = {name: User.objects.get(username=name) for name in AGENTS}
    told = {name: told_of(name, agent) for name, agent in agents.items()}
    return {"of": told, "agents": [told["largest"]["session"]], "known": [0, 0, 0, 0]}


def told_of(name: str, agent: User) -> dict[str, Any]:
    first = inbox.page_of(agent, Asked()).entries
    opened = first[10]
    return {
        "session": session_of(agent),
        "deep": {view: halfway(agent, view) for view in DEEP},
        "next": {view: inbox.page_of(agent, Asked(view=view)).after for view in DEEP},
        "chat": f"/chats/{opened.seller.business_id}/{opened.chat.chat_id}/",
        "store": 10 * (SELLERS - 9 if name == "smallest" else 1),
        "five": [entry.chat.pk for entry in first[:50:10]],
    }


def halfway(agent: User, view: str) -> str:
    """The place of the chat in the middle of a view: what an address has as `after`."""
    asked = Asked(view=view)
    chats = chats_in(agent, asked)
    middle = (chats.count() - inbox.PAGE) // 2
    return place_of(in_order(chats, asked.of.order)[middle], asked.of.order)
