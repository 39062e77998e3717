"""Setting a chat aside, and bringing it back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, trigger_client_event

from chats.forms import SnoozeForm
from chats.models import Chat
from chats.presenters.chat_page import page_context
from chats.presenters.snooze import Undo, refusal_words, snooze_menu, snooze_view, undo_of
from chats.services import chat_page, inbox, people
from chats.services.people import Action
from chats.views.inbox import list_beside
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

SNOOZED = "chat-snoozed"
TEMPLATE = "chats/chat/snooze.html"


@require_POST
@with_chat(Action.SNOOZE)
def snooze(request: AgentRequest, chat: Chat) -> HttpResponse:
    now = timezone.now()
    form = SnoozeForm(request.POST, now=now)
    if form.is_valid():
        until, seen = form.cleaned_data["moment"], form.messages_seen
        try:
            before = inbox.snooze(request.user, chat, until, seen=seen, now=now)
            return shown(request, chat, undo=undo_of(before))
        except inbox.NotSnoozed as stopped:
            form.add_error("at", refusal_words(stopped.why, people.reread_chat(request.user, chat), now=now))
    return refused(request, chat, form)


@require_POST
@with_chat(Action.SNOOZE)
def bring_back(request: AgentRequest, chat: Chat) -> HttpResponse:
    inbox.bring_back(chat, now=timezone.now())
    return shown(request, chat)


@require_POST
@with_chat(Action.SNOOZE)
def done(request: AgentRequest, chat: Chat) -> HttpResponse:
    inbox.done(chat, now=timezone.now())
    return shown(request, chat)


def shown(request: AgentRequest, chat: Chat, *, undo: Undo | None = None) -> HttpResponse:
    """The line that says until when. The list learns of it by the pulse, which beats at once."""
    if not asks_for(request, SNOOZED):
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    chat = people.reread_chat(request.user, chat)
    context = {
        "chat": {"business_id": chat.seller.business_id, "chat_id": chat.chat_id},
        "snoozed": snooze_view(chat, request.user.pk, now=timezone.now(), undo=undo),
    }
    return trigger_client_event(render(request, f"{TEMPLATE}#answer", context), "desk:ask", after="settle")


def refused(request: AgentRequest, chat: Chat, form: SnoozeForm) -> HttpResponse:
    error = " ".join(map(str, form.errors["at"]))
    if asks_for(request, SNOOZED):
        # The line stays as it is, with what can be undone in it.
        answer = render(request, f"{TEMPLATE}#refusal", {"error": error}, status=422)
        return reswap(answer, "none")
    now = timezone.now()
    gathered = chat_page.whole_page(request.user, chat, now=now)
    menu = snooze_menu(gathered.chat, now=now, at=form["at"].value() or "", error=error)
    context = page_context(gathered) | list_beside(request, gathered.chat) | {"snooze": menu}
    return render(request, "chats/chat/chat.html", context, status=422)
