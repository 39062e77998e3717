"""A chat that the shop begins, about an order or a return."""

from dataclasses import replace
from datetime import datetime

from chats.market.client import Client
from chats.market.errors import MarketError, Refused
from chats.market.limits import CREATE_CHAT, Answer
from chats.market.token import Token
from chats.market.types import ContextType
from chats.models import Chat, Seller
from chats.problems import DBS_RETURN, NotNow, Problem, problem_of
from chats.services import sightings, upstream
from chats.services.upstream import Lane

DBS = "DBS"


def start_chat(seller: Seller, context_type: str, context_id: int, *, now: datetime) -> Chat | Problem:
    """Begin a chat about an order or a return, or find the one that there is: asking twice makes no second one.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/createChat

    One call, and another for the chat itself. None for a return where all stores are DBS: Market opens no such chats.
    Raises ValueError for DIRECT, which only a buyer can begin.
    """
    if context_type not in (ContextType.ORDER, ContextType.RETURN):
        raise ValueError(f"Nobody but a buyer begins a chat of the type {context_type}.")

    if context_type == ContextType.RETURN and has_only_dbs_stores(seller):
        return Problem(kind=DBS_RETURN, at=now)

    def request(client: Client, token: Token) -> Answer[int]:
        return client.create_chat(
            token, business_id=seller.business_id, context_type=context_type, context_id=context_id
        )

    try:
        with upstream.thread_budget(Lane.AGENT, now=now):
            chat_id = upstream.ask(seller, CREATE_CHAT, Lane.AGENT, request, now=now).result
    except Refused as error:
        # Market does not document its words; they can hardly do without the name of the type.
        is_dbs = context_type == ContextType.RETURN and DBS in error.detail.upper()
        return replace(problem_of(error, at=now), kind=DBS_RETURN) if is_dbs else problem_of(error, at=now)
    except (MarketError, NotNow) as error:
        return problem_of(error, at=now)
    return sightings.fetch_chat(seller, chat_id, now=now)


def has_only_dbs_stores(seller: Seller) -> bool:
    """Whether all stores that the desk knows of are DBS. False when it knows none."""
    return set(seller.campaigns.values_list("placement_type", flat=True)) == {DBS}
