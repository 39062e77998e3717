"""Sending replies and files, keeping drafts, and deciding about a reply whose outcome is unknown."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chats.cursor import Cursor
from chats.forms import FileForm, ReplyForm
from chats.models import Chat
from chats.presenters.chat_page import page_context, part_context
from chats.presenters.replies import OutcomeView, outcome_view
from chats.services import chat_page, replies
from chats.services.chat_page import ChatPage
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

STATUSES = {replies.SENT: 200, replies.INVALID: 422, replies.REFUSED: 422}
UNDECIDED = 409  # held back, outcome unknown, or still being sent: the agent has to look


@require_POST
@with_chat
def send(request: AgentRequest, chat: Chat) -> HttpResponse:
    form, now = ReplyForm(request.POST), timezone.now()
    if not form.is_valid():
        return HttpResponse(status=400)
    outcome = replies.send_text(request.user, chat, **form.cleaned_data, now=now)
    view, draft = outcome_view(outcome, chat=chat, now=now), outcome.draft
    if asks_for(request, "reply-outcome"):
        cursor = Cursor.sent(request.POST)
        changed = chat_page.changed_part(request.user, chat, cursor, draft=draft, now=timezone.now())
        return part(request, "sent", changed, outcome=view)
    if status_of(view) == 200:
        return redirect_to_chat(chat)
    gathered = chat_page.whole_page(request.user, chat, draft=draft, now=timezone.now())
    return page(request, gathered, typed=request.POST.get("text", ""), outcome=view)


@require_POST
@with_chat
def send_file(request: AgentRequest, chat: Chat) -> HttpResponse:
    view = send_chosen_file(request, chat)
    if asks_for(request, "file-outcome"):
        changed = chat_page.changed_part(request.user, chat, Cursor.sent(request.POST), now=timezone.now())
        return part(request, "file-sent", changed, file_outcome=view)
    if status_of(view) == 200:
        return redirect_to_chat(chat)
    return page(request, chat_page.whole_page(request.user, chat, now=timezone.now()), file_outcome=view)


def send_chosen_file(request: AgentRequest, chat: Chat) -> OutcomeView:
    form, now = FileForm(request.POST, request.FILES), timezone.now()
    if not form.is_valid():
        return OutcomeView(kind=replies.INVALID, error=" ".join(map(str, form.errors.get("file", []))))
    file, reply_id = form.cleaned_data["file"], form.cleaned_data["reply_id"]
    sent = {"reply_id": reply_id, "name": file.name, "content": file.read()}
    return outcome_view(replies.send_file(request.user, chat, **sent, now=now), chat=chat, now=now)


def part(request: AgentRequest, name: str, changed: ChatPage, **outcomes: OutcomeView) -> HttpResponse:
    """The outcome for the composer, and out of band what has changed in the conversation."""
    context = part_context(changed, **outcomes)
    return render(request, f"chats/chat/composer.html#{name}", context, status=status_of(*outcomes.values()))


def page(
    request: AgentRequest, gathered: ChatPage, *, typed: str | None = None, **outcomes: OutcomeView
) -> HttpResponse:
    """For a browser without scripts: the whole page, with the outcome and the text that was typed."""
    context = page_context(gathered, typed=typed, **outcomes)
    return render(request, "chats/chat/chat.html", context, status=status_of(*outcomes.values()))


def status_of(*outcomes: OutcomeView) -> int:
    return max(STATUSES.get(one.kind, UNDECIDED) for one in outcomes)


def redirect_to_chat(chat: Chat) -> HttpResponse:
    return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
