from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chats.models import Chat, Seller
from chats.presenters.chat import ChatView, chat_view
from chats.presenters.lookup import recent_rows
from chats.presenters.problems import problem_view
from chats.services import access, freshness, stores, throttle, trail
from chats.services.lookup import found_by_address
from chats.services.problems import Problem
from chats.views.lookup import later

POLLED = "freshness"  # the one part that may be asked for; what changed comes with it


@require_GET
def page(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    if request.htmx and request.htmx.target == POLLED:
        return poll(request, business_id, chat_id)
    # What an agent opens is nearly always among the recent ones, which stand beside it: no query of its own then.
    recents = trail.recent_chats(request.user)
    among_them = (one for one in recents if (one.seller.business_id, one.chat_id) == (business_id, chat_id))
    chat = next(among_them, None) or access.chat_for(request.user, business_id, chat_id)
    if chat is None:
        return first_sight(request, business_id, chat_id)
    return whole(request, chat, recents)


def poll(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    # Asked by every open page every few seconds, and nearly always for nothing new: as little as will do.
    chat = access.pulse_for(request.user, business_id, chat_id)
    if chat is None:
        raise Http404
    chat = freshness.refresh_if_due(chat, now=timezone.now())
    shown = (request.GET.get("v", ""), request.GET.get("seen", ""))
    if shown == (str(chat.version), seen_mark(chat)):
        return HttpResponse(status=204)
    newer = access.chat_for(request.user, business_id, chat_id)
    if newer is None:
        raise Http404
    return part(request, newer)


def first_sight(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    seller = access.seller_for(request.user, business_id)
    if seller is None:
        raise Http404
    now = timezone.now()
    if refusal := throttle.too_fast(request.user, 1, now=now):
        return later(unseen(request, refusal, seller, chat_id, status=429), refusal)
    outcome = freshness.first_sight(seller, chat_id, now=now)
    trail.record(request.user, found_by_address(seller, chat_id, outcome, now=now), seller=seller, now=now)
    if isinstance(outcome, Chat):
        return whole(request, outcome, trail.recent_chats(request.user))
    if outcome.kind == "not_found":
        raise Http404
    return unseen(request, outcome, seller, chat_id)


@require_POST
def refresh(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    chat = access.chat_for(request.user, business_id, chat_id)
    if chat is None and access.seller_for(request.user, business_id) is None:
        raise Http404
    if chat is not None:
        chat = freshness.refresh(chat, now=timezone.now())
        if request.htmx:
            return part(request, chat)
    return redirect("chat", business_id=business_id, chat_id=chat_id)


def present(chat: Chat) -> ChatView:
    return chat_view(chat, store_name=stores.store_name(chat.seller, chat.campaign_id), now=timezone.now())


def seen_mark(chat: Chat) -> str:
    return str(int(chat.seen_at.timestamp() * 1000))


def part(request: HttpRequest, chat: Chat) -> HttpResponse:
    return render(request, "chats/chat.html#chat-poll", {"chat": present(chat)})


def whole(request: HttpRequest, chat: Chat, recents: Sequence[Chat]) -> HttpResponse:
    rows = recent_rows(recents, now=timezone.now(), shown=chat)
    context = {"chat": present(chat), "recents": rows}
    return render(request, "chats/chat.html", context)


def unseen(request: HttpRequest, problem: Problem, seller: Seller, chat_id: int, *, status: int = 200) -> HttpResponse:
    view = problem_view(problem, seller_name=seller.name, seen_at=None, now=timezone.now())
    about = {"seller_name": seller.name, "business_id": seller.business_id, "chat_id": chat_id}
    context = {**about, "problem": view}
    return render(request, "chats/unseen.html", context, status=status)
