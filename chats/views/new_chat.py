"""Starting a chat with the buyer of an order or a return."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chats.forms import NewChatForm
from chats.market.types import ChatStatus
from chats.models import Chat
from chats.presenters.new_chat import refused_view
from chats.services import conversation, people
from chats.services.people import Action
from chats.views.request import AgentRequest


@require_POST
def start(request: AgentRequest) -> HttpResponse:
    sellers = people.sellers_for(request.user)
    form = NewChatForm(request.POST, sellers=sellers)
    if not form.is_valid():
        raise Http404
    seller, now = form.cleaned_data["seller"], timezone.now()
    if not people.may(request.user, Action.ANSWER, seller):
        raise PermissionDenied
    kind, number = form.cleaned_data["context_type"], form.cleaned_data["context_id"]
    started = conversation.start_chat(seller, kind, number, now=now)
    if isinstance(started, Chat):
        if started.status == ChatStatus.FINISHED:
            messages.info(request, _("Market gave the chat that was there already, and it is finished."))
        return redirect("chat", business_id=seller.business_id, chat_id=started.chat_id)
    view = refused_view(number, kind=kind, seller=seller, sellers=sellers, problem=started, now=now)
    return render(request, "chats/chat/not_started.html", {"form": view}, status=422)
