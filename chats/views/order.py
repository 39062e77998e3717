from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chats.models import Chat
from chats.presenters.chat import chat_view
from chats.presenters.order import beside_view
from chats.services import orders, sightings
from chats.services.orders import Subject
from chats.services.upstream import Lane
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

PART = "chat-order"


@require_http_methods(["GET", "POST"])
@with_chat
def beside(request: AgentRequest, chat: Chat) -> HttpResponse:
    """The order, the return and the buyer's other chats. A page that is opened costs no call; its part on the chat's
    page asks for what is due, and a press asks at once."""
    in_part, now = asks_for(request, PART), timezone.now()
    if request.method == "POST":
        seen = orders.refresh_subject(chat, Lane.AGENT, now=now)
        if not in_part:
            return redirect("order", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    else:
        seen = orders.refresh_subject(chat, Lane.OPEN_CHAT, now=now) if in_part else orders.known_subject(chat)
    return answer(request, chat, seen, in_part=in_part)


def answer(request: AgentRequest, chat: Chat, seen: Subject, *, in_part: bool) -> HttpResponse:
    now = timezone.now()
    context = {"beside": beside_view(chat, seen, sightings.other_chats(request.user, chat), now=now)}
    if in_part:
        return render(request, f"chats/order/order.html#{PART}", context)
    store = chat.seller.store_name(chat.campaign_id)
    return render(request, "chats/order/order.html", {**context, "chat": chat_view(chat, store_name=store, now=now)})
