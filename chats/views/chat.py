"""The page of a chat: the whole page, its pulse (the request by which an open page asks for news), and refresh."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from chats.cursor import Cursor
from chats.models import Chat, Seller
from chats.presenters.chat_page import page_context, part_context, refreshed_context
from chats.presenters.problems import problem_view
from chats.problems import TOO_FAST, Problem
from chats.services import chat_page, inbox, lookup, notes
from chats.services.chat_page import ChatPage
from chats.services.people import Action
from chats.views.inbox import changed_rows_beside, list_beside
from chats.views.lookup import with_retry_after
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat_or, with_pulse

CHAT = "chat"  # all of the page but the list, for a chat that opens beside it
WAY = "way"  # to the list of such a chat, where the window has become too narrow for the list
FRESHNESS = "freshness"  # the part that the pulse asks for; the other changed parts are swapped out of band


def fetch_unknown_chat(request: AgentRequest, seller: Seller, chat_id: int) -> Chat | HttpResponse:
    """Asks Market for a chat that the desk has never seen."""
    found = chat_page.fetch_unknown_chat(request.user, seller, chat_id, now=timezone.now())
    if isinstance(found, Chat):
        return found
    if found.kind == "not_found":
        raise Http404
    if found.kind == TOO_FAST:
        return with_retry_after(not_fetched_page(request, found, seller, chat_id, status=429), found)
    return not_fetched_page(request, found, seller, chat_id)


@require_GET
@gzip_page  # safe: repeats nothing of its address, so its size gives nothing away (docs/performance.md)
def page(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
    view = pulse if asks_for(request, FRESHNESS) else whole_page
    return view(request, business_id, chat_id)


@with_chat_or(fetch_unknown_chat, Action.READ)
def whole_page(request: AgentRequest, chat: Chat) -> HttpResponse:
    if asks_for(request, WAY):
        return render(request, "chats/inbox/list.html#way", list_beside(request, chat))
    now = timezone.now()
    lookup.note_opened(request.user, chat, now=now)
    gathered = chat_page.whole_page(request.user, chat, now=now)
    inbox.note_opened(request.user, chat)
    notes.read_mentions(request.user, chat, now=now)
    if asks_for(request, CHAT):
        return render(request, "chats/chat/chat.html#chat", {**page_context(gathered), "beside": True})
    return render(request, "chats/chat/chat.html", page_context(gathered) | list_beside(request, chat))


@with_pulse
def pulse(request: AgentRequest, chat: Chat) -> HttpResponse:
    """What is newer of the chat, and of the list beside it."""
    looking = "away" not in request.GET
    changed = chat_page.pulse(request.user, chat, Cursor.sent(request.GET), looking=looking, now=timezone.now())
    answer = part(request, changed) if changed else HttpResponse(status=204)
    if changed and looking:
        inbox.note_opened(request.user, changed.chat)
    if rows := changed_rows_beside(request):
        answer = answer if changed else HttpResponse(headers={"HX-Reswap": "none"})
        answer.write(rows)
    return trigger_client_event(answer, "desk:ask", after="settle") if changed and changed.status_is_due else answer


def redirect_to_chat(request: AgentRequest, seller: Seller, chat_id: int) -> Chat | HttpResponse:
    """For "Try again" on the page of a chat that could not be fetched: opening its address asks Market."""
    return redirect("chat", business_id=seller.business_id, chat_id=chat_id)


@require_POST
@with_chat_or(redirect_to_chat, Action.READ)
def refresh(request: AgentRequest, chat: Chat) -> HttpResponse:
    seen_before = chat.seen_at
    must_reload = chat_page.press_refresh(chat, now=timezone.now())
    if must_reload and request.htmx:
        return HttpResponseClientRefresh()
    if not request.htmx:
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    cursor = Cursor.sent(request.POST)
    changed = chat_page.changed_part(request.user, chat, cursor, now=timezone.now())
    return part(request, changed, refreshed_context(changed, seen_before=seen_before))


def part(request: AgentRequest, changed: ChatPage, context: dict[str, object] | None = None) -> HttpResponse:
    if changed.outdated:
        # The newest message of the page is no longer stored, so nothing can be appended to it.
        return HttpResponseClientRefresh()
    return render(request, "chats/chat/chat.html#pulse", context or part_context(changed))


def not_fetched_page(
    request: AgentRequest, problem: Problem, seller: Seller, chat_id: int, *, status: int = 200
) -> HttpResponse:
    view = problem_view(problem, seller_name=seller.name, seen_at=None, now=timezone.now())
    about = {"seller_name": seller.name, "business_id": seller.business_id, "chat_id": chat_id}
    return render(request, "chats/chat/not_fetched.html", {**about, "problem": view}, status=status)
