"""Reports, for those who lead a seller: what was written, and how soon it was answered."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_GET

from chats.forms import ReportForm, by_of
from chats.presenters.report_file import file_of
from chats.presenters.report_page import report_view
from chats.services import people, reports
from chats.services.people import Action
from chats.views.request import AgentRequest
from chats.views.threshold import allowed


@require_GET
@allowed(Action.SEE_REPORTS)
def page(request: AgentRequest) -> HttpResponse:
    form, by = form_of(request), by_of(request.GET)
    context: dict[str, object] = {"form": form, "by": by}
    if form.is_valid():
        found = reports.report(request.user, by, form.days, seller=form.about)
        context["report"] = report_view(found)
    return render(request, "chats/reports/reports.html", context, status=422 if form.errors else 200)


@require_GET
@allowed(Action.SEE_REPORTS)
def table(request: AgentRequest) -> HttpResponse:
    """The file. An address that asks for nothing that there is leads to the page, which says what is wrong."""
    form, by = form_of(request), by_of(request.GET)
    if not form.is_valid():
        return HttpResponse(status=302, headers={"Location": f"{resolve_url('reports')}?{urlencode(request.GET)}"})
    found = reports.report(request.user, by, form.days, seller=form.about)
    name = f"report-by-{by}-{form.days.first}-{form.days.last}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file_of(found), content_type="text/csv; charset=utf-8", headers=headers)


def form_of(request: AgentRequest) -> ReportForm:
    return ReportForm(request.GET, sellers=people.sellers_where(request.user, Action.SEE_REPORTS))
