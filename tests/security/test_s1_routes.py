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
    WebhookEvent,
)
from tests.notification_fixture import FORMS
from tests.security.conftest import PEOPLE
from tests.security.routes import WAYS, address_of, ask, every, word_for

CHANGE = "/admin/{}/<path:object_id>/change/"
ADMIN = "admin admin admin"
SHUT = ("login 401 login", ADMIN, ADMIN, ADMIN)  # a page of the admin, to all but the administrator
CLOSED = (ADMIN, ADMIN, ADMIN, ADMIN)  # the same, where the admin itself asks who is there
OPEN = "200 200 200"
# A page that lists, one with a form, and a button, to all but those who manage people.
NOT_PEOPLE = ("login 401 login", *("403 403 405",) * 3)
NOT_PERSON = ("login 401 login", *("403 403 403",) * 3)
NO_ACT_ON_PEOPLE = ("login 401 login", *("405 405 403",) * 3)
LINK = "/team/people/<id:person_id>/link/"
SWITCH = "/team/people/<id:person_id>/switch/"

CHAT_PAGE = "/chats/<id:business_id>/<id:chat_id>/"
TAKE = "/chats/<id:business_id>/<id:chat_id>/take/"
SNOOZE = "/chats/<id:business_id>/<id:chat_id>/snooze/"  # without saying until when
REFRESH = "/chats/<id:business_id>/<id:chat_id>/refresh/"
ORDER = "/chats/<id:business_id>/<id:chat_id>/order/"
DELETE_ANSWER = "/answers/<id:answer_id>/delete/"

