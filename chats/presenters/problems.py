"""A problem as a page shows it: what happened, what is shown meanwhile, what to do, and when it will pass."""

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
    """`text` says what happened and how old the shown state is. `until`, `trace` and `detail` may be empty."""

    kind: str
    tone: str
    title: str
    text: str
    advice: str
    until: str
    trace: str
    detail: str


def problem_view(
    problem: Problem, *, seller_name: str, seen_at: datetime | None, now: datetime, messages_are_fresh: bool = False
) -> ProblemView:
    """`seen_at` is when the desk last saw the chat, None when it never did. `messages_are_fresh` where only the status
    is that old."""
    entry = entry_of(problem.kind)
    happened = entry.gone if seen_at and entry.gone else entry.text
    until = until_text(entry, problem.until, seen_at, now)
    return ProblemView(
        kind=problem.kind,
        tone=entry.tone,
        title=str(entry.title),
        text=f"{happened % {'seller': clean(seller_name, 100)}} {last_seen_text(seen_at, now, messages_are_fresh)}",
        advice=advice_text(entry, seen_at, until),
        until=until,
        trace=clean(problem.trace, 200),
        detail=clean(problem.detail, 300),
    )


def short(kind: str) -> str:
    """The problem in a few words, for lists. Of a token check `kind` may also be "ok", or "" before the first."""
    if kind in ("", "ok"):
        return pgettext("last check", "in order") if kind else pgettext("last check", "not checked yet")
    return str(entry_of(kind).short)


def title_and_advice(kind: str) -> tuple[str, str]:
    """What happened and what to do about it, where no page of a chat stands beside."""
    entry = entry_of(kind)
    return str(entry.title), str(entry.advice)


def last_seen_text(seen_at: datetime | None, now: datetime, messages_are_fresh: bool) -> str:
    if seen_at is None:
        return _("The desk has not seen this chat before, so there is nothing older to show.")
    if messages_are_fresh:
        return _("The status is as of %(seen)s, the messages are fresh.") % {"seen": times.clock(seen_at, now=now)}
    return _("The page shows the state at %(seen)s.") % {"seen": times.clock(seen_at, now=now)}


def until_text(entry: Entry, at: datetime | None, seen_at: datetime | None, now: datetime) -> str:
    if at is None or at <= now:
        return ""
    # The desk refreshes by itself only chats that it has seen.
    text = SENSE_AGAIN if entry.until is ASKS_AGAIN and seen_at is None else entry.until
    return text % {"until": times.until(at, now=now)}


def advice_text(entry: Entry, seen_at: datetime | None, until: str) -> str:
    if entry.advice is not BY_ITSELF or seen_at:
        return str(entry.advice)
    return _("Look it up again then.") if until else _("Look it up again in a few minutes.")
