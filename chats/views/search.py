"""Search in the words of messages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chats.forms import SearchForm
from chats.market.ids import market_id
from chats.presenters.lookup import names_view
from chats.presenters.search import search_view
from chats.services import lookup, people, search
from chats.views.request import AgentRequest


@require_GET
def page(request: AgentRequest) -> HttpResponse:
    """The page's first address has no `q`: it shows the form alone."""
    form = SearchForm(request.GET if "q" in request.GET else None, sellers=people.sellers_for(request.user))
    context = {"form": form, "sellers_count": len(people.sellers_seen_by(request.user))}
    if form.is_valid():
        context |= results_of(request, form)
    return render(request, "chats/search/search.html", context, status=422 if form.errors else 200)


def results_of(request: AgentRequest, form: SearchForm) -> dict[str, object]:
    """The messages, and on the first page the buyers whose names begin so."""
    now, before, query = timezone.now(), market_id(request.GET.get("before")), form.cleaned_data["q"]
    found = search.find_messages(request.user, query, form.within(before=before))
    asked = [(name, form.data.get(name, "")) for name in form.fields]
    named = None
    if before is None:
        buyers = lookup.chats_of_buyers(request.user, form.data["q"], seller=form.cleaned_data["seller"])
        named = names_view(buyers, now=now)
    view = search_view(found, query, asked, continued=before is not None, now=now)
    return {"search": view, "names": named, "numbers": lookup.has_numbers(form.data["q"])}
