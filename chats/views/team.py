"""People of the desk, for administrators: who they are, which sellers they see, and the links that set passwords."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from chats.forms import PersonForm
from chats.presenters import team as presenter
from chats.services import people
from chats.services.people import Action
from chats.views.request import AgentRequest
from chats.views.threshold import allowed


@require_GET
@allowed(Action.MANAGE_PEOPLE)
def page(request: AgentRequest) -> HttpResponse:
    now = timezone.now()
    listed = list(people.all_people()[: people.MOST_LISTED + 1])
    rows = [presenter.person_row(person, now=now) for person in listed[: people.MOST_LISTED]]
    return render(request, "chats/team/people.html", {"rows": rows, "more": len(listed) > len(rows)})


@require_http_methods(["GET", "POST"])
@allowed(Action.MANAGE_PEOPLE)
def new(request: AgentRequest) -> HttpResponse:
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = form.save(commit=False)
        secret = people.add_person(person, form.access(), by=request.user, now=timezone.now())
        return shown_link(request, person.pk, secret)
    return render(request, "chats/team/person.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allowed(Action.MANAGE_PEOPLE)
def person(request: AgentRequest, person_id: int) -> HttpResponse:
    known = person_or_404(person_id)
    row = presenter.person_row(known, now=timezone.now())  # before the form writes into the person what was sent
    form = PersonForm(request.POST if request.method == "POST" else None, instance=known)
    if form.is_valid():
        try:
            people.change_person(known, form.access(), form.changed_data, by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s: saved.") % {"name": row.name})
            return redirect("people")
        except people.NoAdministratorLeft:
            form.add_error("administrator", presenter.NO_ADMINISTRATOR_LEFT)
    context = {"form": form, "row": row, "is_me": known.pk == request.user.pk, "active": known.is_active}
    return render(request, "chats/team/person.html", context, status=422 if form.errors else 200)


@require_POST
@allowed(Action.MANAGE_PEOPLE)
def link(request: AgentRequest, person_id: int) -> HttpResponse:
    known = person_or_404(person_id)
    if not known.is_active:
        messages.error(request, _("Activate the person first: a link does not work for one who is deactivated."))
        return redirect("person", person_id=person_id)
    return shown_link(request, person_id, people.new_link(known, by=request.user, now=timezone.now()))


@require_POST
@allowed(Action.MANAGE_PEOPLE)
def switch(request: AgentRequest, person_id: int) -> HttpResponse:
    """Activates or deactivates a person."""
    known = person_or_404(person_id)
    try:
        if request.POST.get("active") == "on":
            people.activate(known, by=request.user)
        else:
            people.deactivate(known, by=request.user, now=timezone.now())
    except people.NoAdministratorLeft:
        messages.error(request, presenter.NO_ADMINISTRATOR_LEFT)
    return redirect("person", person_id=person_id)


@require_POST
@allowed(Action.MANAGE_PEOPLE)
def delete(request: AgentRequest, person_id: int) -> HttpResponse:
    known = person_or_404(person_id)
    name = presenter.person_row(known, now=timezone.now()).name
    if not people.delete_person(known, by=request.user, now=timezone.now()):
        messages.error(request, _("People who have signed in are not deleted. Deactivate them."))
        return redirect("person", person_id=person_id)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": name})
    return redirect("people")


def shown_link(request: AgentRequest, person_id: int, secret: str) -> HttpResponse:
    """The link, this once: the desk does not keep it. Without a redirect, which would have to."""
    row = presenter.person_row(person_or_404(person_id), now=timezone.now())
    address = request.build_absolute_uri(resolve_url("invitation", secret))
    return render(request, "chats/team/link.html", {"row": row, "address": address})


def person_or_404(person_id: int) -> User:
    known = people.person_of(person_id)
    if known is None:
        raise Http404
    return known
