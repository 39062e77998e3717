"""How far each seller's chats have been read, in words: for the start page and for administrators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.models import Seller
from chats.presenters.formats import times
from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean
from chats.services.sweep import Progress

MOST_LINES: Final = 5


@dataclass(frozen=True, kw_only=True)
class MirrorLine:
    seller_id: int
    name: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MirrorView:
    """`more` is one line about the sellers that have no line of their own."""

    lines: tuple[MirrorLine, ...]
    more: str


def mirror_view(sellers: Sequence[Seller], known: Mapping[int, Progress], *, now: datetime) -> MirrorView:
    """Those that are not read in full come first, for the others only say what one expects."""
    ordered = sorted(sellers, key=lambda seller: (is_settled(known[seller.pk]), seller.name.casefold()))
    return MirrorView(
        lines=tuple(mirror_line(seller, known[seller.pk], now=now) for seller in ordered[:MOST_LINES]),
        more=more_text([known[seller.pk] for seller in ordered[MOST_LINES:]], now=now),
    )


def is_settled(progress: Progress) -> bool:
    return progress.complete and not progress.paused


def mirror_line(seller: Seller, progress: Progress, *, now: datetime) -> MirrorLine:
    return MirrorLine(seller_id=seller.pk, name=clean(seller.name, 100), text=progress_text(progress, now=now))


def more_text(others: Sequence[Progress], *, now: datetime) -> str:
    if not others:
        return ""
    chats, unread = sum(one.chats for one in others), sum(not one.complete for one in others)
    said = ngettext("%(count)s more seller: %(chats)s.", "%(count)s more sellers: %(chats)s.", len(others)) % {
        "count": amount(len(others)),
        "chats": chats_text(chats),
    }
    if not unread:
        return said
    return " ".join([said, _("Not read in full yet: %(count)s.") % {"count": amount(unread)}])


def progress_text(progress: Progress, *, now: datetime) -> str:
    """Such as “1,240 chats so far”, and when all have been read “5,000 chats, as of 12:40:00”."""
    chats = chats_text(progress.chats)
    if progress.paused:
        return _("%(chats)s; reading is paused") % {"chats": chats}
    if not progress.complete:
        if not progress.chats:
            return _("not read yet; the background begins by itself")
        if progress.of:
            return _("%(chats)s of %(all)s") % {"chats": chats, "all": amount(progress.of)}
        return _("%(chats)s so far") % {"chats": chats}
    if progress.as_of is None:
        return chats
    return _("%(chats)s, as of %(time)s") % {"chats": chats, "time": times.clock(progress.as_of, now=now)}


def chats_text(count: int) -> str:
    return ngettext("%(count)s chat", "%(count)s chats", count) % {"count": amount(count)}
