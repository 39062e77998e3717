"""S2, S3: what a browser sends names no other seller's things into being, and no page sums or names them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from chats.models import Campaign, Chat, Lookup, RecentChat
from chats.services import sightings
from tests.security.canary import BUYER, BUYER_ID
from tests.security.test_s1_routes import everything

pytestmark = pytest.mark.usefixtures("made_before_counting")

THEIRS = "Канарейкин и сыновья"  # the name of the seller that the stranger must never read
PAGES = ["/", "/settings/", "/lookup/?q=999", "/lookup/?q=", "/chats/2002/420001/", "/chats/1001/310001/", "/nowhere/"]
PAGES += ["/chats/2002/420001/order/", "/chats/1001/310001/order/"]
PAGES += ["/chats/2002/420001/others/", "/chats/1001/310001/others/"]
PAGES += [f"/lookup/{way}?q={BUYER[:4]}" for way in ("", "names/")]
PARTS = [
    {},
    {"HX-Request": "true", "HX-Target": "lookup-result"},
    {"HX-Request": "true", "HX-Target": "freshness"},
    {"HX-Request": "true", "HX-Target": "chat-order"},
    {"HX-Request": "true", "HX-Target": "chat-about", "HX-Trigger": "chat-about", "HX-Prompt": "1001"},
]
IDS = {"seller": 1001, "business_id": 1001, "chat_id": 310001, "seller_id": 1, "agent": 1, "agent_id": 1, "next": "/x"}


@pytest.fixture
def theirs(home, chat):
    """A chat of a seller that the stranger does not see, full of words to look for."""
    home.name = THEIRS
    home.save()
    Campaign.objects.filter(seller=home).update(name=THEIRS)
    numbers = {"order_id": 777_000_111, "return_id": 777_000_222}
    Chat.objects.update(
        customer_name=BUYER, buyer_key=sightings.buyer_key(BUYER), customer_public_id=BUYER_ID, **numbers
    )
    return Chat.objects.get()


def gave_away(response) -> list[str]:
    said = html.fromstring(response.content).text_content() if response.content else ""
    said += response.content.decode() + str(response.headers) + str(response.cookies)
    return [word for word in (THEIRS, BUYER, BUYER_ID, "777000111", "777000222", "48211001") if word in said]


@pytest.mark.parametrize("part", PARTS, ids=["page", "result", "freshness", "order", "about"])
@pytest.mark.parametrize("address", PAGES)
def test_s3_no_page_or_part_names_or_counts_what_belongs_to_another_seller(
    browsers, people, theirs, foreign, market, known_chat, address, part
):
    known_chat(foreign, 420001, customer_name="Мой покупатель", campaign_id=51932001)
    RecentChat.objects.create(agent=people["stranger"], chat=theirs, opened_at=timezone.now())
    Lookup.objects.create(agent=people["agent"], at=timezone.now(), number=1, outcome="FOUND", chat=theirs)

    response = browsers["stranger"].get(address, headers=part)

    assert gave_away(response) == []
    assert {call.business_id for call in market.calls} <= {foreign.business_id}


@pytest.mark.parametrize("number", ["310001", "777000111", "777000222", "№ 310 001", "/chats/1001/310001/"])
@pytest.mark.parametrize("fields", [{}, {"fresh": "1"}, {"all": "1"}, {"seller": "1001"}, IDS])
def test_s2_a_number_of_another_seller_is_no_number(browsers, theirs, foreign, market, number, fields):
    answers = [browsers["stranger"].get("/lookup/", {**fields, "q": number}, headers=part) for part in PARTS[:2]]

    assert {found for answer in answers for found in gave_away(answer)} <= {number}  # as it was typed
    assert {answer.status_code for answer in answers} <= {200, 422}
    assert {call.business_id for call in market.calls} <= {foreign.business_id}
    assert not RecentChat.objects.exists()
    assert not Lookup.objects.filter(chat__isnull=False).exists()
    assert not Lookup.objects.filter(seller__business_id=1001).exists()


def test_s2_another_seller_in_the_form_is_the_same_as_one_that_does_not_exist(browsers, theirs, market):
    said = []
    for seller in ("1001", "7777"):
        answer = browsers["stranger"].get("/lookup/", {"q": "1", "seller": seller}, headers=PARTS[1])
        said.append((answer.status_code, answer.content))

    assert said[0] == said[1]
    assert said[0][0] == 422


@pytest.mark.parametrize("address", ["/recents/forget/", "/chats/2002/420099/refresh/", "/chats/1001/310001/refresh/"])
@pytest.mark.parametrize("way", ["page", "part"])
def test_s2_ids_in_hidden_fields_change_nothing_of_anybody_else(browsers, people, theirs, market, address, way):
    RecentChat.objects.create(agent=people["agent"], chat=theirs, opened_at=timezone.now())
    before = everything()
    headers = {"HX-Request": "true", "HX-Target": "freshness", "HX-Trigger-Name": "x"} if way == "part" else {}

    for extra in (
        {},
        {"agent": people["agent"].pk, "agent_id": people["agent"].pk, "pk": 1, "id": 1, "_method": "PUT"},
    ):
        answer = browsers["stranger"].post(f"{address}?seller=1001&agent=1", {**IDS, **extra}, headers=headers)
        assert gave_away(answer) == []

    assert (everything(), market.calls) == (before, [])


def test_15_3_3_settings_take_no_field_that_is_not_on_the_form(browsers, people):
    fields = {"agent": people["boss"].pk, "agent_id": people["boss"].pk, "is_superuser": "on", "is_staff": "on"}

    answer = browsers["stranger"].post("/settings/", {"theme": "dark", "username": "boss", **fields})

    people["stranger"].refresh_from_db()
    assert answer.status_code == 302
    assert people["stranger"].desk_settings.theme == "dark"
    assert not hasattr(people["boss"], "desk_settings")
    assert (people["stranger"].is_superuser, people["stranger"].username) == (False, "stranger")


@pytest.mark.parametrize(
    "lose", ["leave the group", "take the seller from the group", "switch the seller off", "group"]
)
def test_s3_who_loses_a_seller_loses_its_chats_at_once_everywhere(
    browsers, people, theirs, home, support, market, lose
):
    browser = browsers["agent"]
    browser.get("/chats/1001/310001/")
    shown, named = browser.get("/"), browser.get("/lookup/names/", {"q": BUYER[:4]})

    if lose == "leave the group":
        people["agent"].groups.clear()
    elif lose == "take the seller from the group":
        home.groups.clear()
    elif lose == "group":
        support.delete()
    else:
        type(home).objects.update(active=False)

    answers = [browser.get(address, headers=part) for address in [*PAGES, "/lookup/?q=310001"] for part in PARTS]
    answers.append(browser.post("/chats/1001/310001/refresh/"))

    assert all(THEIRS in gave_away(page) for page in (shown, named))
    assert [found for answer in answers for found in gave_away(answer)] == []
    assert market.calls == []


def test_s3_losing_one_seller_lets_no_count_tell_how_many_recent_chats_there_were(
    browsers, people, support, theirs, foreign, known_chat, page_of
):
    foreign.groups.add(support)
    now = timezone.now()
    for number in range(1, 10):
        other = known_chat(foreign, number)
        RecentChat.objects.create(agent=people["agent"], chat=other, opened_at=now - timedelta(minutes=number))
    RecentChat.objects.create(agent=people["agent"], chat=theirs, opened_at=now)

    type(theirs.seller).objects.filter(business_id=1001).update(active=False)
    rows = page_of(browsers["agent"].get("/")).cssselect(".recents .row")

    assert len(rows) == 9
    assert not [row for row in rows if re.search("1001|310001", row.get("href"))]
