"""Who has a chat: taking it, and giving it back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from chats.models import Chat
from chats.presenters.holder import holder_view
from chats.services import inbox, people
from chats.services.people import Action
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

HOLDER = "chat-holder"


@require_POST
@with_chat(Action.TAKE)
def take(request: AgentRequest, chat: Chat) -> HttpResponse:
    inbox.take(request.user, chat)
    return shown(request, chat)


@require_POST
@with_chat(Action.TAKE)
def give_back(request: AgentRequest, chat: Chat) -> HttpResponse:
    inbox.give_back(request.user, chat)
    return shown(request, chat)


def shown(request: AgentRequest, chat: Chat) -> HttpResponse:
    """The part of the head that says who has the chat. The list learns of it by the pulse, which beats at once."""
    address = {"business_id": chat.seller.business_id, "chat_id": chat.chat_id}
    if not asks_for(request, HOLDER):
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    chat = people.reread_chat(request.user, chat)
    context = {"holder": holder_view(chat, request.user.pk), "chat": address}
    return trigger_client_event(render(request, "chats/chat/_holder.html", context), "desk:ask", after="settle")
