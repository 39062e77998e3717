"""A chat as one row of a list: recent chats, hits of a lookup."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chats.market.types import ContextType
from chats.models import Chat
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.words.badges import Badge, Tag, context_tag, status_badge, type_tag
from chats.services.inbox import ListedChat


@dataclass(frozen=True, kw_only=True)
class RowView:
    """`name` is empty when Market sent none. Only in the result of a lookup: `hit` says which number matched, `key` is
    the digit that opens the chat, and `number`, where several were looked up, is the one that led to it."""

    business_id: str
    chat_id: str
    name: str
    about: str
    seller: str
    badge: Badge
    type: Tag | None
    context: Tag
    updated: Moment
    stale: bool
    hit: str = ""
    key: str = ""
    number: str = ""


def recent_rows(chats: Iterable[Chat], *, now: datetime) -> list[RowView]:
    """Rows in the given order; the chats' sellers must be loaded."""
    return [row_view(chat, now=now) for chat in chats]


def row_view(chat: Chat, *, now: datetime, hit: str = "", key: str = "", number: str = "") -> RowView:
    return RowView(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        name=clean(chat.customer_name, 100),
        about=about(chat),
        seller=clean(chat.seller.name, 100),
        badge=status_badge(chat.status),
        type=type_tag(chat.type),
        context=context_tag(chat.context_type),
        updated=moment(chat.last_message_at, now=now),
        stale=bool(chat.problem_kind),
        hit=hit,
        key=key,
        number=number,
    )


def about(chat: Chat | ListedChat) -> str:
    """The chat's subject in one short phrase with its number."""
    number = number_of(chat)
    if not number:
        return context_tag(chat.context_type).word
    if is_about_return(chat):
        return _("Return %(number)s") % {"number": number}
    return _("Order %(number)s") % {"number": number}


def number_of(chat: Chat | ListedChat) -> str:
    """The number of what the chat is about; empty where it is about nothing with a number."""
    number = chat.return_id if is_about_return(chat) else chat.order_id
    return str(number) if number and chat.context_type != ContextType.DIRECT else ""


def is_about_return(chat: Chat | ListedChat) -> bool:
    return chat.context_type == ContextType.RETURN and bool(chat.return_id)


def store_beside(seller: str, store: str) -> str:
    """A store's name as it stands beside its seller's: without that name, which most sellers put before it."""
    seller, store = clean(seller), clean(store)
    rest = store[len(seller) :]
    if store[: len(seller)].casefold() != seller.casefold() or rest[:1].isalnum():
        return clean(store, 100)
    return clean(rest.lstrip(" —–-·:|,/"), 100)


def buyer(name: str) -> str:
    return clean(name) or _("Name not given")
