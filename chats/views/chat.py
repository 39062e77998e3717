"""The page of a chat: opened, followed by its pulse, refreshed by a press."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from chats.cursor import Cursor
from chats.models import Chat, Seller
from chats.presenters.chat_page import page_words, part_words
from chats.presenters.problems import problem_view
from chats.problems import TOO_FAST, Problem
from chats.services import chat_page
from chats.services.chat_page import ChatPage
from chats.views.lookup import later
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat_and_recents, with_chat_or, with_pulse

POLLED = "freshness"  # the one part that may be asked for; what changed comes with it


def first_sight(request: AgentRequest, seller: Seller, chat_id: int) -> Chat | HttpResponse:
    """A chat that nobody has opened before: Market is asked for it."""
    found = chat_page.first_sight(request.user, seller, chat_id, now=timezone.now())
    if isinstance(found, Chat):
        return found
    if found.kind == "not_found":
        raise Http404
    if found.kind == TOO_FAST:
        return later(unseen(request, found, seller, chat_id, status=429), found)
    return unseen(request, found, seller, chat_id)


@require_GET
@gzip_page  # it repeats nothing of its address, so that its size tells nobody anything (docs/performance.md)
def page(request: AgentRequest, business_id: int, chat_id: int) -> HttpResponse:
    view = poll if asks_for(request, POLLED) else opened
    return view(request, business_id, chat_id)


@with_chat_and_recents(first_sight)
def opened(request: AgentRequest, chat: Chat, recents: Sequence[Chat] | None) -> HttpResponse:
    shown = chat_page.whole_page(request.user, chat, recents=recents, now=timezone.now())
    return render(request, "chats/chat/chat.html", page_words(shown))


@with_pulse
def poll(request: AgentRequest, chat: Chat) -> HttpResponse:
    changed = chat_page.poll(request.user, chat, Cursor.sent(request.GET), now=timezone.now())
    return part(request, changed) if changed else HttpResponse(status=204)


def open_it(request: AgentRequest, seller: Seller, chat_id: int) -> Chat | HttpResponse:
    """Trying again from the page that says why a chat cannot be shown."""
    return redirect("chat", business_id=seller.business_id, chat_id=chat_id)


@require_POST
@with_chat_or(open_it)
def refresh(request: AgentRequest, chat: Chat) -> HttpResponse:
    chat_page.catch_up(chat, pressed=True, now=timezone.now())
    if not request.htmx:
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    cursor = Cursor.sent(request.POST)
    return part(request, chat_page.changed_part(request.user, chat, cursor, now=timezone.now()))


def part(request: AgentRequest, changed: ChatPage) -> HttpResponse:
    if changed.outdated:
        # So much was written since that the desk began anew: the page is of another time.
        return HttpResponseClientRefresh()
    return render(request, "chats/chat/chat.html#chat-poll", part_words(changed))


def unseen(request: AgentRequest, problem: Problem, seller: Seller, chat_id: int, *, status: int = 200) -> HttpResponse:
    view = problem_view(problem, seller_name=seller.name, seen_at=None, now=timezone.now())
    about = {"seller_name": seller.name, "business_id": seller.business_id, "chat_id": chat_id}
    return render(request, "chats/chat/unseen.html", {**about, "problem": view}, status=status)
