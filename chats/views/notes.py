"""Private notes: writing them, keeping what has been begun, and changing, deleting and bringing back one's own. None of
this can send anything: what it reads and writes stays at the desk."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chats.cursor import Cursor, reply_id_in
from chats.market.ids import market_id
from chats.models import Chat, Note
from chats.presenters.chat_page import page_context, part_context
from chats.presenters.notes import (
    Reading,
    colleague_rows,
    missed_words,
    note_composer,
    note_view,
    open_note,
    refusal_words,
)
from chats.services import chat_page, drafts, notes, people
from chats.services.notes import NotNoted
from chats.services.people import Action
from chats.views.inbox import list_beside
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import with_chat

CONFLICT, REFUSED = 409, 422
OUTCOME = "note-outcome"
COMPOSER, NOTE = "chats/chat/note_composer.html", "chats/chat/note.html"


@require_http_methods(["GET", "POST"])
@with_chat(Action.NOTE)
def compose(request: AgentRequest, chat: Chat) -> HttpResponse:
    """The chat with the form for a note, for browsers without scripts; sent, it writes the note."""
    if request.method == "GET":
        return page(request, chat)
    text, key = request.POST.get("text", ""), reply_id_in(request.POST.get("key"))
    try:
        note = notes.write(request.user, chat, text, key=key, now=timezone.now())
    except NotNoted as stopped:
        return refused(request, chat, text, refusal_words(stopped.why))
    return noted(request, chat, note)


def noted(request: AgentRequest, chat: Chat, note: Note) -> HttpResponse:
    """That it is done, and what is new in the conversation, the note among it."""
    missed = missed_words(notes.mentioned_in(note.text, chat).unknown)
    if not asks_for(request, OUTCOME):
        reread = people.reread_chat(request.user, chat)
        return page(request, reread, typed="", missed=missed) if missed else redirect(address_of(chat, note))
    changed = chat_page.changed_part(request.user, chat, Cursor.sent(request.POST), now=timezone.now())
    context = part_context(changed) | {"noting": note_composer(changed, missed=missed)}
    return render(request, f"{COMPOSER}#noted", context)


def refused(request: AgentRequest, chat: Chat, text: str, error: str) -> HttpResponse:
    if asks_for(request, OUTCOME):
        return render(request, f"{COMPOSER}#outcome", {"noting": {"error": error}}, status=REFUSED)
    return page(request, chat, typed=text, error=error)


def page(
    request: AgentRequest, chat: Chat, *, typed: str | None = None, error: str = "", missed: str = ""
) -> HttpResponse:
    gathered = chat_page.whole_page(request.user, chat, now=timezone.now())
    noting = note_composer(gathered, is_open=True, typed=typed, error=error, missed=missed)
    context = page_context(gathered) | list_beside(request, gathered.chat) | {"noting": noting}
    return render(request, "chats/chat/chat.html", context, status=REFUSED if error else 200)


@require_POST
@with_chat(Action.NOTE)
def keep_draft(request: AgentRequest, chat: Chat) -> HttpResponse:
    """Saves what has been begun. In a conflict the answer is what another tab has written."""
    sent = request.POST
    saved = notes.save_draft(
        request.user,
        chat,
        sent.get("text", ""),
        now=timezone.now(),
        key=reply_id_in(sent.get("key")),
        base=drafts.Base.parse(sent.get("base", "")),
        leaving="leaving" in sent,
    )
    headers = {"Draft-Version": drafts.version_of(saved.draft)}
    if saved.conflict:
        return HttpResponse(saved.draft.text, content_type="text/plain", status=CONFLICT, headers=headers)
    return HttpResponse(status=204, headers=headers)


@require_http_methods(["GET", "POST"])
@with_chat(Action.NOTE)
def one(request: AgentRequest, chat: Chat) -> HttpResponse:
    """One note with what it said before, and for its author the form to change it; sent, the form changes it."""
    note, now = note_asked_for(request, chat), timezone.now()
    if request.method == "GET":
        return closed(request, chat, note) if "close" in request.GET else opened(request, chat, note)
    text = request.POST.get("text", "")
    try:
        changed = notes.change(request.user, own(request, note), text, now=now)
        missed = missed_words(notes.mentioned_in(changed.text, chat).unknown)
        return closed(request, chat, changed, missed=missed)
    except NotNoted as stopped:
        return opened(request, chat, note, typed=text, error=refusal_words(stopped.why))


def opened(request: AgentRequest, chat: Chat, note: Note, *, typed: str | None = None, error: str = "") -> HttpResponse:
    """In its place on the page of the chat, or as a page of its own."""
    opened = open_note(note, notes.versions_of(note), **reading(request, chat), typed=typed, error=error)
    template = f"{NOTE}#open" if is_part(request, note) else NOTE
    status = REFUSED if error else 200
    return render(request, template, {"opened": opened, "note": opened.note, "chat": opened.note}, status=status)


def closed(request: AgentRequest, chat: Chat, note: Note, *, missed: str = "") -> HttpResponse:
    if not is_part(request, note):
        return redirect(address_of(chat, note))
    return render(request, f"{NOTE}#note", {"note": note_view(note, **reading(request, chat)), "missed": missed})


def reading(request: AgentRequest, chat: Chat) -> Reading:
    return {"chat": chat, "reader_id": request.user.pk, "now": timezone.now()}


def is_part(request: AgentRequest, note: Note) -> bool:
    return asks_for(request, f"note-{note.pk}")


def address_of(chat: Chat, note: Note) -> str:
    return resolve_url("chat", chat.seller.business_id, chat.chat_id) + f"#note-{note.pk}"


@require_POST
@with_chat(Action.NOTE)
def delete(request: AgentRequest, chat: Chat) -> HttpResponse:
    note = note_asked_for(request, chat)
    notes.delete(request.user, own(request, note), now=timezone.now())
    return closed(request, chat, note_asked_for(request, chat))


@require_POST
@with_chat(Action.NOTE)
def restore(request: AgentRequest, chat: Chat) -> HttpResponse:
    note = note_asked_for(request, chat)
    notes.restore(request.user, own(request, note), now=timezone.now())
    return closed(request, chat, note_asked_for(request, chat))


@require_GET
@with_chat(Action.NOTE)
def colleagues(request: AgentRequest, chat: Chat) -> HttpResponse:
    """Whom a note may mention, for the list under the field."""
    rows = colleague_rows(notes.colleagues_of(chat), request.user.pk)
    return render(request, f"{COMPOSER}#people", {"people": rows})


def note_asked_for(request: AgentRequest, chat: Chat) -> Note:
    sent = request.POST if request.method == "POST" else request.GET
    key = market_id(sent.get("note"))
    note = notes.note_of(chat, key) if key else None
    if note is None:
        raise Http404
    return note


def own(request: AgentRequest, note: Note) -> Note:
    """Another's note is there to read, and for its author alone to change."""
    if note.author_id != request.user.pk:
        raise Http404
    return note