TABLE = {
    #                     anonymous          stranger         agent            staff            boss
    "/":                 ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/next/":            ("login 401 login", "-> -> 405",     "-> -> 405",     "-> -> 405",     "-> -> 405"),
    "/views/":          ("login 401 login", "200 200 422",   "200 200 422",   "200 200 422",   "200 200 422"),
    "/views/<id:view_id>/":
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 404"),
    "/lookup/":          ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/lookup/names/":    ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/search/":          ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/recents/forget/":  ("login 401 login", "405 405 ->",    "405 405 ->",    "405 405 ->",    "405 405 ->"),
    "/answers/":         ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/answers/new/":     ("login 401 login", "200 200 422",   "200 200 422",   "200 200 422",   "200 200 422"),
    "/answers/<id:answer_id>/":
                         ("login 401 login", "404 404 404",   "200 200 422",   "404 404 404",   "404 404 404"),
    DELETE_ANSWER:       ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 404"),
    "/answers/for/<id:business_id>/<id:chat_id>/":
                         ("login 401 login", "404 404 405",   "200 200 405",   "404 404 405",   "200 200 405"),
    "/ledger/":          ("login 401 login", "403 403 405",   "403 403 405",   "403 403 405",   "200 200 405"),
    "/reports/":             (*NOT_PEOPLE, "200 200 405"),
    "/reports/table.csv":    (*NOT_PEOPLE, "200 200 405"),
    "/team/people/":        (*NOT_PEOPLE, "200 200 405"),
    "/team/people/new/":    (*NOT_PERSON, "200 200 422"),
    "/team/people/<id:person_id>/":
                            (*NOT_PERSON, "200 200 422"),
    LINK:                   (*NO_ACT_ON_PEOPLE, "405 405 200"),
    SWITCH:                 (*NO_ACT_ON_PEOPLE, "405 405 ->"),
    "/team/people/<id:person_id>/delete/":  # who has signed in is not
                            (*NO_ACT_ON_PEOPLE, "405 405 ->"),
    "/team/targets/":       (*NOT_PEOPLE, "200 200 405"),
    "/team/targets/<id:business_id>/":
                         ("login 401 login", "404 404 404",   "403 403 403",   "404 404 404",   "200 200 422"),
    "/bell/":           ("login 401 login", "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/bell/sound/":     ("login 401 login", "405 405 ->",    "405 405 ->",    "405 405 ->",    "405 405 ->"),
    "/settings/":        ("login 401 login", "200 200 200",   "200 200 200",   "200 200 200",   "200 200 200"),
    "/settings/password/":
                         ("login 401 login", "200 200 422",   "200 200 422",   "200 200 422",   "200 200 422"),
    "/login/":           ("200 200 200",     "-> -> ->",      "-> -> ->",      "-> -> ->",      "-> -> ->"),
    "/logout/":          ("login 401 login", "405 405 login", "405 405 login", "405 405 login", "405 405 login"),
    "/setup/<str:secret>/": ("404 404 404",     "404 404 404",   "404 404 404",   "404 404 404",   "404 404 404"),
    "/invitation/":        ("404 404 404",) * 5,  # no link was opened
    "/invitation/<str:secret>/": ("404 404 405",) * 5,
    # Nobody's secret, from nobody's network; with those it is Market that asks (tests/faults/test_notifications_*.py).
    **{f"/notifications/<str:secret>{form}": ("405 405 404",) * 5 for form in FORMS},
    "/healthz":          ("200 200 405",     "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/worker/":          ("204 204 405",     "200 200 405",   "200 200 405",   "200 200 405",   "200 200 405"),
    "/readyz":           ("503 503 405",     "503 503 405",   "503 503 405",   "503 503 405",   "503 503 405"),
    "/language/":        ("-> -> ->",        "-> -> ->",      "-> -> ->",      "-> -> ->",      "-> -> ->"),
    "/chats/<id:business_id>/<id:chat_id>/":
                         ("login 401 login", "404 404 405",   "200 200 405",   "404 404 405",   "200 200 405"),
    REFRESH:
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    TAKE:
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    "/chats/<id:business_id>/<id:chat_id>/give-back/":
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    SNOOZE:
                         ("login 401 login", "405 405 404",   "405 405 422",   "405 405 404",   "405 405 422"),
    "/chats/<id:business_id>/<id:chat_id>/bring-back/":
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    "/chats/<id:business_id>/<id:chat_id>/done/":
                         ("login 401 login", "405 405 404",   "405 405 ->",    "405 405 404",   "405 405 ->"),
    ORDER:
                         ("login 401 login", "404 404 404",   "200 200 ->",    "404 404 404",   "200 200 ->"),
    "/chats/<id:business_id>/<id:chat_id>/others/":
                         ("login 401 login", "404 404 405",   "-> -> 405",     "404 404 405",   "-> -> 405"),
    "/chats/<id:business_id>/<id:chat_id>/older/":  # than no message
                         ("login 401 login", "404 404 405",   "404 404 405",   "404 404 405",   "404 404 405"),
    "/chats/<id:business_id>/<id:chat_id>/at/":  # no message
                         ("login 401 login", "404 404 405",   "404 404 405",   "404 404 405",   "404 404 405"),
    "/chats/<id:business_id>/<id:chat_id>/read/":
                         ("login 401 login", "405 405 404",   "405 405 204",   "405 405 404",   "405 405 204"),
    "/chats/<id:business_id>/<id:chat_id>/reply/":
                         ("login 401 login", "405 405 404",   "405 405 400",   "405 405 404",   "405 405 400"),
    "/chats/<id:business_id>/<id:chat_id>/file/":
                         ("login 401 login", "405 405 404",   "405 405 400",   "405 405 404",   "405 405 400"),
    "/chats/<id:business_id>/<id:chat_id>/draft/":
                         ("login 401 login", "405 405 404",   "405 405 204",   "405 405 404",   "405 405 204"),
    "/chats/<id:business_id>/<id:chat_id>/drop/":
                         ("login 401 login", "405 405 404",   "405 405 404",   "405 405 404",   "405 405 404"),
    "/chats/<id:business_id>/<id:chat_id>/arrived/":
                         ("login 401 login", "405 405 404",   "405 405 404",   "405 405 404",   "405 405 404"),
    "/chats/new/":       ("login 401 login", "405 405 404",   "405 405 404",   "405 405 404",   "405 405 404"),
    "/admin/login/":     ("login 401 login", "403 403 403",   "403 403 403",   "403 403 403",   "-> -> ->"),
    "/admin/logout/":    (ADMIN,             "-> -> ->",      "-> -> ->",      "-> -> ->",      "405 405 login"),
    "/admin/":                       (*CLOSED, OPEN),
    "/admin/(?P<url>.*)$":           (*CLOSED, "404 404 404"),
    "/admin/^(?P<app_label>chats|auth)/$": (*CLOSED, OPEN),
    "/admin/autocomplete/":          (*CLOSED, "403 403 405"),
    "/admin/jsi18n/":                (*CLOSED, "200 200 405"),
    "/admin/password_change/":       (*CLOSED, OPEN),
    "/admin/password_change/done/":  (*CLOSED, "200 200 405"),
    "/admin/r/<path:content_type_id>/<path:object_id>/": (*CLOSED, "404 404 404"),
    "/admin/chats/seller/":          (*SHUT, OPEN),
    "/admin/chats/seller/add/":      (*SHUT, OPEN),
    CHANGE.format("chats/seller"):   (*SHUT, OPEN),
    "/admin/chats/seller/<path:object_id>/":         (*SHUT, "-> -> ->"),
    "/admin/chats/seller/<path:object_id>/reading/": (*SHUT, "405 405 ->"),
    "/admin/chats/seller/<path:object_id>/delete/":  (*SHUT, "403 403 403"),
    "/admin/chats/seller/<path:object_id>/history/": (*SHUT, OPEN),
    "/admin/chats/seller/<path:object_id>/new-address/":  (*SHUT, OPEN),
    "/admin/chats/seller/<path:object_id>/events-again/": (*SHUT, "405 405 ->"),
    "/admin/chats/preparedanswer/":     (*SHUT, OPEN),
    "/admin/chats/preparedanswer/add/": (*SHUT, OPEN),
    CHANGE.format("chats/preparedanswer"):                  (*SHUT, OPEN),
    "/admin/chats/preparedanswer/<path:object_id>/":         (*SHUT, "-> -> ->"),
    "/admin/chats/preparedanswer/<path:object_id>/delete/":  (*SHUT, OPEN),
    "/admin/chats/preparedanswer/<path:object_id>/history/": (*SHUT, OPEN),
    "/admin/chats/lookup/":          (*SHUT, OPEN),
    "/admin/chats/lookup/add/":      (*SHUT, "403 403 403"),
    CHANGE.format("chats/lookup"):   (*SHUT, "200 200 403"),
    "/admin/chats/lookup/<path:object_id>/":         (*SHUT, "-> -> ->"),
    "/admin/chats/lookup/<path:object_id>/delete/":  (*SHUT, "403 403 403"),
    "/admin/chats/lookup/<path:object_id>/history/": (*SHUT, OPEN),
    "/admin/chats/worker/":          (*SHUT, "200 200 ->"),
    "/admin/auth/group/":            (*SHUT, OPEN),
    "/admin/auth/group/add/":        (*SHUT, OPEN),
    CHANGE.format("auth/group"):     (*SHUT, OPEN),
    "/admin/auth/group/<path:object_id>/":           (*SHUT, "-> -> ->"),
    "/admin/auth/group/<path:object_id>/delete/":    (*SHUT, OPEN),
    "/admin/auth/group/<path:object_id>/history/":   (*SHUT, OPEN),
}  # fmt: skip


# The cells of a lead of the chat's seller, and of a lead of another one, where those of agents do not hold for them.
LEADS = {
    "/reports/":                   ("200 200 405", "200 200 405"),
    "/reports/table.csv":          ("200 200 405", "200 200 405"),
    "/ledger/":                    ("200 200 405", "200 200 405"),
    "/team/targets/":              ("200 200 405", "200 200 405"),
    "/team/targets/<id:business_id>/": ("200 200 422", "404 404 404"),
    # The agent's own.
    "/views/<id:view_id>/":        ("405 405 404", "405 405 404"),
    "/answers/<id:answer_id>/":    ("404 404 404", "404 404 404"),
    DELETE_ANSWER:                 ("405 405 404", "405 405 404"),
}  # fmt: skip


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
    kinds += (Draft, Message, ReadMark, Reply, NotificationAddress, WebhookEvent, SavedView, Invitation)
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
    elif route == DELETE_ANSWER:
        assert not PreparedAnswer.objects.exists()  # by the agent's POST
    elif route == LINK:
        assert Invitation.objects.get().person == people["agent"]  # by the administrator's POST, as the next one
    elif route == SWITCH:
        assert [one.username for one in User.objects.filter(is_active=False)] == ["agent"]
    elif route == CHAT_PAGE:
        # Opening a chat puts it among one's own recent ones, and changes nothing else.
        assert set(RecentChat.objects.values_list("agent__username", flat=True)) == {"agent", "Leads", "boss"}
        RecentChat.objects.all().delete()
        assert (everything(), market.calls) == (before, [])
    else:
        assert (everything(), market.calls) == (before, [])
