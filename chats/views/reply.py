"""What agents send from the composer of a chat, and what they decide about a reply whose outcome nobody knows."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chats.cursor import Cursor, reply_id_in
from chats.forms import FileForm, ReplyForm
from chats.models import Chat
from chats.presenters.chat_page import page_words, part_words
from chats.presenters.replies import OutcomeView, outcome_view
from chats.services import chat_page, replies
from chats.services.chat_page import ChatPage
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

STATUSES = {replies.SENT: 200, replies.INVALID: 422, replies.REFUSED: 422}
UNDECIDED = 409  # held back, not known, under way: the person has to look


@require_POST
@with_chat
def send(request: AgentRequest, chat: Chat) -> HttpResponse:
    form, now = ReplyForm(request.POST), timezone.now()
    if not form.is_valid():
        return HttpResponse(status=400)
    outcome = replies.send_text(request.user, chat, **form.cleaned_data, now=now)
    said, draft = outcome_view(outcome, chat=chat, now=now), outcome.draft
    if asks_for(request, "reply-outcome"):
        cursor = Cursor.sent(request.POST)
        changed = chat_page.changed_part(request.user, chat, cursor, draft=draft, now=timezone.now())
        return answer_part(request, changed, "answer", outcome=said)
    if status_of(said) == 200:
        return back_to(chat)
    page = chat_page.whole_page(request.user, chat, draft=draft, now=timezone.now())
    return answer_page(request, page, typed=request.POST.get("text", ""), outcome=said)


@require_POST
@with_chat
def send_file(request: AgentRequest, chat: Chat) -> HttpResponse:
    said = file_said(request, chat)
    if asks_for(request, "file-outcome"):
        changed = chat_page.changed_part(request.user, chat, Cursor.sent(request.POST), now=timezone.now())
        return answer_part(request, changed, "file-answer", file_outcome=said)
    if status_of(said) == 200:
        return back_to(chat)
    page = chat_page.whole_page(request.user, chat, now=timezone.now())
    return answer_page(request, page, file_outcome=said)


def file_said(request: AgentRequest, chat: Chat) -> OutcomeView:
    form, now = FileForm(request.POST, request.FILES), timezone.now()
    if not form.is_valid():
        return OutcomeView(kind=replies.INVALID, error=" ".join(map(str, form.errors.get("file", []))))
    file, reply_id = form.cleaned_data["file"], form.cleaned_data["reply_id"]
    sent = {"reply_id": reply_id, "name": file.name, "content": file.read()}
    return outcome_view(replies.send_file(request.user, chat, **sent, now=now), chat=chat, now=now)


def answer_part(request: AgentRequest, changed: ChatPage, part: str, **said: OutcomeView) -> HttpResponse:
    """The words for the composer's own region; with them what the conversation shows now."""
    context = part_words(changed, **said)
    return render(request, f"chats/chat/composer.html#{part}", context, status=status_of(*said.values()))


def answer_page(
    request: AgentRequest, page: ChatPage, *, typed: str | None = None, **said: OutcomeView
) -> HttpResponse:
    """Without scripts: the page again, with the words beside what the person typed."""
    context = page_words(page, typed=typed, **said)
    return render(request, "chats/chat/chat.html", context, status=status_of(*said.values()))


def status_of(*said: OutcomeView) -> int:
    return max(STATUSES.get(view.kind, UNDECIDED) for view in said)


def back_to(chat: Chat) -> HttpResponse:
    return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)


@require_POST
@with_chat
def keep_draft(request: AgentRequest, chat: Chat) -> HttpResponse:
    text = request.POST.get("text", "")
    reply_id = reply_id_in(request.POST.get("reply_id"))
    replies.keep_draft(request.user, chat, text, now=timezone.now(), reply_id=reply_id)
    return HttpResponse(status=204)


@require_POST
@with_chat
def drop(request: AgentRequest, chat: Chat) -> HttpResponse:
    replies.drop(request.user, chat, decided(request), now=timezone.now())
    return back_to(chat)


@require_POST
@with_chat
def confirm(request: AgentRequest, chat: Chat) -> HttpResponse:
    replies.confirm(request.user, chat, decided(request), now=timezone.now())
    return back_to(chat)


def decided(request: AgentRequest) -> UUID:
    reply_id = reply_id_in(request.POST.get("reply_id"))
    if reply_id is None:
        raise Http404
    return reply_id
