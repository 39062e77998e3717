"""S1: every route of the URL configuration, and what it answers to whom.

A cell holds the answers to a page (GET), a part (GET as htmx asks for it) and a POST without fields, as statuses or:
`login` to sign-in and back here afterwards; `401` the same for htmx; `admin` to the admin's own sign-in, which turns
away who is no administrator; `->` to another page of the desk. `staff` holds every permission of Django's admin and is
no superuser. The chat is one of the agent's seller; objects of the admin are there. A lead gets what agents of the same
seller get, where `LEADS` does not say otherwise.
"""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from chats.models import (
    AgentSettings,
    Chat,
    Draft,
    Handover,
    Invitation,
    Lookup,
    Message,
    NotificationAddress,
    PreparedAnswer,
    ReadMark,
    RecentChat,
    Reply,
    SavedView,
    Seller,
    Tag,
    WebhookEvent,
)
from tests.security.conftest import PEOPLE
from tests.security.route_table import (
    BACKUPS,
    CHAT_PAGE,
    DELETE_ANSWER,
    DELETE_TAG,
    LEADS,
    LINK,
    ORDER,
    REFRESH,
    SWITCH,
    TABLE,
    TAKE,
)
from tests.security.routes import WAYS, address_of, ask, every, word_for


def cells_of(route: str) -> dict[str, str]:
    anonymous, stranger, agent, staff, boss = TABLE[route]
    lead, other_lead = LEADS.get(route, (agent, stranger))
    return dict(zip(PEOPLE, (anonymous, stranger, agent, lead, other_lead, staff, boss), strict=True))


@pytest.fixture(autouse=True)
def here(people, settings):
    """Made before anything is counted."""
    settings.AXES_FAILURE_LIMIT = 100  # all of them open a wrong link, from one address
    return [people[name] for name in PEOPLE]


def everything():
    kinds = (User, Seller, Chat, Lookup, RecentChat, AgentSettings, PreparedAnswer, LogEntry)
    kinds += (Draft, Message, ReadMark, Reply, NotificationAddress, WebhookEvent, SavedView, Invitation, Tag, Handover)
    rows = [list(kind.objects.order_by("pk").values()) for kind in kinds]
    return [
        [{name: str(value) for name, value in row.items() if name != "last_login"} for row in kind] for kind in rows
    ]


def test_s1_every_route_has_a_row_and_every_row_a_route():
    assert set(every()) == set(TABLE)
    assert set(LEADS) <= set(TABLE)


@pytest.mark.parametrize("route", every())
def test_s1_a_route_answers_each_person_as_the_table_says(browsers, people, gaps, market, route):
    address, before = address_of(route, **gaps(route)), everything()

    answered = {}
    for name, browser in browsers.items():
        words = []
        for way in WAYS:
            if people[name] and "logout" in route:
                browser.force_login(people[name])
            words.append(word_for(ask(browser, way, address)))
        answered[name] = " ".join(words)

    assert answered == cells_of(route)
    if route in (REFRESH, ORDER):
        assert 1 <= len(market.calls) <= 6  # the POSTs of the agent, the lead and the administrator
    elif route == TAKE:
        # By the agent's POST, and last by the administrator's.
        assert Chat.objects.exclude(assignee=None).get().assignee == people["boss"]
        assert [line.by.username for line in Handover.objects.order_by("pk")] == ["agent", "Leads", "boss"]
    elif route == DELETE_ANSWER:
        assert not PreparedAnswer.objects.exists()  # by the agent's POST
    elif route == DELETE_TAG:
        assert not Tag.objects.exists()  # by the lead's POST
    elif route == LINK:
        assert Invitation.objects.get().person == people["agent"]  # by the administrator's POST, as the next one
    elif route == BACKUPS:
        assert LogEntry.objects.get(object_id="backups").user == people["boss"]
    elif route == SWITCH:
        assert [one.username for one in User.objects.filter(is_active=False)] == ["agent"]
    elif route == CHAT_PAGE:
        # Opening a chat puts it among one's own recent ones, and changes nothing else.
        assert set(RecentChat.objects.values_list("agent__username", flat=True)) == {"agent", "Leads", "boss"}
        RecentChat.objects.all().delete()
        assert (everything(), market.calls) == (before, [])
    else:
        assert (everything(), market.calls) == (before, [])
