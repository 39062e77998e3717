"""The order panel of a chat's page, and the same as a page of its own."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chats.models import Chat
from chats.presenters.chat import chat_view
from chats.presenters.subject import subject_view
from chats.services import orders, sightings
from chats.services.orders import Subject
from chats.services.people import Action
from chats.services.upstream import Lane
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

PART = "chat-order"


@require_http_methods(["GET", "POST"])
@with_chat(Action.READ)
def order_panel(request: AgentRequest, chat: Chat) -> HttpResponse:
    """The order, the return and the buyer's other chats. The page of its own shows only what the desk has stored; as a
    part of a chat's page it asks Market for what is due. A POST (the refresh button) asks Market at once."""
    in_part, pressed, now = asks_for(request, PART), request.method == "POST", timezone.now()
    if pressed or in_part:
        subject = orders.refresh_subject(chat, Lane.AGENT if pressed else Lane.OPEN_CHAT, now=now)
    else:
        subject = orders.known_subject(chat)
    if in_part:
        return part(request, chat, subject)
    if pressed:
        return redirect("order", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    return page(request, chat, subject)


def part(request: AgentRequest, chat: Chat, subject: Subject) -> HttpResponse:
    return render(request, f"chats/order/order.html#{PART}", context_of(request, chat, subject))


def page(request: AgentRequest, chat: Chat, subject: Subject) -> HttpResponse:
    store_name = chat.seller.store_name(chat.campaign_id)
    view = chat_view(chat, store_name=store_name, now=timezone.now())
    return render(request, "chats/order/order.html", {**context_of(request, chat, subject), "chat": view})


def context_of(request: AgentRequest, chat: Chat, subject: Subject) -> dict[str, object]:
    others = sightings.other_chats(request.user, chat)
    return {"subject": subject_view(chat, subject, others, now=timezone.now())}
