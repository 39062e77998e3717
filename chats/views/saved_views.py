"""The views of the inbox that a person has saved: a page to name, order, share and delete them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST

from chats.forms import SavedViewForm
from chats.models import SavedView
from chats.presenters import saved_views as presenter
from chats.presenters.inbox_filters import address_of
from chats.services import inbox
from chats.services.inbox import Asked
from chats.views.inbox import scope_of
from chats.views.request import AgentRequest

MOVES = {"up": -1, "down": 1}


@require_http_methods(["GET", "POST"])
def page(request: AgentRequest) -> HttpResponse:
    """The page; a POST saves what `query`, that of an address of the inbox, asks for."""
    if request.method != "POST":
        return shown(request)
    asked = Asked.sent(QueryDict(request.POST.get("query", "")).dict())
    form = SavedViewForm(request.POST)
    if form.is_valid():
        try:
            inbox.save_view(request.user, asked, form.cleaned_data["name"])
            return redirect(address_of(asked))
        except inbox.NameTaken:
            form.add_error("name", presenter.NAME_TAKEN)
        except inbox.TooManyViews:
            form.add_error("name", presenter.TOO_MANY)
    form.fields["name"].widget.attrs["autofocus"] = True
    return shown(request, form=form, asked=asked)


@require_POST
def change(request: AgentRequest, view_id: int) -> HttpResponse:
    view, act = inbox.own_view(request.user, view_id), request.POST.get("do")
    if view is None:
        raise Http404
    if act in MOVES:
        inbox.move_view(view, by=MOVES[act])
        return redirect(f"{resolve_url('views')}?moved={view.pk}-{act}")
    if act == "share" and not inbox.share_view(view):
        raise PermissionDenied
    if act == "delete":
        inbox.delete_view(view)
    return rename(request, view) if act == "rename" else redirect("views")


def rename(request: AgentRequest, view: SavedView) -> HttpResponse:
    form = SavedViewForm(request.POST, auto_id=f"id_%s_{view.pk}")
    if form.is_valid():
        try:
            inbox.rename_view(view, form.cleaned_data["name"])
            return redirect("views")
        except inbox.NameTaken:
            form.add_error("name", presenter.NAME_TAKEN)
    form.fields["name"].widget.attrs["autofocus"] = True
    return shown(request, refused=(str(view.pk), form))


def shown(
    request: AgentRequest,
    *,
    form: SavedViewForm | None = None,
    asked: Asked | None = None,
    refused: tuple[str, SavedViewForm] | None = None,
) -> HttpResponse:
    """`form` is that of a view which could not be saved, `refused` a row that could not be renamed."""
    views, scope = inbox.saved_views(request.user), scope_of(request)
    own = [view for view in views if view.agent_id == request.user.pk]
    rows = list(presenter.saved_rows(own, scope))
    refused_id, refused_form = refused or ("", None)
    context = {
        "rows": [(row, refused_form if row.view_id == refused_id else form_of(row)) for row in rows],
        "others": list(presenter.saved_rows([view for view in views if view not in own], scope)),
        "moved": request.GET.get("moved", ""),
        "form": form,
        "query": asked.query() if asked else "",
        "shows": presenter.in_words(asked, scope) if asked else "",
        "errors": form or refused,
    }
    return render(request, "chats/inbox/saved_views.html", context, status=422 if form or refused else 200)


def form_of(row: presenter.SavedRow) -> SavedViewForm:
    return SavedViewForm(initial={"name": row.name}, auto_id=f"id_%s_{row.view_id}")
