"""The lead's board in words."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from chats.presenters.formats.numbers import amount
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.holder import full_name
from chats.presenters.inbox_filters import address_of
from chats.presenters.inbox_rows import Item, RowContext, chat_address, inbox_row
from chats.presenters.standing import Standing, standing_of
from chats.presenters.waiting import WaitView, view_of
from chats.presenters.words import board as words
from chats.services.board import MOST_COUNTED, Board, Load, SellerQueue
from chats.services.inbox import WAITING, Asked

MOST_SELLERS: Final = 30


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number on top. `tone` marks one that should be 0 and is not; `href` is empty where no list has just these."""

    name: str
    word: Promise
    count: str
    tone: str
    href: str


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """`state` says why somebody who still has chats cannot answer them."""

    name: str
    state: str
    has: str
    waiting: str
    overdue: str
    oldest: WaitView | None
    answered: str
    last: Moment | None


@dataclass(frozen=True, kw_only=True)
class SellerRow:
    name: str
    href: str
    waiting: str
    overdue: str
    past_deadline: str
    nobodys: str
    oldest: WaitView | None


@dataclass(frozen=True, kw_only=True)
class ReplyRow:
    name: str
    href: str
    shop: str
    agent: str
    at: Moment


@dataclass(frozen=True, kw_only=True)
class BoardView:
    """`calm`: nobody waits. `left_out` is how many sellers with less are not shown."""

    figures: tuple[Figure, ...]
    items: tuple[Item, ...]
    people: tuple[PersonRow, ...]
    sellers: tuple[SellerRow, ...]
    left_out: int
    replies: tuple[ReplyRow, ...]
    calm: bool
    standing: Standing
    as_of: str
    digest: str


def board_view(board: Board, reader: User, *, now: datetime) -> BoardView:
    queues = sorted((one for one in board.queues if one.waiting), key=most_pressing)
    standing = standing_of(board.sellers, board.progress, now=now)
    as_of = date_format(timezone.localtime(now), "H:i")  # in the digest as well, so that it is never old
    said = repr((board.digest, standing.lines, standing.is_old, as_of))
    return BoardView(
        figures=tuple(figures_of(board)),
        items=tuple(items_of(board, reader, now=now)),
        people=tuple(person_row(one, now=now) for one in sorted(board.loads, key=busiest)),
        sellers=tuple(seller_row(one, now=now) for one in queues[:MOST_SELLERS]),
        left_out=max(len(queues) - MOST_SELLERS, 0),
        replies=tuple(reply_rows(board, now=now)),
        calm=not queues,
        standing=standing,
        as_of=as_of,
        digest=hashlib.sha256(said.encode(errors="replace")).hexdigest()[:12],
    )


def most_pressing(queue: SellerQueue) -> tuple[int, int, str]:
    return -queue.overdue - queue.past_deadline, -queue.waiting, queue.seller.name.casefold()


def busiest(load: Load) -> tuple[int, int, int, str]:
    return -load.overdue, -load.waiting, -load.has, full_name(load.person).casefold()


# ---- numbers


def figures_of(board: Board) -> Iterator[Figure]:
    waiting, nobodys = address_in(board, WAITING), address_in(board, "nobodys")
    past = [queue.past_deadline for queue in board.queues]
    overdue = [queue.overdue for queue in board.queues]
    yield figure("past-deadline", past, waiting, tone="danger")
    yield figure("overdue", overdue, waiting, tone="warn")
    yield figure("waiting", [queue.waiting for queue in board.queues], waiting)
    yield figure("nobodys", [queue.nobodys for queue in board.queues], nobodys)
    yield figure("snoozed", [board.snoozed], address_in(board, "snoozed"))
    replies = len(board.open_replies)
    yield figure("open-replies", [replies], "#open-replies" if replies else "", tone="danger")


def figure(name: str, counts: Sequence[int], href: str, *, tone: str = "") -> Figure:
    tone = tone if any(counts) else ""
    return Figure(name=name, word=words.FIGURES[name], count=together(counts), tone=tone, href=href)


def together(counts: Iterable[int]) -> str:
    """The sum. A count that ends at its cap says only that there are more than 99."""
    known = [min(count, MOST_COUNTED - 1) for count in counts]
    more = any(count >= MOST_COUNTED for count in counts)
    return f"{amount(sum(known))}{'+' if more else ''}"


def address_in(board: Board, view: str) -> str:
    """Of the list that has the chats of the board: none where the reader's has others as well."""
    if board.sees_more and len(board.queues) != 1:
        return ""
    seller = board.sellers[0].business_id if board.sees_more else None
    return address_of(Asked(view=view, seller=seller))


# ---- rows


def items_of(board: Board, reader: User, *, now: datetime) -> Iterator[Item]:
    context = RowContext(
        agent_id=reader.pk,
        query=Asked().query(view="from"),
        is_queue=True,
        is_mixed=False,
        same_type="",
        several=len(board.queues) > 1 or board.sees_more,
        stores={},
    )
    for entry in board.longest:
        row = inbox_row(entry, context, now=now)
        yield Item(key=row.key, row=row)


def person_row(load: Load, *, now: datetime) -> PersonRow:
    return PersonRow(
        name=full_name(load.person),
        state=state_of(load),
        has=together([load.has]),
        waiting=together([load.waiting]),
        overdue=together([load.overdue]),
        oldest=wait_of(load.oldest, now=now),
        answered=amount(load.answered),
        last=moment(load.last_at, now=now) if load.last_at else None,
    )


def state_of(load: Load) -> str:
    if load.sees:
        return ""
    return _("no access") if load.person.is_active else _("deactivated")


def seller_row(queue: SellerQueue, *, now: datetime) -> SellerRow:
    return SellerRow(
        name=clean(queue.seller.name, 60),
        href=address_of(Asked(seller=queue.seller.business_id)),
        waiting=together([queue.waiting]),
        overdue=together([queue.overdue]),
        past_deadline=together([queue.past_deadline]),
        nobodys=together([queue.nobodys]),
        oldest=wait_of(queue.oldest, is_over=bool(queue.overdue), now=now),
    )


def wait_of(since: datetime | None, *, is_over: bool = False, now: datetime) -> WaitView | None:
    if since is None:
        return None
    return view_of("%(time)s", moment(since, now=now), now - since, level="over" if is_over else "")


def reply_rows(board: Board, *, now: datetime) -> Iterator[ReplyRow]:
    for one in board.open_replies:
        seller = one.chat.seller
        yield ReplyRow(
            name=clean(one.chat.customer_name, 100),
            href=chat_address(seller.business_id, one.chat.chat_id),
            shop=clean(seller.name, 60),
            agent=full_name(one.agent) if one.agent else "",
            at=moment(one.at, now=now),
        )
