"""The bell in the bar: its part of every page, and the switch for the sound."""

from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from chats.presenters.notices import Bell, bell_of
from chats.services import inbox, notes, people
from chats.views.request import AgentRequest, asks_for


@require_GET
def bell(request: AgentRequest) -> HttpResponse:
    """The bell, if it is not the one that the page has."""
    shown = bell_for(request)
    if request.GET.get("bell") == shown.digest:
        return HttpResponse(status=204)
    return render(request, "_bell.html", {"bell": shown})


@require_POST
def switch_sound(request: AgentRequest) -> HttpResponse:
    if (sound := request.POST.get("sound")) in ("on", "off"):
        people.set_sound(request.user, on=sound == "on")
    if asks_for(request, "bell"):
        return render(request, "_bell.html", {"bell": bell_for(request)})
    # From the header: a page that repeated its address could not be compressed (docs/performance.md).
    back = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect(resolve_url("start"))


def bell_for(request: AgentRequest) -> Bell:
    chosen, now = people.preferences_of(request.user), timezone.now()
    wanted = chosen.sound or chosen.notices
    chats = inbox.began_to_wait(request.user, now=now) if wanted else []
    handed = inbox.handed_to(request.user, now=now) if wanted else []
    mentions = notes.mentions_lately(request.user, now=now) if wanted else []
    quiet = people.is_quiet(chosen, timezone.localtime(now).time())
    return bell_of(chosen, chats, quiet=quiet, handed=handed, mentions=mentions)
