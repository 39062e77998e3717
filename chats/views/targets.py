"""The targets for answers, for those who lead a seller."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chats.forms import TargetForm
from chats.presenters.formats.text import clean
from chats.presenters.targets import target_row
from chats.services import people, sellers
from chats.services.people import Action
from chats.views.request import AgentRequest
from chats.views.threshold import allowed


@require_GET
@allowed(Action.SET_TARGETS)
def page(request: AgentRequest) -> HttpResponse:
    rows = [target_row(seller) for seller in people.sellers_where(request.user, Action.SET_TARGETS)]
    return render(request, "chats/team/targets.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def target(request: AgentRequest, business_id: int) -> HttpResponse:
    """404 for a seller that the person does not see, and 403 for one that they do not lead."""
    seller = people.seller_for(request.user, business_id)
    if seller is None:
        raise Http404
    if not people.may(request.user, Action.SET_TARGETS, seller):
        raise PermissionDenied
    # A copy: the form writes into it what was sent, and the lookup in the bar shows the seller too.
    form = TargetForm(request.POST if request.method == "POST" else None, instance=copy(seller))
    if form.is_valid():
        sellers.set_target(form.save(commit=False), by=request.user)
        messages.success(request, _("%(name)s: saved.") % {"name": clean(seller.name, 60)})
        return redirect("targets")
    context = {"form": form, "name": clean(seller.name, 100)}
    return render(request, "chats/team/target.html", context, status=422 if form.errors else 200)
