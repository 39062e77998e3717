"""Template tags for what all pages show alike: cached fragments, icons, times, IDs, the sheet of shortcuts."""

from collections.abc import Hashable, Iterable
from functools import lru_cache, partial, reduce
from operator import add
from typing import Any

from django import template
from django.conf import settings
from django.core.files.storage import storages
from django.db.models import Model
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from chats import static_files as bundles
from chats.presenters import shortcuts
from chats.presenters.formats import times
from chats.presenters.formats.cached import cached_by_language
from chats.presenters.formats.times import Moment
from chats.presenters.lookup import refusal_text

register = template.Library()


@register.filter
def one_line(text: str) -> str:
    """Commas for line breaks: an <input> drops line breaks, which would join two numbers into one."""
    return ", ".join(part.strip() for part in str(text).splitlines())


@register.simple_tag(name="cached")
def cached_fragment(template_name: str, **values: Hashable) -> SafeString:
    """{% cached "template" name=value … %}: renders the template with these values and no other context, as
    `include … only` does, and caches the result by the values for a few minutes.

    For what many pages show: the frame, rows, badges. Not for what differs each time, like a form's CSRF token. Never
    pass a model instance: it compares equal by primary key alone, so the fragment would show an older state of it.
    """
    if instances := [name for name, value in values.items() if isinstance(value, Model)]:
        raise TypeError(f"{template_name} would show an older state of these model instances: {', '.join(instances)}")
    return _render(template_name, **values) if settings.DEBUG else _cached(template_name, **values)


@register.simple_tag(name="cached_each")
def cached_fragments(template_name: str, name: str, rows: Iterable[Hashable]) -> SafeString:
    """{% cached_each "template" "name" rows %}: `cached` for each row; the template gets the row under that name."""
    render_one = _render if settings.DEBUG else partial(_cached.in_language, get_language())
    # SafeString + SafeString is safe, and takes a fifth of the time of format_html_join.
    return reduce(add, (render_one(template_name, **{name: row}) for row in rows), SafeString())


def _render(template_name: str, **values: Hashable) -> SafeString:
    return render_to_string(template_name, values)


_cached = cached_by_language(1000)(_render)


@register.simple_tag(takes_context=True)
def may(context: Context, action: str, business_id: int | str | None = None) -> bool:
    """{% may "answer" business_id as answers %}: whether the agent may do this, for one seller or for any of theirs
    (`services/people/roles.py`). False where the template was given no `desk`."""
    desk = context.get("desk")
    return bool(desk and desk.may(action, business_id))


@register.simple_tag
@lru_cache(100)
def icon(name: str) -> SafeString:
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def styles() -> SafeString:
    """Links to the style sheets: to the bundle where static files have been collected, else to each source."""
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', ((one,) for one in _addresses("css/all.css")))


@register.simple_tag
def scripts() -> SafeString:
    """Links to the scripts, likewise."""
    return format_html_join("\n", '<script src="{}" defer></script>', ((one,) for one in _addresses("js/all.js")))


def _addresses(bundle: str) -> list[str]:
    bundled = isinstance(storages["staticfiles"], bundles.BundledStorage) and not settings.DEBUG
    return [static(name) for name in ([bundle] if bundled else bundles.parts(bundle))]


@register.simple_tag
def age(moment: Moment) -> SafeString:
    """For lists: how long ago; times.js keeps it up to date."""
    return _time(moment, "list", moment.relative, title=moment.exact)


@register.simple_tag
def moment(moment: Moment) -> SafeString:
    """For details: the exact time, followed by how long ago."""
    exact = format_html('<time class="num" datetime="{}">{}</time>', moment.iso, moment.exact)
    return format_html("{} {}", exact, _time(moment, "since", moment.ago))


@register.simple_tag
def ago(moment: Moment) -> SafeString:
    """For use in a sentence: how long ago, or the date."""
    return _time(moment, "ago", moment.ago or moment.date, kind="num")


@register.simple_tag
def clock(moment: Moment) -> SafeString:
    return format_html('<time class="num" datetime="{}">{}</time>', moment.iso, moment.clock)


@register.simple_tag
def on_paper() -> str:
    """When the page was made, for the foot of what is printed."""
    return times.on_paper(timezone.now())


@register.simple_tag
def number(value: str) -> SafeString:
    """An ID: digits never grouped, no line break inside, selected as a whole by one click."""
    return format_html('<span class="num id">{}</span>', value)


@register.simple_tag
def refusal(kind: str) -> str:
    """The text that lookup.js shows when it refuses to send what was pasted."""
    return refusal_text(kind)


@register.simple_tag
def shortcut_groups() -> Any:
    return shortcuts.GROUPS


def _time(moment: Moment, form: str, text: str, *, title: str = "", kind: str = "num muted") -> SafeString:
    return format_html(
        '<time class="{}" datetime="{}" data-age="{}" data-date="{}"{}>{}</time>',
        kind,
        moment.iso,
        form,
        moment.date,
        format_html(' title="{}"', title) if title else "",
        text,
    )
