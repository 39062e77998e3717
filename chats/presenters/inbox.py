"""The list of the inbox with its views and filters, for its templates."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from chats.models import Chat
from chats.presenters.inbox_filters import Chip, Scope, address_of, chips_of
from chats.presenters.inbox_rows import InboxRow, Item, RowContext, inbox_row, items_of
from chats.presenters.words import inbox as words
from chats.services import inbox
from chats.services.inbox import Asked, Entry, InboxPage


@dataclass(frozen=True, kw_only=True)
class ViewLink:
    """`count` is empty where nobody counts."""

    name: str
    word: str
    title: str
    href: str
    count: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Way:
    """From the open chat to its list, where that is not beside it. `place` is where the chat stands there, empty where
    the list does not hold it; `before` and `after` are the addresses of its neighbours, empty where there is none."""

    place: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class ListView:
    """`address` is that of the list itself, `saved_as` its query for a saved view; `query` what the address of a chat
    that is opened from it carries; `next` that of the next page, empty on the last. `hidden` is how many chats filters
    that leave none have hidden, empty for none, and `elsewhere` where to look when nobody waits. `handed` is the view
    of what colleagues have handed to the agent; `says_handed`: it holds something, and this is another one. `picks`
    is the address of the same list with a box in each row."""

    title: str
    count: str
    views: tuple[ViewLink, ...]
    more_views: tuple[ViewLink, ...]
    chips: Sequence[Chip]
    address: str
    query: str
    saved_as: str
    next: str
    items: Sequence[Item]
    way: Way
    digest: str
    nothing: str
    unfiltered: str
    filtered: bool
    hidden: str
    is_queue: bool
    elsewhere: ViewLink | None
    handed: ViewLink
    says_handed: bool
    picks: str
    view: str


def list_view(  # noqa: PLR0913  (the optional ones are keyword-only)
    page: InboxPage, agent: User, scope: Scope, *, now: datetime, shown: Chat | None = None, before: str = ""
) -> ListView:
    """`shown` is the chat whose page has the list, `before` the section that the page of the list before ended in."""
    asked, links = page.asked, tuple(view_links(page))
    rows = rows_of(page, agent, scope, now=now, shown=shown)
    last = rows[-1].section if rows else ""
    handed = next(one for one in links if one.name == "handed")
    return ListView(
        title=str(words.VIEWS[asked.view].title),
        count=head_count(page),
        views=links[: inbox.ALWAYS_SHOWN],
        more_views=links[inbox.ALWAYS_SHOWN :],
        chips=tuple(chips_of(asked, scope)),
        address=address_of(asked),
        query=asked.query(view="from"),
        saved_as=asked.query(),
        next=address_of(asked, after=page.after, section=last) if page.after else "",
        items=tuple(items_of(rows, before=before)),
        way=way_of(rows, head_count(page)),
        digest=inbox.page_digest(page),
        nothing=str(words.VIEWS[asked.view].nothing),
        unfiltered=address_of(Asked(view=asked.view)),
        filtered=asked.is_filtered,
        hidden=capped(page.hidden) if page.hidden else "",
        is_queue=asked.of.is_queue,
        elsewhere=next((one for one in links if one.name == "buyer" and one.count not in ("", "0")), None),
        handed=handed,
        says_handed=handed.count not in ("", "0") and not handed.current,
        picks=picks_of(asked),
        view=asked.view,
    )


def picks_of(asked: Asked) -> str:
    """The list with a box in each row, for browsers without scripts."""
    address = address_of(asked)
    return f"{address}{'&' if '?' in address else '?'}pick=1"


def rows_of(page: InboxPage, agent: User, scope: Scope, *, now: datetime, shown: Chat | None) -> list[InboxRow]:
    view = RowContext(
        agent_id=agent.pk,
        query=page.asked.query(view="from"),
        is_queue=page.asked.of.is_queue,
        is_mixed=page.asked.of.is_mixed,
        same_type=page.asked.of.type,
        several=len(scope.sellers) > 1,
        stores=dict(scope.stores),
        tags=scope.tags,
    )
    chat = shown.pk if shown else None
    apart = replace(view, is_mixed=True, same_type="")
    opened = [replace(inbox_row(page.opened, apart, now=now, shown=chat), section="open")] if page.opened else []

    # Not of the open chat where the view does not hold it: no pulse brings that row again.
    def row(entry: Entry, context: RowContext) -> InboxRow:
        return inbox_row(entry, context, now=now, shown=chat, writers=page.writers.get(entry.chat.pk, ()))

    mentioned = [replace(row(entry, apart), section="mentioned") for entry in page.mentioned]
    return [*opened, *mentioned, *(row(entry, view) for entry in page.entries)]


def way_of(rows: Sequence[InboxRow], count: str) -> Way:
    listed = [row for row in rows if row.section != "open"]
    at = next((place for place, row in enumerate(listed) if row.face.open), None)
    if at is None:
        return Way(after=listed[0].face.href if listed else "")
    return Way(
        place=_("%(place)s of %(count)s") % {"place": at + 1, "count": count},
        before=listed[at - 1].face.href if at else "",
        after=listed[at + 1].face.href if at + 1 < len(listed) else "",
    )


def view_links(page: InboxPage) -> Iterator[ViewLink]:
    """Links to the other views; they keep the filters."""
    for name, word in words.VIEWS.items():
        asked = replace(page.asked, view=name)
        yield ViewLink(
            name=name,
            word=str(word.short),
            title=str(word.title),
            href=address_of(asked),
            count=capped(page.counts[name]) if name in page.counts else "",
            current=name == page.asked.view,
        )


def head_count(page: InboxPage) -> str:
    if (count := page.counts.get(page.asked.view)) is not None:
        return capped(count)
    return f"{len(page.listed)}{'+' if page.after else ''}"


def capped(count: int) -> str:
    return f"{inbox.MOST_COUNTED - 1}+" if count >= inbox.MOST_COUNTED else str(count)
