from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chats.market.ids import market_id
from chats.models import Chat, Message
from chats.presenters.conversation import lines
from chats.presenters.problems import problem_view
from chats.presenters.rows import recent_rows
from chats.services import conversation, lookup
from chats.views.chat_page import MOST, Talk, chat_or_404, older_than, page_of

EARLIER = "earlier"


def message_id_of(text: str | None) -> int | None:
    """An id of a message from an address or a form; None when it is none."""
    return market_id(text)


@require_GET
def older(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    """The messages before one: for the open page the part that takes the button's place, else a page of its own."""
    chat = chat_or_404(request, business_id, chat_id)
    message_id = message_id_of(request.GET.get("before"))
    message = conversation.message_of(chat, message_id) if message_id else None
    if message is None:
        raise Http404
    problem = conversation.read_older(chat, message, now=timezone.now())
    if request.htmx and request.htmx.target == EARLIER:
        address = {"business_id": business_id, "chat_id": chat_id}
        return render(
            request, "chats/chat/conversation.html#older", {"chat": address, "talk": before(chat, message, problem)}
        )
    recents = recent_rows(lookup.recent_chats(request.user), now=timezone.now(), shown=chat)
    return render(request, "chats/chat/chat.html", page_of(request, chat, before=message, recents=recents))


def before(chat: Chat, message: Message, problem: object) -> Talk:
    now, found = timezone.now(), conversation.messages_before(chat, message, most=MOST)
    if problem and not found:
        view = problem_view(problem, seller_name=chat.seller.name, seen_at=chat.seen_at, now=now)
        return Talk(lines=(), older=str(message.message_id), problem=view)
    return Talk(lines=lines(found, chat=chat, now=now), older=older_than(chat, found), is_old=True)


@require_POST
def read(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    chat = chat_or_404(request, business_id, chat_id)
    if message_id := message_id_of(request.POST.get("message_id")):
        conversation.mark_read(request.user, chat, message_id)
    return HttpResponse(status=204)
