"""What an agent does at the desk, and what must be there whatever goes wrong."""

import re
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html

from chats.models import Chat, Circuit, Quota, Slot
from chats.sandbox.content.cabinets import HOME
from chats.services.upstream import SLOT_LEASE

PART = {"HX-Request": "true", "HX-Target": "freshness"}
LAST_SEEN = "WAITING_FOR_MARKET"


def address(chat_id: int = 310001) -> str:
    return f"/chats/{HOME.business_id}/{chat_id}/"


def press_refresh(client: Client, chat_id: int = 310001) -> HttpResponse:
    return client.post(address(chat_id) + "refresh/", headers=PART)


def tick(client: Client, chat_id: int = 310001) -> HttpResponse:
    """What an open page asks with each pulse."""
    return client.get(address(chat_id), {"v": "0", "seen": "0"}, headers=PART)


def poll(client: Client, chat_id: int = 310001) -> HttpResponse:
    """What an open page asks when its sighting is due."""
    Chat.objects.filter(chat_id=chat_id).update(due_at=timezone.now() - timedelta(seconds=1))
    return tick(client, chat_id)


def look_up(client: Client, text: object) -> HttpResponse:
    return client.get("/lookup/", {"q": str(text)})


def page(response: HttpResponse) -> html.HtmlElement:
    return html.fromstring(response.content.decode())


def problem_on(response: HttpResponse) -> str:
    """The kind of the problem that the page tells of in words; empty when there is none."""
    told = page(response).cssselect("[data-problem]")
    assert all(one.text_content().strip() for one in told)
    return told[0].get("data-problem") if told else ""


def stays_calm(client: Client, kind: str, chat_id: int = 310001) -> html.HtmlElement:
    """The known chat's page as it has to look after Market failed: the last sighting, visibly stale, and the reason."""
    response = client.get(address(chat_id))
    shown = page(response)
    assert response.status_code == 200
    assert shown.cssselect(".badge")[0].get("data-status") == LAST_SEEN
    assert shown.cssselect("#freshness[data-stale] time")
    assert problem_on(response) == kind
    return shown


def one_line_tells(caplog, kind: str, operation: str = "getChat") -> str:
    """The one line of a failed call: seller, operation, kind, trace, and no secret."""
    lines = [record.getMessage() for record in caplog.records if record.name == "chats.services.upstream.calls"]
    told = [line for line in lines if operation in line]
    assert len(told) == 1
    assert re.fullmatch(rf"seller=\d+ {operation} {kind} trace=\S*", told[0])
    assert HOME.token not in caplog.text
    return told[0]


def an_hour_passes() -> None:
    """For the ledger: whatever was to end within the hour has ended."""
    past = timezone.now() - timedelta(seconds=1)
    Quota.objects.update(exhausted_until=past)
    Quota.objects.update(renews_at=past)
    Circuit.objects.filter(open_until__isnull=False).update(open_until=past)
    Circuit.objects.filter(paused_until__isnull=False).update(paused_until=past)


def slots_are_free_or_end() -> bool:
    return not Slot.objects.filter(leased_until__gt=timezone.now() + SLOT_LEASE).exists()
