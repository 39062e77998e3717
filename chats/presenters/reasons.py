"""Why sellers could not be asked: one line for each reason, not one for each seller."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chats.models import Seller
from chats.presenters.formats.text import clean
from chats.presenters.problems import problem_view, short
from chats.problems import Problem

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class ReasonView:
    """One reason, the sellers it holds for, what to do, and when it will have passed for all of them."""

    kind: str
    words: str
    sellers: tuple[str, ...]
    until: str
    advice: str


@dataclass(frozen=True, kw_only=True)
class CodeView:
    """A code by which Market's support finds one call."""

    seller: str
    code: str


@dataclass(frozen=True, kw_only=True)
class ReasonsView:
    """`to_copy` is all codes as one text."""

    reasons: tuple[ReasonView, ...]
    codes: tuple[CodeView, ...]
    to_copy: str


def reasons_view(failed: Iterable[tuple[Seller, Problem]], *, now: datetime) -> ReasonsView:
    """`failed` may name a seller more than once, for several numbers."""
    by_kind: dict[str, list[tuple[Seller, Problem]]] = {}
    codes: dict[CodeView, None] = {}
    for seller, problem in failed:
        by_kind.setdefault(problem.kind, []).append((seller, problem))
        if problem.trace:
            codes[CodeView(seller=clean(seller.name, 100), code=clean(problem.trace, 200))] = None
    return ReasonsView(
        reasons=tuple(reason_view(kind, alike, now) for kind, alike in by_kind.items()),
        codes=tuple(codes),
        to_copy="\n".join(f"{one.seller}: {one.code}" for one in codes),
    )


def reason_view(kind: str, failed: Sequence[tuple[Seller, Problem]], now: datetime) -> ReasonView:
    last = max((problem for _, problem in failed), key=lambda problem: problem.until or LONG_AGO)
    view = problem_view(last, seller_name="", seen_at=None, now=now)
    return ReasonView(
        kind=kind,
        words=short(kind),
        sellers=tuple(dict.fromkeys(clean(seller.name, 100) for seller, _ in failed)),
        until=view.until,
        advice=view.advice,
    )
