"""The text and icon of each of Market's codes for a chat's status, type and context, keyed by the code.

Lists, headers, admin and print all use this table, so that a status looks the same everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from chats.market.types import ChatStatus, ChatType, ContextType
from chats.presenters.formats.cached import cached_by_language
from chats.presenters.formats.text import clean

LONGEST_CODE = 40


@dataclass(frozen=True, kw_only=True)
class Badge:
    """`word` is the text on the badge, `full` the sentence for screen readers, `inline` the text after a colon."""

    code: str
    word: str
    full: str
    inline: str
    glyph: str
    known: bool = True


class Tag(Badge):
    """The badge of a type or a context: square, while that of a status is round."""


B = TypeVar("B", bound=Badge)


@dataclass(frozen=True, kw_only=True)
class BadgeStyle:
    word: Any  # lazy translations: the table is made once, for all languages
    full: Any
    inline: Any
    glyph: str


STATUSES: Final[Mapping[str, BadgeStyle]] = {
    ChatStatus.NEW: BadgeStyle(
        word=pgettext_lazy("status of a chat", "New"),
        full=gettext_lazy("The chat is new"),
        inline=pgettext_lazy("after a colon", "new"),
        glyph="dot",
    ),
    ChatStatus.WAITING_FOR_PARTNER: BadgeStyle(
        word=gettext_lazy("Your reply needed"),
        full=gettext_lazy("The shop’s reply is needed"),
        inline=pgettext_lazy("after a colon", "your reply needed"),
        glyph="reply",
    ),
    ChatStatus.WAITING_FOR_CUSTOMER: BadgeStyle(
        word=gettext_lazy("Waiting for buyer"),
        full=gettext_lazy("The buyer’s reply is needed"),
        inline=pgettext_lazy("after a colon", "waiting for buyer"),
        glyph="clock",
    ),
    ChatStatus.WAITING_FOR_ARBITER: BadgeStyle(
        word=gettext_lazy("Waiting for arbiter"),
        full=gettext_lazy("The arbiter’s reply is needed"),
        inline=pgettext_lazy("after a colon", "waiting for arbiter"),
        glyph="scale",
    ),
    ChatStatus.WAITING_FOR_MARKET: BadgeStyle(
        word=gettext_lazy("Waiting for Market"),
        full=gettext_lazy("Market’s reply is needed"),
        inline=pgettext_lazy("after a colon", "waiting for Market"),
        glyph="store",
    ),
    ChatStatus.FINISHED: BadgeStyle(
        word=gettext_lazy("Finished"),
        full=gettext_lazy("The chat is finished"),
        inline=pgettext_lazy("after a colon", "finished"),
        glyph="check",
    ),
}

TYPES: Final[Mapping[str, BadgeStyle]] = {
    ChatType.CHAT: BadgeStyle(
        word=pgettext_lazy("type of a chat", "Chat"),
        full=gettext_lazy("A chat with the buyer"),
        inline=pgettext_lazy("after a colon", "chat"),
        glyph="message",
    ),
    ChatType.ARBITRAGE: BadgeStyle(
        word=gettext_lazy("Dispute"),
        full=gettext_lazy("A dispute: an arbiter decides"),
        inline=pgettext_lazy("after a colon", "dispute"),
        glyph="gavel",
    ),
}

CONTEXTS: Final[Mapping[str, BadgeStyle]] = {
    ContextType.ORDER: BadgeStyle(
        word=gettext_lazy("About an order"),
        full=gettext_lazy("The chat is about an order"),
        inline=pgettext_lazy("after a colon", "about an order"),
        glyph="package",
    ),
    ContextType.RETURN: BadgeStyle(
        word=gettext_lazy("About a return"),
        full=gettext_lazy("The chat is about a return"),
        inline=pgettext_lazy("after a colon", "about a return"),
        glyph="return",
    ),
    ContextType.DIRECT: BadgeStyle(
        word=gettext_lazy("Direct question"),
        full=gettext_lazy("The buyer asked without an order"),
        inline=pgettext_lazy("after a colon", "direct question"),
        glyph="message",
    ),
}


@cached_by_language(100)
def status_badge(code: str) -> Badge:
    return badge_for(Badge, STATUSES.get(code), code)


def type_tag(code: str) -> Tag | None:
    """None for an ordinary chat, which needs no mark in lists and headers."""
    return None if code == ChatType.CHAT else type_word(code)


@cached_by_language(100)
def type_word(code: str) -> Tag:
    """The type for where every type is shown, the ordinary chat included."""
    return badge_for(Tag, TYPES.get(code), code)


@cached_by_language(100)
def context_tag(code: str) -> Tag:
    return badge_for(Tag, CONTEXTS.get(code), code)


def badge_for(kind: type[B], style: BadgeStyle | None, code: str) -> B:
    if style is None:
        return unknown_badge(kind, code)
    return kind(code=code, word=str(style.word), full=str(style.full), inline=str(style.inline), glyph=style.glyph)


def unknown_badge(kind: type[B], code: str) -> B:
    shown = clean(code, LONGEST_CODE)
    return kind(
        code=shown,
        word=_("Unknown: %(code)s") % {"code": shown},
        full=_("Market sent a code that this desk does not know: %(code)s") % {"code": shown},
        inline=_("unknown, %(code)s") % {"code": shown},
        glyph="unknown",
        known=False,
    )
