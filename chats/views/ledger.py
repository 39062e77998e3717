"""The page of the ledger, for leads: how Market's hourly quotas are used, and by whom."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from chats.market.ids import market_id
from chats.presenters.ledger import ledger_view
from chats.services import ledger_page
from chats.services.people import Action
from chats.views.request import AgentRequest, asks_for
from chats.views.threshold import allowed

LEDGER = "ledger"


@require_GET
@allowed(Action.SEE_LEDGER)
def page(request: AgentRequest) -> HttpResponse:
    gathered = ledger_page.gathered(request.user, market_id(request.GET.get("seller")), now=timezone.now())
    part = f"#{LEDGER}" if asks_for(request, LEDGER) else ""
    return render(request, f"chats/ledger/ledger.html{part}", {"ledger": ledger_view(gathered)})
