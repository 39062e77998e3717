"""Sending replies and files, keeping drafts, and deciding about a reply whose outcome is unknown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chats.cursor import Cursor
from chats.forms import FileForm, ReplyForm
from chats.market.token import with_tokens_cut_out
from chats.models import Chat
from chats.presenters.batches import batch_view, file_outcome_view, no_file_view
from chats.presenters.chat_page import page_context, part_context
from chats.presenters.outcomes import OutcomeView, outcome_view
from chats.services import chat_page, prepared, replies
from chats.services.chat_page import ChatPage
from chats.services.people import Action
from chats.services.replies import Batch, ChosenFile
from chats.views.inbox import list_beside
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

STATUSES = {replies.SENT: 200, replies.INVALID: 422, replies.REFUSED: 422}
UNDECIDED = 409  # held back, outcome unknown, or still being sent: the agent has to look


@require_POST
@with_chat(Action.ANSWER)
def send(request: AgentRequest, chat: Chat) -> HttpResponse:
    form, now = ReplyForm(request.POST), timezone.now()
    if not form.is_valid():
        return HttpResponse(status=400)
    batch = send_batch(request, chat, form.cleaned_data, now=now)
    view, draft = batch_view(batch, chat=chat, now=now), batch.outcome.draft
    if asks_for(request, "reply-outcome"):
        cursor = Cursor.sent(request.POST)
        changed = chat_page.changed_part(request.user, chat, cursor, draft=draft, now=timezone.now())
        return part(request, "sent", changed, outcome=view)
    if status_of(view) == 200:
        return redirect_to_chat(chat)
    gathered = chat_page.whole_page(request.user, chat, draft=draft, now=timezone.now())
    return page(request, gathered, typed=None if batch.with_text else request.POST.get("text", ""), outcome=view)


def send_batch(request: AgentRequest, chat: Chat, fields: dict[str, Any], *, now: datetime) -> Batch:
    """Send what the form carries, and count the prepared answers that it was sent with."""
    answers = fields.pop("answers")
    batch = replies.send_all(request.user, chat, **fields, files=chosen_files(request), now=now)
    if batch.outcome.kind == replies.SENT:
        prepared.sent_with(request.user, chat, answers, fields["text"], now=now)
    return batch


@require_POST
@with_chat(Action.ANSWER)
def send_file(request: AgentRequest, chat: Chat) -> HttpResponse:
    """One file of the composer's queue, for htmx: the plain form sends its files to `send`. Without a file it tells
    what became of the one with this id."""
    form = FileForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    view = send_chosen_file(request, chat, form.cleaned_data["reply_id"], now=timezone.now())
    changed = chat_page.changed_part(request.user, chat, Cursor.sent(request.POST), now=timezone.now())
    return part(request, "file-sent", changed, outcome=view)


def send_chosen_file(request: AgentRequest, chat: Chat, reply_id: UUID, *, now: datetime) -> OutcomeView:
    for file in chosen_files(request)[:1]:
        outcome = replies.send_file(request.user, chat, reply_id=reply_id, file=file, now=now)
        return file_outcome_view(outcome, file=file, chat=chat, now=now)
    earlier = replies.became_of_file(request.user, chat, reply_id=reply_id, now=now)
    return outcome_view(earlier, chat=chat, now=now) if earlier else no_file_view()


def chosen_files(request: AgentRequest) -> list[ChosenFile]:
    """The files of the form. Their names go to the buyer and into rows, so they are cleaned like any field."""
    chosen = [one for one in request.FILES.getlist("file") if one.name]
    return [
        ChosenFile(name=with_tokens_cut_out(one.name or ""), size=one.size or 0, content=one.read()) for one in chosen
    ]


def part(request: AgentRequest, name: str, changed: ChatPage, **outcomes: OutcomeView) -> HttpResponse:
    """The outcome for the composer, and out of band what has changed in the conversation."""
    context = part_context(changed, **outcomes)
    return render(request, f"chats/chat/composer.html#{name}", context, status=status_of(*outcomes.values()))


def page(
    request: AgentRequest, gathered: ChatPage, *, typed: str | None = None, **outcomes: OutcomeView
) -> HttpResponse:
    """For a browser without scripts: the whole page, with the outcome and the text that was typed."""
    context = page_context(gathered, typed=typed, **outcomes) | list_beside(request, gathered.chat)
    return render(request, "chats/chat/chat.html", context, status=status_of(*outcomes.values()))


def status_of(*outcomes: OutcomeView) -> int:
    return max(STATUSES.get(one.kind, UNDECIDED) for one in outcomes)


def redirect_to_chat(chat: Chat) -> HttpResponse:
    return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
