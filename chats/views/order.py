from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chats.models import Chat
from chats.presenters.chat import chat_view
from chats.presenters.order import beside_view
from chats.services import orders, people, sellers, sightings
from chats.services.orders import Subject
from chats.services.upstream import Lane

PART = "chat-order"


@require_http_methods(["GET", "POST"])
def beside(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    """The order, the return and the buyer's other chats. A page that is opened costs no call; its part on the chat's
    page asks for what is due, and a press asks at once."""
    chat = people.chat_for(request.user, business_id, chat_id)
    if chat is None:
        raise Http404
    in_part, now = request.htmx and request.htmx.target == PART, timezone.now()
    if request.method == "POST":
        seen = orders.refresh_subject(chat, Lane.AGENT, now=now)
        if not in_part:
            return redirect("order", business_id=business_id, chat_id=chat_id)
    else:
        seen = orders.refresh_subject(chat, Lane.OPEN_CHAT, now=now) if in_part else orders.known_subject(chat)
    return answer(request, chat, seen, in_part=bool(in_part))


def answer(request: HttpRequest, chat: Chat, seen: Subject, *, in_part: bool) -> HttpResponse:
    now = timezone.now()
    context = {"beside": beside_view(chat, seen, sightings.other_chats(request.user, chat), now=now)}
    if in_part:
        return render(request, f"chats/order/order.html#{PART}", context)
    store = sellers.store_name(chat.seller, chat.campaign_id)
    return render(request, "chats/order/order.html", {**context, "chat": chat_view(chat, store_name=store, now=now)})
