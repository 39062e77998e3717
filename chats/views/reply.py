from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chats.forms import FileForm, ReplyForm
from chats.models import Chat, Draft
from chats.presenters.conversation import lines
from chats.presenters.replies import OutcomeView, composer_view, outcome_view
from chats.presenters.rows import recent_rows
from chats.services import conversation, lookup, replies
from chats.views.chat_page import chat_or_404, page_of, part_of
from chats.views.history import message_id_of

Views = dict[str, OutcomeView]

STATUSES = {replies.SENT: 200, replies.INVALID: 422, replies.REFUSED: 422}
UNDECIDED = 409  # held back, not known, under way: the person has to look


@require_POST
def send(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    chat, now = chat_or_404(request, business_id, chat_id), timezone.now()
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    outcome = replies.send_text(request.user, chat, **form.cleaned_data, now=now)
    view = outcome_view(outcome, chat=chat, news=tuple(lines(outcome.news, chat=chat, now=now)), now=now)
    if request.htmx and request.htmx.target == "reply-outcome":
        return beside(request, chat, "answer", draft=outcome.draft, views={"outcome": view})
    typed = request.POST.get("text", "") if view.kind != replies.SENT else None
    return after_a_press(request, chat, typed=typed, views={"outcome": view})


@require_POST
def send_file(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    chat, now = chat_or_404(request, business_id, chat_id), timezone.now()
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        about = {"reply_id": form.cleaned_data["reply_id"], "name": file.name, "content": file.read()}
        outcome = replies.send_file(request.user, chat, **about, now=now)
        view = outcome_view(outcome, chat=chat, news=(), now=now)
    else:
        view = OutcomeView(kind=replies.INVALID, error=" ".join(form.errors.get("file", [])))
    if request.htmx and request.htmx.target == "file-outcome":
        draft = replies.draft_of(request.user, chat)
        return beside(request, chat, "file-answer", draft=draft, views={"file_outcome": view})
    return after_a_press(request, chat, typed=None, views={"file_outcome": view})


def beside(request: HttpRequest, chat: Chat, part: str, *, draft: Draft, views: Views) -> HttpResponse:
    """The words for the composer's own region; with them what the conversation shows now."""
    last = message_id_of(request.POST.get("last"))
    # What the press has changed of the chat is not in the row that was read before it.
    chat = chat_or_404(request, chat.seller.business_id, chat.chat_id)
    context = part_of(request, chat, conversation.messages_after(chat, last), last=last)
    composer = composer_view(chat, draft, seen=last, trouble=None, now=timezone.now())
    context |= {**views, "composer": composer, "settled": False}
    return render(request, f"chats/chat/composer.html#{part}", context, status=status_of(views))


def after_a_press(request: HttpRequest, chat: Chat, *, typed: str | None, views: Views) -> HttpResponse:
    """Without scripts: back to the page, or the page with the words beside what the person typed."""
    if status_of(views) == 200:
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    recents = recent_rows(lookup.recent_chats(request.user), now=timezone.now(), shown=chat)
    context = page_of(request, chat, typed=typed, recents=recents, **views)
    return render(request, "chats/chat/chat.html", context, status=status_of(views))


def status_of(views: Views) -> int:
    return max(STATUSES.get(view.kind, UNDECIDED) for view in views.values())


@require_POST
def keep_draft(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    chat = chat_or_404(request, business_id, chat_id)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    replies.keep_draft(request.user, chat, text, now=timezone.now(), reply_id=reply_id_of(request))
    return HttpResponse(status=204)


@require_POST
def drop(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    chat = chat_or_404(request, business_id, chat_id)
    replies.drop(request.user, chat, decided(request), now=timezone.now())
    return redirect("chat", business_id=business_id, chat_id=chat_id)


@require_POST
def confirm(request: HttpRequest, business_id: int, chat_id: int) -> HttpResponse:
    chat = chat_or_404(request, business_id, chat_id)
    replies.confirm(request.user, chat, decided(request), now=timezone.now())
    return redirect("chat", business_id=business_id, chat_id=chat_id)


def decided(request: HttpRequest) -> UUID:
    reply_id = reply_id_of(request)
    if reply_id is None:
        raise Http404
    return reply_id


def reply_id_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("reply_id", ""))
    except ValueError:
        return None
