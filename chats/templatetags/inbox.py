"""Template tags for the rows of the inbox.

A row is kept as it looks at any time. How long it has waited, and who writes there now, are put in afterwards: all else
changes only with the chat.
"""

from collections.abc import Iterable
from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chats.presenters.formats.cached import cached
from chats.presenters.formats.times import Moment
from chats.presenters.inbox_rows import InboxRow, Item
from chats.presenters.presence import RowWriting
from chats.presenters.snooze import SnoozeView
from chats.presenters.waiting import WaitView
from chats.templatetags.desk import age, cached_fragment, icon

register = template.Library()
# Where the time goes, and who writes. What a buyer has written is escaped, so it never holds this.
PLACE: Final = SafeString("<!--when-->")
WRITING: Final = SafeString("<!--writing-->")


@register.simple_tag
def inbox_items(items: Iterable[Item], level: int) -> SafeString:
    """Rows, and headings of this level."""
    return SafeString("".join(item_html(item, level) for item in items))


def item_html(item: Item, level: int) -> str:
    if item.row is None:
        return cached_fragment("chats/inbox/_heading.html", item=item, level=level)
    return row_html(item.row)


def row_html(row: InboxRow) -> str:
    around = {"key": row.key, "apart": row.is_apart}
    kept = cached_fragment("chats/inbox/_row.html", row=row.face, when=PLACE, writing=WRITING, **around)
    writing = writing_html(row.writing) if row.writing else ""
    return kept.replace(WRITING, writing, 1).replace(PLACE, when_html(row.when), 1)


@cached(5_000)
def when_html(when: WaitView | SnoozeView | Moment) -> SafeString:
    if isinstance(when, WaitView):
        return wait(when)
    if isinstance(when, SnoozeView):
        return format_html('<span class="wait" title="{}">{}{}</span>', when.line, icon("clock"), when.back)
    return format_html('<span class="row-when">{}</span>', age(when))


@cached(1_000)
def writing_html(view: RowWriting) -> SafeString:
    return format_html(
        '<span class="writes" title="{}"><span aria-hidden="true">{}</span><span class="sr">{}</span></span>',
        view.names,
        view.short,
        view.text,
    )


@register.simple_tag
def wait(view: WaitView) -> SafeString:
    """How long a chat has waited, or how much is left of a deadline; times.js keeps it up to date."""
    return format_html(
        '<span class="wait" data-level="{}" title="{}">{}'
        '<time class="num" datetime="{}" data-span="{}" data-words="{}" data-after="{}">{}</time></span>',
        view.level,
        view.exact,
        icon("clock") if view.level else "",
        view.iso,
        "until" if view.counts_down else "since",
        view.words,
        view.after,
        view.text,
    )
