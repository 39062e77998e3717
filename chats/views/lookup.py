"""The start page, and the lookup of chats by a pasted number."""

from collections.abc import Sequence
from math import ceil

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from chats.forms import LookupForm
from chats.market.ids import market_id
from chats.models import Chat
from chats.presenters.lookup import ResultsView, results_view, too_fast_text
from chats.presenters.rows import recent_rows
from chats.problems import Problem
from chats.services import lookup, people
from chats.services.lookup import LookupResult
from chats.views.request import AgentRequest, asks_for

RESULT = "lookup-result"


def lookup_form(request: AgentRequest, asked: QueryDict | None) -> LookupForm:
    return LookupForm(asked, sellers=people.sellers_for(request.user))


@require_GET
@gzip_page  # safe, like a chat's page; the result of a lookup repeats what was pasted, so it is not compressed
def start(request: AgentRequest) -> HttpResponse:
    return page(request, lookup_form(request, None), None)


@require_GET
def look_up(request: AgentRequest) -> HttpResponse:
    form = lookup_form(request, request.GET)
    if not form.is_valid():
        return page(request, form, None, status=422)
    if refusal := lookup.too_fast(request.user, len(form.cleaned_data["q"]), now=timezone.now()):
        return too_fast_page(request, form, refusal)
    found = find_all(request, form)
    if len(found) == 1 and len(found[0].chats) == 1 and not form.cleaned_data["all"]:
        return redirect_to_chat(request, found[0].chats[0])
    return page(request, form, results_view(found, now=timezone.now()))


def too_fast_page(request: AgentRequest, form: LookupForm, refusal: Problem) -> HttpResponse:
    form.add_error("q", too_fast_text(refusal))
    return with_retry_after(page(request, form, None, status=429), refusal)


def with_retry_after(response: HttpResponse, refusal: Problem) -> HttpResponse:
    """The response with a Retry-After header, if the refusal says until when."""
    if refusal.until:
        response.headers["Retry-After"] = str(ceil((refusal.until - refusal.at).total_seconds()))
    return response


def find_all(request: AgentRequest, form: LookupForm) -> Sequence[LookupResult]:
    seller, now = form.cleaned_data["seller"], timezone.now()
    found = []
    for identifier in form.cleaned_data["q"]:
        one = lookup.look_up(
            request.user, identifier, seller=seller, ask_market=form.cleaned_data["fresh"], now=timezone.now()
        )
        lookup.record_lookup(request.user, one, seller=seller, now=now)
        found.append(one)
    return found


def redirect_to_chat(request: AgentRequest, chat: Chat) -> HttpResponse:
    address = resolve_url("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def page(request: AgentRequest, form: LookupForm, results: ResultsView | None, *, status: int = 200) -> HttpResponse:
    in_part = asks_for(request, RESULT)
    recents = () if in_part else recent_rows(lookup.recent_chats(request.user), now=timezone.now())
    context = {
        "form": form,
        "results": results,
        "recents": recents,
        "sellers_count": len(form.sellers),
    }
    return render(request, "chats/lookup/start.html" + (f"#{RESULT}" if in_part else ""), context, status=status)


@require_POST
def forget(request: AgentRequest) -> HttpResponse:
    business_id, chat_id = (market_id(request.POST.get(name)) for name in ("business_id", "chat_id"))
    if business_id and chat_id:
        lookup.forget_recent(request.user, business_id, chat_id)
    return HttpResponse(status=200) if request.htmx else redirect("start")
