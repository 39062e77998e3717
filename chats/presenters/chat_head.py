"""The head of a chat's page: the buyer, the shop that they wrote to, and the numbers that agents copy all day."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chats.market.types import ChatStatus, ContextType
from chats.models import Chat
from chats.presenters.formats.text import clean
from chats.presenters.rows import buyer, store_beside
from chats.presenters.words.badges import Tag, context_tag
from chats.services.sellers import may_read_orders, may_read_returns

LONGEST_IN_TITLE = 40  # letters of a name; a browser's tab shows fewer


@dataclass(frozen=True, kw_only=True)
class HeadNumber:
    """`context` is the part of the chat that the number is of, as Market names it, empty for the chat itself;
    `copy` is the label of its copy button, and `copy_id` the button's id, to which a shortcut leads."""

    label: str
    value: str
    copy: str
    copy_id: str
    context: str = ""


@dataclass(frozen=True, kw_only=True)
class NewChat:
    """What a chat can be started about when this one is finished."""

    context_type: str
    number: str
    words: str


@dataclass(frozen=True, kw_only=True)
class HeadView:
    """`context` is the tag of what the chat is about where no number says it; `jump` names what stands below the
    conversation on a phone. `has_subject`: there is an order or a return to be shown there, and `expected` says which
    of the two comes first once it has been loaded, empty where the key may not read it."""

    buyer: str
    buyer_known: bool
    seller: str
    store: str
    numbers: tuple[HeadNumber, ...]
    context: Tag | None
    jump: str
    has_subject: bool
    expected: str
    new_chat: NewChat | None


def head_view(chat: Chat, *, store_name: str | None) -> HeadView:
    """The chat's seller must be loaded."""
    numbers = tuple(head_numbers(chat))
    told = any(one.context == chat.context_type for one in numbers)
    return HeadView(
        buyer=buyer(chat.customer_name),
        buyer_known=bool(clean(chat.customer_name)),
        seller=clean(chat.seller.name, 100),
        store=store_beside(chat.seller.name, store_name or ""),
        numbers=numbers,
        context=None if told else context_tag(chat.context_type),
        jump=jump_word(chat),
        has_subject=is_about_order(chat),
        expected=expected_part(chat),
        new_chat=new_chat(chat),
    )


def head_numbers(chat: Chat) -> Iterator[HeadNumber]:
    if chat.return_id:
        yield HeadNumber(
            label=_("Return"),
            value=str(chat.return_id),
            copy=_("Copy the return number"),
            copy_id="copy-return",
            context=ContextType.RETURN,
        )
    if chat.order_id:
        yield HeadNumber(
            label=_("Order"),
            value=str(chat.order_id),
            copy=_("Copy the order number"),
            copy_id="copy-order",
            context=ContextType.ORDER,
        )
    yield HeadNumber(label=_("Chat"), value=str(chat.chat_id), copy=_("Copy the chat number"), copy_id="copy-chat")


def is_about_order(chat: Chat) -> bool:
    return chat.context_type != ContextType.DIRECT and bool(chat.return_id or chat.order_id)


def expected_part(chat: Chat) -> str:
    if not is_about_order(chat):
        return ""
    if chat.return_id:
        return "return" if may_read_returns(chat.seller) else ""
    return "order" if may_read_orders(chat.seller) else ""


def new_chat(chat: Chat) -> NewChat | None:
    if chat.status != ChatStatus.FINISHED or not is_about_order(chat):
        return None
    if chat.context_type == ContextType.RETURN and chat.return_id:
        words = _("Start a new chat about the return")
        return NewChat(context_type=ContextType.RETURN, number=str(chat.return_id), words=words)
    if not chat.order_id:
        return None
    words = _("Start a new chat about the order")
    return NewChat(context_type=ContextType.ORDER, number=str(chat.order_id), words=words)


def jump_word(chat: Chat) -> str:
    if not is_about_order(chat):
        return _("Buyer")
    return _("Return") if chat.return_id else _("Order")


def title_of(chat: Chat, status: str) -> str:
    """The title of the page, the buyer first: a tab shows its beginning only. `status` is the word after a colon."""
    words = {"buyer": clean(chat.customer_name, LONGEST_IN_TITLE), "number": chat.chat_id, "status": status}
    text = _("%(buyer)s: %(status)s · Chat %(number)s") if words["buyer"] else _("Chat %(number)s: %(status)s")
    return text % words
