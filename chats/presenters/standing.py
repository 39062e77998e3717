"""How old the list of the inbox is, and what of it may be missing."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chats.models import Seller
from chats.presenters.formats import times
from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean
from chats.presenters.problems import short
from chats.services.sweep import Progress

# The longest that the background waits between two looks at the waiting chats, and as much again.
BEHIND: Final = timedelta(minutes=4)
MOST_LINES: Final = 3


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`as_of` is until when the list is known to be right, empty where nobody knows; `checked` says the same of an
    empty list, and when it is looked at next. `is_old`: that is longer ago than it should be. `lines` name the sellers
    of whom something may be missing; without any and not old, an empty list means that nobody waits. `scope` says whose
    chats the list can show."""

    as_of: str
    checked: str
    is_old: bool
    lines: tuple[str, ...]
    scope: str = ""

    @property
    def digest(self) -> str:
        """Changes with what is shown below the list."""
        return hashlib.sha256(repr(replace(self, checked="")).encode(errors="replace")).hexdigest()[:12]

    @property
    def is_sure(self) -> bool:
        return bool(self.as_of) and not self.is_old and not self.lines


def standing_of(
    sellers: Sequence[Seller], known: Mapping[int, Progress], *, now: datetime, scope: str = ""
) -> Standing:
    """`sellers` are those of the list."""
    said = {one.pk: said_of(one, known[one.pk], now=now) for one in sellers}
    lines = [line for line in said.values() if line]
    # Those that are named have ages of their own, unless there are no others.
    counted = [pk for pk, line in said.items() if not line] or list(said)
    oldest = min((age for pk in counted if (age := known[pk].waiting_as_of)), default=None)
    following = [known[pk].next_look_at for pk in counted]
    return Standing(
        as_of=_("list as of %(time)s") % {"time": times.clock(oldest, now=now)} if oldest else "",
        checked=checked_text(oldest, min(filter(None, following), default=None), now=now) if oldest else "",
        is_old=oldest is None or now - oldest > BEHIND,
        lines=tuple(shortened(lines)),
        scope=scope,
    )


def checked_text(at: datetime, next_at: datetime | None, *, now: datetime) -> str:
    known = {"time": times.clock(at, now=now)}
    if next_at is None or next_at <= now:
        return _("Checked at %(time)s.") % known
    return _("Checked at %(time)s, next at %(next)s.") % {**known, "next": times.clock(next_at, now=now)}


def said_of(seller: Seller, progress: Progress, *, now: datetime) -> str:  # noqa: PLR0911  (one for each case)
    """What an agent has to know of one seller's chats; empty where all is as it should be."""
    as_of = progress.waiting_as_of
    if seller.token is not None and not progress.paused and as_of and now - as_of <= BEHIND:
        return ""  # nearly always, of hundreds
    named = {"seller": clean(seller.name, 60), "count": amount(progress.chats)}
    if seller.token is None:
        return _("%(seller)s: no token, so no chats are read.") % named
    if progress.paused:
        return _("%(seller)s: an administrator has paused reading its chats.") % named
    why = {**named, "why": short(progress.stopped.kind)} if progress.stopped else named
    if as_of is None:
        if progress.stopped:
            return _("%(seller)s: %(why)s. Its chats have not been read yet.") % why
        if not progress.chats:
            return _("%(seller)s: its chats have not been read yet.") % named
        return _("%(seller)s: its chats are being read, %(count)s so far. Those can be opened already.") % named
    since = {**why, "time": times.clock(as_of, now=now)}
    if progress.stopped:
        return _("%(seller)s: %(why)s. Its chats are shown as of %(time)s.") % since
    return _("%(seller)s: its chats are shown as of %(time)s.") % since


def shortened(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MOST_LINES]
    if (more := len(lines) - MOST_LINES) > 0:
        yield ngettext("And %(count)s more seller.", "And %(count)s more sellers.", more) % {"count": more}
