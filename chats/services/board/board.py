"""Gathers what the board shows. `presenters/board.py` turns it into words."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.models import User

from chats.models import Chat, Reply, Seller
from chats.models.replies import WITHOUT_OUTCOME
from chats.models.sightings import SNOOZED
from chats.services import conversation, inbox, people, sweep
from chats.services.board.counted import MOST_COUNTED, OverdueSince
from chats.services.board.load import Load, loads_of
from chats.services.board.sellers import SellerQueue, queues_of
from chats.services.inbox import Entry
from chats.services.people import Action
from chats.services.sweep import Progress

MOST_ROWS: Final = 10
LONGEST_OPEN: Final = timedelta(days=30)  # a reply whose outcome nobody has noted for so long is history


@dataclass(frozen=True, kw_only=True)
class OpenReply:
    """A reply of which nobody knows whether it arrived."""

    chat: Chat
    agent: User | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Board:
    """`queues` has each seller once, `loads` each person once. `snoozed` is counted up to MOST_COUNTED. `sees_more`:
    the person sees sellers that they do not lead, whose chats are in their inbox and not here."""

    queues: Sequence[SellerQueue]
    loads: Sequence[Load]
    longest: Sequence[Entry]
    snoozed: int
    open_replies: Sequence[OpenReply]
    progress: Mapping[int, Progress]
    sees_more: bool

    @property
    def sellers(self) -> Sequence[Seller]:
        return [queue.seller for queue in self.queues]

    @property
    def digest(self) -> str:
        """Changes with whatever the board shows; not with the age of anything."""
        loads = [
            (one.person.pk, one.has, one.waiting, one.overdue, one.oldest, one.answered, one.last_at)
            for one in self.loads
        ]
        shown = (
            [
                (one.seller.pk, one.waiting, one.overdue, one.past_deadline, one.nobodys, one.oldest)
                for one in self.queues
            ],
            loads,
            [(one.chat.pk, one.chat.version, one.chat.own_draft) for one in self.longest],
            [(one.chat.pk, one.at) for one in self.open_replies],
            self.snoozed,
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]


def board_of(person: User, *, now: datetime, midnight: datetime) -> Board:
    """Of the sellers that this person leads. The number of queries does not depend on how many there are. `midnight` is
    when the person's day began."""
    sellers = people.sellers_where(person, Action.SEE_BOARD)
    keys = tuple(seller.pk for seller in sellers)
    overdue = OverdueSince(sellers, now=now)
    return Board(
        queues=queues_of(sellers, overdue, now=now),
        loads=loads_of(keys, overdue, all_there_are=person.is_superuser, now=now, midnight=midnight),
        longest=inbox.longest_waiting(person, keys, most=MOST_ROWS),
        snoozed=Chat.objects.filter(SNOOZED, seller__in=keys)[:MOST_COUNTED].count(),
        open_replies=open_replies(person, keys, now=now),
        progress=sweep.progress_of(sellers),
        sees_more=len(sellers) < len(people.sellers_seen_by(person)),
    )


def open_replies(person: User, sellers: Sequence[int], *, now: datetime) -> Sequence[OpenReply]:
    """The oldest first, MOST_COUNTED at most."""
    rows = Reply.objects.filter(WITHOUT_OUTCOME, chat__seller__in=sellers, started_at__gt=now - LONGEST_OPEN)
    rows = rows.select_related("chat", "agent").order_by("started_at")
    found = [one for one in rows[:MOST_COUNTED] if conversation.is_open_question(one, now=now)]
    people.with_sellers(person, [one.chat for one in found])
    return [OpenReply(chat=one.chat, agent=one.agent, at=one.started_at) for one in found]
