"""A chat that the shop begins, about an order or a return."""

from datetime import datetime

from django.contrib.auth.models import User

from chats.models import Chat, Seller
from chats.services.problems import Problem


def start_chat(agent: User, seller: Seller, context_type: str, context_id: int, *, now: datetime) -> Chat | Problem:
    """Begin a chat about an order or a return, or find the one that there is: asking twice makes no second one.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/createChat

    Raises ValueError for DIRECT, which only a buyer can begin.
    """
    raise NotImplementedError
