"""A page of one view of the inbox, and how many chats each view holds.

The columns that a row needs are the chat's own, so that a page is one query, however many chats there are. Pages follow
one another by the place of the last row (keyset), never by a number of rows to skip.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Left

from chats.models import Campaign, Chat, Draft, Seller
from chats.services import notes, people
from chats.services.inbox.asked import Asked
from chats.services.inbox.counts import count_of, counts
from chats.services.inbox.listed import COLUMNS, ListedChat
from chats.services.inbox.matching import AGENT, chats_in, chats_of, is_unread, mentioned_of, sellers_in
from chats.services.inbox.views import Order, Part
from chats.services.people import Person
from chats.statements import Parameter, Statement

Writers = Mapping[int, Sequence[Person]]

PAGE: Final = 50
DRAFT_SHOWN: Final = 120
SHAPES: Final = 500  # statements kept: one for each view, filter and set of sellers in use
NOBODY_WRITES: Final[Writers] = MappingProxyType({})
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in the inbox that somebody has to see to. Of the kinds that are planned (reviews, questions, decisions
    about returns) there are chats today."""

    kind: str
    chat: ListedChat
    seller: Seller


@dataclass(frozen=True, kw_only=True)
class InboxPage:
    """`after` is where the next page begins, empty on the last one. `counts` has a number for each view that is
    counted, and none while filters are set: with a rare one, the cap would not bound what counting costs. `hidden` is
    how many chats the view holds, a hundred at most, where its filters leave none of them. `writers` are the
    colleagues who write in these chats now, by their primary keys. `opened` is the open chat where the view does not
    hold it, `mentioned` are chats that stand in front because somebody mentions the agent there."""

    asked: Asked
    entries: Sequence[Entry]
    after: str
    counts: Mapping[str, int]
    hidden: int = 0
    writers: Writers = field(default_factory=dict)
    opened: Entry | None = None
    mentioned: Sequence[Entry] = ()

    @property
    def listed(self) -> Sequence[Entry]:
        """All of its chats, in their order."""
        return [*self.mentioned, *self.entries]


def page_of(  # noqa: PLR0913  (the optional ones are keyword-only)
    agent: User,
    asked: Asked,
    *,
    after: str = "",
    most: int = PAGE,
    counted: Mapping[str, int] | None = None,
    writers: Writers = NOBODY_WRITES,
) -> InboxPage:
    """One page of a view, as one agent sees it, from where `after` of the page before says. Two or three queries.
    `counted` are its counts, for a caller that has them already, and `writers` the colleagues who write somewhere."""
    chats = page_of_chats(agent, asked, after, most=most)
    more, chats = len(chats) > most, chats[:most]
    mentioned = [] if after else mentioned_rows(agent, asked)
    return InboxPage(
        asked=asked,
        entries=entries_of(agent, chats),
        after=place_of(chats[-1], asked.of.order) if more else "",
        counts=counts_beside(agent, asked) if counted is None else counted,
        hidden=count_of(agent, asked.view) if asked.is_filtered and not (chats or after or mentioned) else 0,
        writers=writers_in(writers, (one.pk for one in [*mentioned, *chats])),
        mentioned=entries_of(agent, mentioned),
    )


def writers_in(writers: Writers, chats: Iterable[int]) -> Writers:
    """Of these, those who write in the chats that the agent is shown."""
    return {pk: writers[pk] for pk in chats if pk in writers}


def counts_beside(agent: User, asked: Asked) -> Mapping[str, int]:
    """The counts that stand beside a list: none where it is filtered."""
    return {} if asked.is_filtered else counts(agent)


def first_of(agent: User, asked: Asked, *, but: int | None = None) -> Chat | None:
    """The top of a view, passing over the chat with this ID. Asked of everything that waits where the view is none of
    those that wait. None where there is nothing."""
    asked = asked if asked.of.is_queue else Asked()
    others = chats_in(agent, asked).exclude(chat_id=but or 0)
    chats = in_order(others, asked.of.order).only("seller_id", "chat_id")
    return next(iter(people.with_sellers(agent, chats[:1])), None)


def with_open_chat(agent: User, page: InboxPage, chat: Chat) -> InboxPage:
    """The page as the chat's own page shows it: the chat always has its row, the first where the view does not hold it.
    One query more then."""
    if any(one.chat.pk == chat.pk for one in page.listed):
        return page
    own = [ListedChat._make(row) for row in one_row().run(agent=agent.pk, chat=chat.pk)]
    return replace(page, opened=next(iter(entries_of(agent, own)), None))


def page_of_chats(agent: User, asked: Asked, after: str, *, most: int) -> list[ListedChat]:
    """The chats of a page, and one more where others follow."""
    sellers, place = sellers_in(agent, asked), read_place(asked.of.order, after)
    found = list[ListedChat]()
    for part in asked.of.order.parts if place else (Part.ALL,):
        found += map(ListedChat._make, rows_of(sellers, asked, part, fetched(most)).run(agent=agent.pk, **place))
        if len(found) > most:
            break
    return found[: most + 1]


