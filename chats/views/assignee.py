"""Who has a chat: taking it, giving it back, handing it over to a colleague."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, trigger_client_event

from chats.forms import AssignForm, had_by
from chats.models import Chat
from chats.presenters.hand_over import hand_over_menu, may_not_answer_words, overtaken_words
from chats.presenters.holder import holder_view
from chats.services import inbox, people
from chats.services.people import Action
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

HOLDER = "chat-holder"
LIST = "hand-over-list"
TEMPLATE = "chats/chat/hand_over.html"


@require_POST
@with_chat(Action.TAKE)
def take(request: AgentRequest, chat: Chat) -> HttpResponse:
    try:
        inbox.take(request.user, chat, had=had_by(request.POST), now=timezone.now())
    except inbox.Overtaken:
        return overtaken(request, chat)
    return shown(request, chat)


@require_POST
@with_chat(Action.TAKE)
def give_back(request: AgentRequest, chat: Chat) -> HttpResponse:
    inbox.give_back(request.user, chat, now=timezone.now())
    return shown(request, chat)


@require_http_methods(["GET", "POST"])
@with_chat(Action.ASSIGN)
def assign(request: AgentRequest, chat: Chat) -> HttpResponse:
    """The colleagues to choose from, as the part of the menu or as a page; and the choice."""
    form = AssignForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return choices(request, chat, error=form.error, status=422 if form.errors else 200)
    to, had = form.cleaned_data["to"], form.cleaned_data["had"]
    try:
        inbox.assign(request.user, chat, to, had=had, now=timezone.now())
        return shown(request, chat)
    except inbox.Overtaken:
        return choices(request, chat, error=overtaken_words(people.reread_chat(request.user, chat)), status=409)
    except inbox.MayNotAnswer:
        return choices(request, chat, error=may_not_answer_words(), status=422)


def shown(request: AgentRequest, chat: Chat, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """The part of the head that says who has the chat. The list learns of it by the pulse, which beats at once."""
    address = {"business_id": chat.seller.business_id, "chat_id": chat.chat_id}
    if not asks_for(request, HOLDER):
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    chat = people.reread_chat(request.user, chat)
    context = {"holder": holder_view(chat, request.user.pk), "chat": address, "refusal": refusal}
    answer = render(request, "chats/chat/_holder.html", context, status=status)
    return trigger_client_event(answer, "desk:ask", after="settle")


def overtaken(request: AgentRequest, chat: Chat) -> HttpResponse:
    """Somebody was quicker. The same button takes the chat from them."""
    words = overtaken_words(people.reread_chat(request.user, chat))
    if asks_for(request, HOLDER):
        return shown(request, chat, refusal=words, status=409)
    return choices(request, chat, error=words, status=409)


def choices(request: AgentRequest, chat: Chat, *, error: str, status: int) -> HttpResponse:
    """All that the menu offers. Where the press came from the menu of an open page, only why it did nothing."""
    address = {"business_id": chat.seller.business_id, "chat_id": chat.chat_id}
    if asks_for(request, HOLDER):
        return reswap(render(request, f"{TEMPLATE}#refusal", {"error": error}, status=status), "none")
    chat = people.reread_chat(request.user, chat)
    found = inbox.colleagues_for(request.user, chat)
    menu = hand_over_menu(chat, request.user.pk, found, now=timezone.now(), error=error)
    template = f"{TEMPLATE}#choices" if asks_for(request, LIST) else TEMPLATE
    return render(request, template, {"menu": menu, "chat": address}, status=status)
