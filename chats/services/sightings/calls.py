"""The call for one chat, in whatever lane."""

from datetime import datetime

from chats.market import types as market_types
from chats.market.limits import GET_CHAT
from chats.models import Seller
from chats.services import upstream
from chats.services.upstream import Lane


def ask_for_chat(seller: Seller, chat_id: int, lane: Lane, *, now: datetime) -> market_types.Chat:
    """What Market says of one chat now: one call. Nothing is stored. Raises MarketError and NotNow.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/getChat
    """
    return upstream.ask(
        seller,
        GET_CHAT,
        lane,
        lambda client, token: client.get_chat(token, business_id=seller.business_id, chat_id=chat_id),
        now=now,
    ).result
