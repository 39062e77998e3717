"""The inbox, which is the home page: its list, the next rows of it, and its pulse."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from chats.market.ids import market_id
from chats.models import Chat
from chats.presenters.bulk import BulkBar, bulk_bar
from chats.presenters.inbox import ListView, list_view
from chats.presenters.inbox_filters import Scope, address_of, choices_of, scope_text
from chats.presenters.mirror import MirrorView, mirror_view
from chats.presenters.rows import recent_rows
from chats.presenters.saved_views import SavedLinks, saved_links
from chats.presenters.standing import Standing, standing_of
from chats.services import inbox, lookup, people, presence, sweep, tags
from chats.services.inbox import Asked
from chats.services.sweep import Progress
from chats.views.lookup import low_text
from chats.views.request import AgentRequest, asks_for

TEMPLATE = "chats/inbox/list.html"


@require_GET
@gzip_page  # safe, like a chat's page: it repeats of its address only what names a view
def home(request: AgentRequest) -> HttpResponse:
    """The whole page, or the part of it that is asked for."""
    asked = Asked.sent(request.GET)
    for part, view in PARTS.items():
        if asks_for(request, part):
            return view(request, asked)
    bulk = bulk_of(request) if "pick" in request.GET else None
    return render(request, "chats/inbox/inbox.html", {**home_context(request, asked), "bulk": bulk})


@require_GET
def next_chat(request: AgentRequest) -> HttpResponse:
    """To the top of the queue, or of the view that the address names; to the inbox where nobody waits."""
    asked = Asked.sent(request.GET, view="from")
    chat = inbox.first_of(request.user, asked, but=market_id(request.GET.get("but")))
    if chat is None:
        return redirect(address_of(asked))
    address = resolve_url("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    return redirect(f"{address}?{asked.query(view='from')}")


def home_context(request: AgentRequest, asked: Asked) -> dict[str, object]:
    shown, known = list_of(request, asked), progress(request)
    return {
        "list": shown,
        "choices": choices_of(asked, scope_of(request)),
        "saved": saved(request, asked),
        "no_rows": not shown.items,
        "standing": standing(request, asked, known),
        "address": address_of(asked),
        "low": low_text(request),
        "recents": recent_rows(lookup.recent_chats(request.user), now=timezone.now()),
        "mirror": mirror(request, known),
    }


def bulk_of(request: AgentRequest) -> BulkBar:
    """What can be done with several chats at once."""
    return bulk_bar(inbox.all_colleagues(request.user), tags.tags_seen_by(request.user), now=timezone.now())


def saved(request: AgentRequest, asked: Asked) -> SavedLinks:
    return saved_links(inbox.saved_views(request.user), asked, request.user)


def progress(request: AgentRequest) -> Mapping[int, Progress]:
    """How far the chats of the agent's sellers have been read."""
    return sweep.progress_of(people.sellers_seen_by(request.user).values())


def mirror(request: AgentRequest, known: Mapping[int, Progress]) -> MirrorView:
    """The same in words; without a key, nothing is read."""
    sellers = [one for one in people.sellers_seen_by(request.user).values() if one.token is not None]
    return mirror_view(sellers, known, now=timezone.now())


def mirror_part(request: AgentRequest, asked: Asked) -> HttpResponse:
    return render(request, "chats/lookup/_mirror.html", {"mirror": mirror(request, progress(request))})


def next_rows(request: AgentRequest, asked: Asked) -> HttpResponse:
    return render(request, f"{TEMPLATE}#items", {"list": list_of(request, asked)})


def pulse(request: AgentRequest, asked: Asked) -> HttpResponse:
    rows = changed_rows(request, asked)
    return HttpResponse(rows) if rows else HttpResponse(status=204)


def changed_rows(request: AgentRequest, asked: Asked) -> str:
    """The list of an open page as a part, empty where it is as the page shows it."""
    changed = changed_list(request, asked, now=timezone.now())
    if changed is None:
        return ""
    context: dict[str, object] = {"list": changed}
    if not changed.items:
        context["standing"] = standing(request, asked, progress(request))
    return render_to_string(f"{TEMPLATE}#news", context, request)


def changed_list(request: AgentRequest, asked: Asked, *, now: datetime) -> ListView | None:
    """The list of an open page, if it is not what the page shows. The page says that by `list` and `shown`."""
    digest, rows = request.GET.get("list", ""), request.GET.get("shown", "")
    shown = int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 6 else 0
    writers = presence.writers_for(request.user, now=now)
    page = inbox.changes(request.user, asked, digest=digest, shown=shown, writers=writers)
    return list_view(page, request.user, scope_of(request), now=now) if page else None


def list_of(request: AgentRequest, asked: Asked, *, shown: Chat | None = None) -> ListView:
    before, now = request.GET.get("section", ""), timezone.now()
    writers = presence.writers_for(request.user, now=now)
    page = inbox.page_of(request.user, asked, after=request.GET.get("after", ""), writers=writers)
    page = inbox.with_open_chat(request.user, page, shown) if shown else page
    return list_view(page, request.user, scope_of(request), now=now, shown=shown, before=before)


def scope_of(request: AgentRequest) -> Scope:
    """Two queries a request."""
    known: Scope | None = getattr(request, "_scope", None)
    if known is None:
        known = Scope(
            sellers=people.sellers_seen_by(request.user),
            stores=inbox.stores_of(request.user),
            tags=tags.tags_seen_by(request.user),
        )
        request._scope = known  # type: ignore[attr-defined]
    return known


def standing_part(request: AgentRequest, asked: Asked) -> HttpResponse:
    found = standing(request, asked, progress(request))
    if request.GET.get("known") == found.digest:
        return HttpResponse(status=204)
    return render(request, f"{TEMPLATE}#standing", {"standing": found, "address": address_of(asked)})


# The parts of the page that ask for themselves, by the id of what htmx swaps.
PARTS = {"inbox": pulse, "inbox-next": next_rows, "inbox-standing": standing_part, "mirror": mirror_part}


def standing(request: AgentRequest, asked: Asked, known: Mapping[int, Progress]) -> Standing:
    """How old the list is: of the seller that is asked for, or of all."""
    seen = people.sellers_seen_by(request.user).values()
    sellers = [one for one in seen if asked.seller in (None, one.business_id)]
    scope = scope_text(asked, scope_of(request))
    return standing_of(sellers, known, now=timezone.now(), scope=scope)


# ---- beside a chat, whose address says by `from` which list it was opened from


def list_beside(request: AgentRequest, chat: Chat) -> dict[str, object]:
    """What the template of the list needs on the page of a chat."""
    asked = Asked.sent(request.GET, view="from")
    return {
        "list": list_of(request, asked, shown=chat),
        "choices": choices_of(asked, scope_of(request)),
        "saved": saved(request, asked),
        "standing": standing(request, asked, progress(request)),
        "address": address_of(asked),
    }


def changed_rows_beside(request: AgentRequest) -> str:
    """The list beside a chat, for its page's pulse; empty where it is as the page shows it."""
    if "list" not in request.GET:
        return ""
    return changed_rows(request, Asked.sent(request.GET, view="from"))
