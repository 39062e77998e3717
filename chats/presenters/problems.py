"""A problem as `words/problems.py` says it: what happened, what stays true, what to do, when it will be better."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chats.presenters.formats import times
from chats.presenters.formats.text import clean
from chats.presenters.words.entry import ASKS_AGAIN, BY_ITSELF, SENSE_AGAIN, Entry
from chats.presenters.words.problems import entry_of
from chats.problems import Problem


@dataclass(frozen=True, kw_only=True)
class ProblemView:
    """`text` is what happened and what stays true; `until`, `trace` and `detail` may be empty."""

    kind: str
    tone: str
    title: str
    text: str
    advice: str
    until: str
    trace: str
    detail: str


def problem_view(problem: Problem, *, seller_name: str, seen_at: datetime | None, now: datetime) -> ProblemView:
    """The problem in words. `seen_at` is when the chat was last seen, None when the desk never saw it."""
    entry = entry_of(problem.kind)
    happened = entry.gone if seen_at and entry.gone else entry.text
    until = _until(entry, problem.until, seen_at, now)
    return ProblemView(
        kind=problem.kind,
        tone=entry.tone,
        title=str(entry.title),
        text=f"{happened % {'seller': clean(seller_name, 100)}} {_stays(seen_at, now)}",
        advice=_advice(entry, seen_at, until),
        until=until,
        trace=clean(problem.trace, 200),
        detail=clean(problem.detail, 300),
    )


def short(kind: str) -> str:
    """A few words for lists: why a seller could not be asked, what the last check said."""
    if kind in ("", "ok"):
        return pgettext("last check", "in order") if kind else pgettext("last check", "not checked yet")
    return str(entry_of(kind).short)


def _stays(seen_at: datetime | None, now: datetime) -> str:
    if seen_at is None:
        return _("The desk has not seen this chat before, so there is nothing older to show.")
    return _("Shown is what was seen at %(seen)s.") % {"seen": times.clock(seen_at, now=now)}


def _until(entry: Entry, moment: datetime | None, seen_at: datetime | None, now: datetime) -> str:
    if moment is None or moment <= now:
        return ""
    # Only an open chat is asked for again by itself.
    text = SENSE_AGAIN if entry.until is ASKS_AGAIN and seen_at is None else entry.until
    return text % {"until": times.until(moment, now=now)}


def _advice(entry: Entry, seen_at: datetime | None, until: str) -> str:
    if entry.advice is not BY_ITSELF or seen_at:
        return str(entry.advice)
    return _("Look it up again then.") if until else _("Look it up again in a few minutes.")
