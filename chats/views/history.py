"""Earlier messages of a chat, and how far an agent has read it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chats.market.ids import market_id
from chats.models import Chat
from chats.presenters.chat_page import earlier_context, page_context
from chats.services import chat_page, conversation, notes, page_messages
from chats.services.people import Action
from chats.views.inbox import list_beside
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

EARLIER = "earlier"


@require_GET
@with_chat(Action.READ)
def older(request: AgentRequest, chat: Chat) -> HttpResponse:
    """The messages before a given one: a part for an open page (it replaces the button), or a page of its own."""
    message_id, now = market_id(request.GET.get("before")), timezone.now()
    message = conversation.message_of(chat, message_id) if message_id else None
    if message is None:
        raise Http404
    if asks_for(request, EARLIER):
        earlier = page_messages.earlier_messages(chat, message, now=now)
        context = earlier_context(chat, earlier, reader_id=request.user.pk, now=now)
        return render(request, "chats/chat/conversation.html#older", context)
    gathered = chat_page.earlier_page(request.user, chat, message, now=now)
    return render(request, "chats/chat/chat.html", page_context(gathered) | list_beside(request, chat))


@require_GET
@with_chat(Action.READ)
def at(request: AgentRequest, chat: Chat) -> HttpResponse:
    """To the page of the chat that has a given message or note, at that one."""
    note_id, message_id = market_id(request.GET.get("note")), market_id(request.GET.get("message"))
    note = notes.note_of(chat, note_id) if note_id else None
    found = conversation.message_of(chat, message_id) if message_id else None
    message = conversation.message_at(chat, note.written_at) if note else found
    if message is None and note is None:
        raise Http404
    business_id = chat.seller.business_id
    end = conversation.end_of_page_with(chat, message, most=page_messages.PAGE_SIZE) if message else None
    if end is None:
        address = resolve_url("chat", business_id, chat.chat_id)
    else:
        address = resolve_url("older", business_id, chat.chat_id) + f"?before={end}"
    return redirect(f"{address}#note-{note.pk}" if note else f"{address}#m{message_id}")


@require_POST
@with_chat(Action.READ)
def mark_read(request: AgentRequest, chat: Chat) -> HttpResponse:
    if message_id := market_id(request.POST.get("message_id")):
        conversation.mark_read(request.user, chat, message_id)
    if market_id(request.POST.get("notes")):  # how many notes that mention the agent the page shows
        notes.read_mentions(request.user, chat, now=timezone.now())
    return HttpResponse(status=204)
