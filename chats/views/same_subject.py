"""The line above the messages that names the other chats about the same order or return."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET

from chats.models import Chat
from chats.presenters.same_subject import others_view
from chats.services import sightings
from chats.services.people import Action
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

PART = "chat-others"


@require_GET
@with_chat(Action.READ)
def others(request: AgentRequest, chat: Chat) -> HttpResponse:
    """As a part of a chat's page: at first what the desk knows, and with `ask` what Market says when asked. Opened by
    itself, the lookup of all chats about the order or the return."""
    if not asks_for(request, PART):
        return to_all_chats(chat)
    now, problem, asks = timezone.now(), None, "ask" in request.GET
    if asks:
        problem = sightings.refresh_same_subject(chat, now=now)
    due = not asks and sightings.same_subject_is_due(chat, now=now)
    view = others_view(chat, sightings.same_subject(chat), problem=problem, ask_again=due)
    return render(request, "chats/chat/_others.html", {"others": view})


def to_all_chats(chat: Chat) -> HttpResponse:
    number = chat.order_id or chat.return_id
    if not number:
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    query = {"q": number, "seller": chat.seller.business_id, "fresh": 1, "all": 1}
    return redirect(f"{resolve_url('lookup')}?{urlencode(query)}")
