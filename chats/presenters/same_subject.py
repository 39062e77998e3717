"""The line above the messages about the other chats of the same order or return."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.market.types import ChatType, ContextType
from chats.models import Chat
from chats.presenters.problems import short
from chats.presenters.words.badges import status_badge, type_tag
from chats.problems import Problem


@dataclass(frozen=True, kw_only=True)
class OtherChat:
    chat_id: str
    text: str  # its type, unless it is an ordinary chat, and its status


@dataclass(frozen=True, kw_only=True)
class OthersView:
    """`line` introduces the `chats`, both empty when there are none. `missing` says why Market could not be asked
    whether there are more. `ask_again`: the part asks for itself once more, and then Market is asked."""

    business_id: str
    chat_id: str
    line: str
    chats: Sequence[OtherChat]
    is_dispute: bool
    missing: str
    ask_again: bool


def others_view(chat: Chat, found: Sequence[Chat], *, problem: Problem | None, ask_again: bool) -> OthersView:
    missing = ""
    if problem:
        text = _("Market could not be asked whether there are other chats about it: %(why)s.")
        missing = text % {"why": short(problem.kind)}
    return OthersView(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        line=line_of(chat, len(found)) if found else "",
        chats=[OtherChat(chat_id=str(one.chat_id), text=type_and_status(one)) for one in found],
        is_dispute=any(one.type == ChatType.ARBITRAGE for one in found),
        missing=missing,
        ask_again=ask_again,
    )


def line_of(chat: Chat, count: int) -> str:
    if chat.context_type == ContextType.RETURN:
        text = ngettext(
            "%(count)s more chat about this return or its order:",
            "%(count)s more chats about this return or its order:",
            count,
        )
    else:
        text = ngettext("%(count)s more chat about this order:", "%(count)s more chats about this order:", count)
    return text % {"count": count}


def type_and_status(chat: Chat) -> str:
    words = [tag.inline if (tag := type_tag(chat.type)) else "", status_badge(chat.status).inline]
    return ", ".join(word for word in words if word)
