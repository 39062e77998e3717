"""The lead's board: its page, its pulse, and who gets it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.utils import timezone

from chats.models import Chat, Role, Seller, Sync
from chats.services import people
from chats.services.sightings import place_anew

PART = {"HX-Request": "true", "HX-Target": "board"}


@pytest.fixture
def lead(home, support, client) -> User:
    lead = User.objects.create_user("lead", first_name="Лена")
    lead.groups.add(support)
    people.set_role(support, Role.LEAD)
    client.force_login(lead)
    return lead


@pytest.fixture
def waiting(home, known_chat) -> list[Chat]:
    """Of one who has waited for days, and one whose deadline has passed."""
    now = timezone.now()
    Sync.objects.create(seller=home, part="WAITING", began_at=now, finished_at=now)
    chats = [
        known_chat(home, number, customer_name=name, updated_at=now - timedelta(days=3), seen_at=now)
        for number, name in ((310001, "Анна <b>К.</b>"), (310002, "Пётр С."))
    ]
    place_anew(chats[1].pk, now=now, deadline_at=now - timedelta(hours=2), deadline_kind="RETURN")
    return chats


def text_of(element) -> str:
    return " ".join(element.text_content().split())


def figure(page, name: str):
    [found] = page.cssselect(f"[data-figure={name}]")
    return found


def test_the_numbers_lead_to_the_lists_that_have_these_chats(lead, waiting, client, page_of):
    page = page_of(client.get("/team/board/"))

    counts = {one.get("data-figure"): text_of(one.cssselect("strong")[0]) for one in page.cssselect("[data-figure]")}
    assert counts == {
        "past-deadline": "1", "overdue": "1", "waiting": "2", "nobodys": "2", "snoozed": "0", "open-replies": "0"
    }  # fmt: skip
    assert figure(page, "past-deadline").get("data-tone") == "danger"
    assert [one.get("href") for one in figure(page, "nobodys").cssselect("a")] == ["/?view=nobodys"]
    assert not figure(page, "open-replies").cssselect("a")


def test_it_shows_who_waits_longest_who_has_how_much_and_what_waits_at_whom(lead, waiting, client, page_of):
    Chat.objects.filter(pk=waiting[0].pk).update(assignee=lead)

    page = page_of(client.get("/team/board/"))

    [row] = page.cssselect(".rows .entry")
    assert "Анна <b>К.</b>" in text_of(row) and row.get("href") == "/chats/1001/310001/?from=waiting"
    assert row.cssselect('[data-level="over"]')
    [person, seller] = page.cssselect(".board-table tbody tr")
    assert [text_of(one) for one in person][:4] == ["Лена", "1", "1", "1"]
    assert [text_of(one) for one in seller][1:5] == ["2", "1", "1", "1"]
    assert seller.cssselect("a")[0].get("href") == "/?seller=1001"


def test_when_nobody_waits_it_says_so_and_only_if_that_is_sure(lead, home, client, page_of):
    unsure = text_of(page_of(client.get("/team/board/")).cssselect(".empty")[0])
    now = timezone.now()
    Sync.objects.create(seller=home, part="WAITING", began_at=now, finished_at=now)
    sure = text_of(page_of(client.get("/team/board/")).cssselect(".empty")[0])

    assert "does not know of yet" in unsure
    assert "Nobody waits for a reply." in sure


def test_an_open_page_hears_only_of_changes(lead, waiting, client, page_of, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # the page says of which minute it is
    address = page_of(client.get("/team/board/")).cssselect("#board")[0].get("hx-get")

    same = client.get(address, headers=PART)
    place_anew(waiting[0].pk, now=now, status="FINISHED")
    changed = client.get(address, headers=PART)

    assert same.status_code == 204
    assert [one.get("id") for one in page_of(changed).cssselect("#board")] == ["board"]
    assert text_of(figure(page_of(changed), "waiting").cssselect("strong")[0]) == "1"


def test_of_a_seller_that_one_answers_for_and_does_not_lead_nothing_is_shown_or_counted(
    lead, waiting, client, page_of, known_chat
):
    other = Seller.objects.create(name="Чужой магазин", business_id=3003)
    there = Group.objects.create(name="There")
    there.sellers.add(other)
    lead.groups.add(there)
    colleague = User.objects.create_user("colleague-there")
    colleague.groups.add(there)
    known_chat(other, 330001, customer_name="Чужой покупатель", assignee=colleague)

    response = client.get("/team/board/")

    body = response.content.decode()
    for word in ("Чужой покупатель", "colleague-there", "330001"):
        assert word not in body
    page = page_of(response)
    assert text_of(figure(page, "waiting").cssselect("strong")[0]) == "2"
    assert "Чужой магазин" not in text_of(page.cssselect("#board")[0])
    assert figure(page, "waiting").cssselect("a")[0].get("href") == "/?seller=1001"


def test_agents_get_none_and_no_link_to_it(agent, home, client, page_of):
    client.force_login(agent)

    assert client.get("/team/board/").status_code == 403
    assert not page_of(client.get("/settings/")).cssselect('a[href="/team/board/"]')


def test_a_lead_has_a_link_to_it(lead, client, page_of):
    assert page_of(client.get("/settings/")).cssselect('a[href="/team/board/"]')


def test_the_number_of_queries_is_fixed(lead, waiting, client, django_assert_num_queries):
    client.get("/team/board/")  # statements are made by the first

    with django_assert_num_queries(13):
        client.get("/team/board/")
