"""Drafts: saving what is in the composer, choosing between two tabs' texts, and deciding about a reply whose outcome is
unknown. Each of these brings the composer's text along, so that none is lost."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chats.cursor import Cursor, reply_id_in
from chats.models import Chat, Draft
from chats.presenters.chat_page import draft_context
from chats.services import chat_page, drafts, replies
from chats.services.people import Action
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

CONFLICT = 409


@require_POST
@with_chat(Action.ANSWER)
def keep_draft(request: AgentRequest, chat: Chat) -> HttpResponse:
    """Saves the text; or, by one of the buttons beside it, chooses a text and saves that."""
    text, now = request.POST.get("text", ""), timezone.now()
    if (choice := request.POST.get("take")) in (replies.MINE, replies.THEIRS):
        return changed(request, chat, replies.choose_text(request.user, chat, text, choice, now=now))
    saved = save(request, chat)
    for insert, key in ((True, request.POST.get("insert")), (False, request.POST.get("discard"))):
        if key and not saved.conflict:
            draft = replies.take_from_beside(request.user, chat, key, insert=insert, now=now)
            return changed(request, chat, draft)
    if saved.conflict:
        return changed(request, chat, saved.draft, conflict=True)
    headers = {"Draft-Version": drafts.version_of(saved.draft)}
    if saved.draft.text == replies.as_kept(text) != text:
        headers["Draft-Without-Key"] = "1"
    return HttpResponse(status=204, headers=headers)


def save(request: AgentRequest, chat: Chat) -> replies.Saved:
    sent = request.POST
    return replies.save_draft(
        request.user,
        chat,
        sent.get("text", ""),
        now=timezone.now(),
        reply_id=reply_id_in(sent.get("reply_id")),
        base=drafts.Base.parse(sent.get("base", "")),
        leaving="leaving" in sent,
    )


def changed(request: AgentRequest, chat: Chat, draft: Draft, *, conflict: bool = False) -> HttpResponse:
    """The part of the composer that is about the draft, with whatever else has changed; a browser without scripts goes
    back to the chat."""
    if not asks_for(request, "draft-part"):
        return redirect("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    page = chat_page.changed_part(request.user, chat, Cursor.sent(request.POST), draft=draft, now=timezone.now())
    context = draft_context(page, conflict=conflict)
    return render(request, "chats/chat/draft.html#changed", context, status=CONFLICT if conflict else 200)


@require_POST
@with_chat(Action.ANSWER)
def drop(request: AgentRequest, chat: Chat) -> HttpResponse:
    return decide(request, chat, replies.drop)


@require_POST
@with_chat(Action.ANSWER)
def confirm(request: AgentRequest, chat: Chat) -> HttpResponse:
    return decide(request, chat, replies.confirm)


def decide(request: AgentRequest, chat: Chat, decision: replies.Decision) -> HttpResponse:
    question = reply_id_in(request.POST.get("question"))
    if question is None:
        raise Http404
    saved = save(request, chat) if "text" in request.POST else None
    draft = decision(request.user, chat, question, now=timezone.now())
    return changed(request, chat, draft, conflict=bool(saved and saved.conflict))
