"""Several chats of the list at once: what is offered, what was chosen, and taking that back."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from chats.forms import BulkForm
from chats.presenters.bulk import TOO_LATE, BulkSaid, bulk_said
from chats.presenters.inbox import picks_of
from chats.services import inbox
from chats.services.inbox import Asked, Done
from chats.services.people import Action
from chats.views.inbox import bulk_of
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import allowed

BAR, SAID = "bulk", "bulk-said"
TEMPLATE = "chats/inbox/bulk.html"


@require_http_methods(["GET", "POST"])
@allowed(Action.READ)
def bulk(request: AgentRequest) -> HttpResponse:
    now = timezone.now()
    if request.method == "GET":
        return shown_bar(request)
    form = BulkForm(request.POST, now=now)
    if not form.is_valid():
        return said(request, BulkSaid(words=form.error, is_error=True), status=422)
    act = form.cleaned_data["act"]
    done = do(request, form.cleaned_data, now=now)
    return said(request, bulk_said(act, done, undo=inbox.seal(request.user, act, done)))


@require_POST
@allowed(Action.READ)
def undo(request: AgentRequest) -> HttpResponse:
    try:
        done = inbox.undo_all(request.user, request.POST.get("undo", ""), now=timezone.now())
    except inbox.TooLate:
        return said(request, BulkSaid(words=str(TOO_LATE), is_error=True), status=422)
    return said(request, bulk_said("undo", done))


def do(request: AgentRequest, sent: dict[str, Any], *, now: datetime) -> Done:
    agent, picked, value = request.user, sent["picked"], sent["value"]
    if sent["act"] == "take":
        return inbox.take_all(agent, picked, now=now)
    if sent["act"] == "assign":
        return inbox.assign_all(agent, picked, value, now=now)
    if sent["act"] == "tag":
        return inbox.tag_all(agent, picked, value)
    if sent["act"] == "snooze":
        return inbox.snooze_all(agent, picked, value, now=now)
    return inbox.read_all(agent, picked)


def shown_bar(request: AgentRequest) -> HttpResponse:
    if not asks_for(request, BAR):
        return to_list(request)
    return render(request, f"{TEMPLATE}#bar", {"bulk": bulk_of(request)})


def said(request: AgentRequest, what: BulkSaid, *, status: int = 200) -> HttpResponse:
    """In place, and the list learns of it by the pulse, which beats at once; without scripts, above the list."""
    if asks_for(request, SAID):
        answer = render(request, f"{TEMPLATE}#said", {"said": what}, status=status)
        return trigger_client_event(answer, "desk:ask", after="settle")
    (messages.error if what.is_error else messages.success)(request, what.words)
    return to_list(request)


def to_list(request: AgentRequest) -> HttpResponse:
    """The list that the press came from, ready to select in."""
    return redirect(picks_of(Asked.sent(QueryDict(request.POST.get("back", "")))))
