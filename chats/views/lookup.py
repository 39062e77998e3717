"""The lookup of chats by a pasted number."""

from collections.abc import Sequence
from math import ceil
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from chats.forms import LookupForm
from chats.market.ids import market_id
from chats.models import Chat
from chats.presenters.ledger import lookups_low_text
from chats.presenters.lookup import NamesView, ResultsView, names_view, results_view, too_fast_text
from chats.presenters.rows import recent_rows
from chats.problems import Problem
from chats.services import ledger_page, lookup, people, search
from chats.services.lookup import LookupResult, Paste
from chats.views.request import AgentRequest, asks_for

RESULT = "lookup-result"


def lookup_form(request: AgentRequest, asked: QueryDict | None) -> LookupForm:
    return LookupForm(asked, sellers=people.sellers_for(request.user))


@require_GET
def look_up(request: AgentRequest) -> HttpResponse:
    if "q" not in request.GET:
        return page(request, lookup_form(request, None), None)
    form = lookup_form(request, request.GET)
    if not form.is_valid():
        named = names_for(request, form)
        if not named and (address := address_of_search(form)):
            return to_address(request, address)
        return page(request, form, None, names=named, status=200 if named else 422)
    paste: Paste = form.cleaned_data["q"]
    if refusal := lookup.too_fast(request.user, len(paste.likely), now=timezone.now()):
        return too_fast_page(request, form, refusal)
    found = find_all(request, form, paste)
    if (chat := lookup.only_chat(found)) and not form.cleaned_data["all"]:
        return redirect_to_chat(request, chat)
    return page(request, form, results_view(found, paste, now=timezone.now()))


@require_GET
def by_name(request: AgentRequest) -> HttpResponse:
    """While the agent types: the chats whose buyer's name begins like this. What cannot be one is not refused yet."""
    form = lookup_form(request, request.GET)
    named = None if form.is_valid() else names_for(request, form)
    form.errors.clear()
    return page(request, form, None, names=named)


def names_for(request: AgentRequest, form: LookupForm) -> NamesView | None:
    """The chats for a text without a number, which then is not refused; None where there are none."""
    if not form.has_error("q", "no_digits") or form.has_error("seller"):
        return None
    found = lookup.chats_of_buyers(request.user, form.data["q"], seller=form.cleaned_data["seller"])
    named = names_view(found, now=timezone.now())
    if named:
        form.errors.pop("q")
    return named


def too_fast_page(request: AgentRequest, form: LookupForm, refusal: Problem) -> HttpResponse:
    form.add_error("q", too_fast_text(refusal))
    return with_retry_after(page(request, form, None, status=429), refusal)


def with_retry_after(response: HttpResponse, refusal: Problem) -> HttpResponse:
    """The response with a Retry-After header, if the refusal says until when."""
    if refusal.until:
        response.headers["Retry-After"] = str(ceil((refusal.until - refusal.at).total_seconds()))
    return response


def find_all(request: AgentRequest, form: LookupForm, paste: Paste) -> Sequence[LookupResult]:
    seller, now = form.cleaned_data["seller"], timezone.now()
    found = lookup.look_up_paste(request.user, paste, seller=seller, ask_market=form.cleaned_data["fresh"], now=now)
    for one in found:
        lookup.record_lookup(request.user, one, seller=seller, now=now)
    return found


def address_of_search(form: LookupForm) -> str:
    """Where the text is searched for in messages, if it is words and no number was expected in it; else empty."""
    text = form.data.get("q", "")
    if "seller" in form.errors or not search.is_words(text):
        return ""
    asked = {name: form.data.get(name, "") for name in ("q", "seller")}
    return f"{resolve_url('search')}?{urlencode({name: value for name, value in asked.items() if value})}"


def redirect_to_chat(request: AgentRequest, chat: Chat) -> HttpResponse:
    return to_address(request, resolve_url("chat", business_id=chat.seller.business_id, chat_id=chat.chat_id))


def to_address(request: AgentRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def page(
    request: AgentRequest,
    form: LookupForm,
    results: ResultsView | None,
    *,
    names: NamesView | None = None,
    status: int = 200,
) -> HttpResponse:
    in_part = asks_for(request, RESULT)
    recents = () if in_part else recent_rows(lookup.recent_chats(request.user), now=timezone.now())
    context = {
        "form": form,
        "results": results,
        "names": names,
        "search": "" if results else address_of_search(form),
        "recents": recents,
        "sellers_count": len(form.sellers),
        "low": "" if in_part else low_text(request),
    }
    return render(request, "chats/lookup/start.html" + (f"#{RESULT}" if in_part else ""), context, status=status)


def low_text(request: AgentRequest) -> str:
    now = timezone.now()
    return lookups_low_text(ledger_page.lookups_are_low(request.user, now=now), now=now)


@require_POST
def forget(request: AgentRequest) -> HttpResponse:
    business_id, chat_id = (market_id(request.POST.get(name)) for name in ("business_id", "chat_id"))
    if business_id and chat_id:
        lookup.forget_recent(request.user, business_id, chat_id)
    return HttpResponse(status=200) if request.htmx else redirect("lookup")