def fetched(most: int) -> int:
    """How many rows are asked for to show this many and to know whether others follow: few different numbers, because
    each takes a statement of its own."""
    return -(-most // PAGE) * PAGE + 1


@lru_cache(SHAPES)
def rows_of(sellers: tuple[int, ...], asked: Asked, part: Part, count: int) -> Statement[tuple[Any, ...]]:
    """The first rows of a view, or of a part of what follows a place in it."""
    chats = chats_of(AGENT, sellers, asked).filter(part_after(asked.of.order, part))
    return Statement(as_rows(first(chats, asked.of.order, count)))


def mentioned_rows(agent: User, asked: Asked) -> list[ListedChat]:
    """The chats that stand in front of a view for a mention, the latest first."""
    if not asked.of.mentions:
        return []
    return [ListedChat._make(row) for row in mentioned_at(sellers_in(agent, asked), asked).run(agent=agent.pk)]


@lru_cache(SHAPES)
def mentioned_at(sellers: tuple[int, ...], asked: Asked) -> Statement[tuple[Any, ...]]:
    return Statement(as_rows(mentioned_of(AGENT, sellers, asked)[:PAGE]))


@cache
def one_row() -> Statement[tuple[Any, ...]]:
    return Statement(as_rows(Chat.objects.filter(pk=Parameter("chat"))))


def as_rows(chats: QuerySet[Chat]) -> QuerySet[Chat, tuple[Any, ...]]:
    return with_marks(AGENT, chats).values_list(*COLUMNS)


def in_order(chats: QuerySet[Chat], order: Order) -> QuerySet[Chat]:
    return chats.order_by(*order.value, "-pk" if order.falls else "pk")


def first(chats: QuerySet[Chat], order: Order, count: int) -> QuerySet[Chat]:
    """The first of these chats, in order. Found by their keys alone, which are in the index: otherwise both databases
    work out the marks of every chat of the view, and sort their whole rows, to show fifty."""
    keys = in_order(chats, order).values("pk")[:count]
    return in_order(Chat.objects.filter(pk__in=keys), order)


def with_marks(agent: int | Parameter, chats: QuerySet[Chat]) -> QuerySet[Chat]:
    drafts = Draft.objects.filter(agent=agent, chat=OuterRef("pk")).exclude(text="")
    mentions = notes.unread_for(agent).filter(chat=OuterRef("pk"))
    return chats.annotate(
        is_unread=Case(When(is_unread(agent), then=Value(1)), default=Value(0)),
        own_draft=Subquery(drafts.values(beginning=Left("text", DRAFT_SHOWN))[:1]),
        mentioned_by=Subquery(mentions.order_by("-pk").values(name=notes.WHO_MENTIONS)[:1]),
    )


def entries_of(agent: User, chats: Sequence[ListedChat]) -> Sequence[Entry]:
    sellers = people.sellers_seen_by(agent)
    return [Entry(kind="chat", chat=chat, seller=sellers[chat.seller_id]) for chat in chats]


def stores_of(agent: User) -> Sequence[tuple[int, str]]:
    """The stores of the sellers that the agent may see: campaign ID and name, which is empty where nobody knows it."""
    return stores_at(tuple(people.sellers_seen_by(agent))).run()


@lru_cache(100)
def stores_at(sellers: tuple[int, ...]) -> Statement[tuple[int, str]]:
    stores = Campaign.objects.filter(seller__in=sellers).order_by("name", "campaign_id")
    return Statement(stores.values_list("campaign_id", "name"))


# ---- from one page to the next


def place_of(chat: ListedChat, order: Order) -> str:
    """Where a chat stands in a view, as an address says it: the next page begins after it."""
    values = [getattr(chat, name) for name in order.columns]
    return ".".join(str(microseconds(one) if isinstance(one, datetime) else one) for one in [*values, chat.pk])


def read_place(order: Order, after: str) -> Mapping[str, Any]:
    """The values of a place, by the names of their parameters. Empty where there is none, or none that can be read."""
    numbers = after.split(".") if after else []
    if len(numbers) != len(order.value) + 1 or not all(one.isascii() and one.isdigit() for one in numbers):
        return {}
    *head, micros, pk = (int(one[:18]) for one in numbers)
    then = time_of(micros)
    if then is None:
        return {}
    return {"then": then, "pk": pk} | ({"urgency": head[0]} if head else {})


def part_after(order: Order, part: Part) -> Q:
    """What follows a place: the rest of its urgency, then the other urgencies, each by one range of the index."""
    if part is Part.ALL:
        return Q()
    if part is Part.NEXT_URGENCIES:
        return Q(urgency__gt=Parameter("urgency"))
    name, sign, then = order.columns[-1], "lt" if order.falls else "gt", Parameter("then")
    # The first condition lets the index be used; the second is the exact one.
    exact = Q(**{f"{name}__{sign}": then}) | Q(**{name: then, f"pk__{sign}": Parameter("pk")})
    beyond = Q(**{f"{name}__{sign}e": then}) & exact
    return beyond if part is Part.REST else beyond & Q(urgency=Parameter("urgency"))


def microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def time_of(micros: int) -> datetime | None:
    try:
        return EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return None
