from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from chats.models import Chat, Seller
from chats.presenters.problems import problem_view
from chats.presenters.rows import recent_rows
from chats.problems import Problem
from chats.services import conversation, lookup, people, sightings
from chats.services.lookup import found_by_address
from chats.views.chat_page import chat_or_404, page_of, part_of, tail_of
from chats.views.history import message_id_of
from chats.views.lookup import later

POLLED = "freshness"  # the one part that may be asked for; what changed comes with it


@require_GET
@gzip_page  # it repeats nothing of its address, so that its size tells nobody anything (docs/performance.md)
def page(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    if request.htmx and request.htmx.target == POLLED:
        return poll(request, business_id, chat_id)
    # What an agent opens is nearly always among the recent ones, which stand beside it: no query of its own then.
    recents = lookup.recent_chats(request.user)
    among_them = (one for one in recents if (one.seller.business_id, one.chat_id) == (business_id, chat_id))
    chat = next(among_them, None) or people.chat_for(request.user, business_id, chat_id)
    if chat is None:
        return first_sight(request, business_id, chat_id)
    return whole(request, chat, recents)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What an open page says it shows."""

    version: str
    seen: str
    last: int | None
    tail: str

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        version, seen, last, tail = (request.GET.get(name, "") for name in ("v", "seen", "last", "tail"))
        return cls(version=version, seen=seen, last=message_id_of(last), tail=tail)


def poll(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    # Asked by every open page every few seconds, and nearly always for nothing new: as little as will do.
    chat, now, shown = people.pulse_for(request.user, business_id, chat_id), timezone.now(), Shown.of(request)
    if chat is None:
        raise Http404
    chat = sightings.refresh_chat_if_due(chat, now=now)
    conversation.read_on_if_due(chat, now=now)
    same = (shown.version, shown.seen) == (str(chat.version), seen_mark(chat))
    if same and not shown.tail and not conversation.problem_of_history(chat):
        return HttpResponse(status=204)
    newer = chat_or_404(request, business_id, chat_id)
    if same and shown.tail == tail_of(request, newer, now=now).mark:
        return HttpResponse(status=204)
    return part(request, newer, shown.last)


def first_sight(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    seller = people.seller_for(request.user, business_id)
    if seller is None:
        raise Http404
    now = timezone.now()
    if refusal := lookup.too_fast(request.user, 1, now=now):
        return later(unseen(request, refusal, seller, chat_id, status=429), refusal)
    outcome = sightings.fetch_chat(seller, chat_id, now=now)
    lookup.record_lookup(request.user, found_by_address(seller, chat_id, outcome, now=now), seller=seller, now=now)
    if isinstance(outcome, Chat):
        return whole(request, outcome, lookup.recent_chats(request.user))
    if outcome.kind == "not_found":
        raise Http404
    return unseen(request, outcome, seller, chat_id)


@require_POST
def refresh(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    chat, now = people.chat_for(request.user, business_id, chat_id), timezone.now()
    if chat is None and people.seller_for(request.user, business_id) is None:
        raise Http404
    if chat is not None:
        chat = sightings.refresh_chat(chat, now=now)
        conversation.read_on_if_due(chat, now=now)
        if request.htmx:
            return part(request, chat_or_404(request, business_id, chat_id), message_id_of(request.POST.get("last")))
    return redirect("chat", business_id=business_id, chat_id=chat_id)


def seen_mark(chat: Chat) -> str:
    return str(int(chat.seen_at.timestamp() * 1000))


def part(request: HttpRequest, chat: Chat, last: int | None) -> HttpResponse:
    news = conversation.messages_after(chat, last)
    if last and not news and conversation.message_of(chat, last) is None:
        # So much was written since that the desk began anew: the page is of another time.
        return HttpResponseClientRefresh()
    return render(request, "chats/chat/chat.html#chat-poll", part_of(request, chat, news, last=last))


def whole(request: HttpRequest, chat: Chat, recents: Sequence[Chat]) -> HttpResponse:
    rows = recent_rows(recents, now=timezone.now(), shown=chat)
    return render(request, "chats/chat/chat.html", page_of(request, chat, recents=rows))


def unseen(request: HttpRequest, problem: Problem, seller: Seller, chat_id: int, *, status: int = 200) -> HttpResponse:
    view = problem_view(problem, seller_name=seller.name, seen_at=None, now=timezone.now())
    about = {"seller_name": seller.name, "business_id": seller.business_id, "chat_id": chat_id}
    context = {**about, "problem": view}
    return render(request, "chats/chat/unseen.html", context, status=status)
