"""Starting a chat with the buyer of an order or a return."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chats.forms import NewChatForm
from chats.models import Chat
from chats.presenters.problems import problem_view
from chats.services import conversation, people
from chats.views.request import AgentRequest


@require_POST
def start(request: AgentRequest) -> HttpResponse:
    form = NewChatForm(request.POST, sellers=people.sellers_for(request.user))
    if not form.is_valid():
        raise Http404
    seller, now = form.cleaned_data["seller"], timezone.now()
    kind, number = form.cleaned_data["context_type"], form.cleaned_data["context_id"]
    started = conversation.start_chat(seller, kind, number, now=now)
    if isinstance(started, Chat):
        return redirect("chat", business_id=seller.business_id, chat_id=started.chat_id)
    problem = problem_view(started, seller_name=seller.name, seen_at=None, now=now)
    context = {"problem": problem, "seller": seller.business_id, "number": number, "kind": kind}
    return render(request, "chats/chat/not_started.html", context, status=422)
