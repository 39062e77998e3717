"""How far the chats are read, on the start page."""

from datetime import timedelta

import pytest

from chats.models import Mirror, Seller, Sync
from tests.desk_fixture import NOW

PART = {"HX-Request": "true", "HX-Target": "mirror"}


@pytest.fixture
def read(home, tech):
    """`home` is being read for the first time, `tech` has been read."""
    Sync.objects.create(seller=home, part="OPEN", pages=62, chats=1240)
    Mirror.objects.create(seller=tech, complete_since=NOW)
    at = {"finished_at": NOW, "began_at": NOW - timedelta(minutes=1)}
    Sync.objects.create(seller=tech, part="ALL", finished_chats=5000, **at)
    Sync.objects.create(seller=tech, part="OPEN", finished_chats=300, **at)


def lines(page):
    return [" ".join(line.text_content().split()) for line in page.cssselect("#mirror li, #mirror section > p")]


def test_those_being_read_come_first(signed_in, home, tech, read, page_of):
    first, second = lines(page_of(signed_in.get("/")))

    assert first == f"{home.name}: 1,240 chats so far"
    assert second.startswith(f"{tech.name}: 5,000 chats, as of ")


def test_it_keeps_itself_up_to_date_by_its_part(signed_in, home, read):
    part = signed_in.get("/", headers=PART).text

    assert part.lstrip().startswith('<div id="mirror"') and "1,240 chats" in part
    assert "<html" not in part


def test_a_foreign_seller_and_one_without_a_key_have_no_line(signed_in, home, foreign, page_of):
    home.token = None
    home.save()

    assert lines(page_of(signed_in.get("/"))) == []


def test_many_are_summed_up_at_the_same_cost(signed_in, support, home, read, page_of, django_assert_max_num_queries):
    for number in range(7):
        seller = Seller.objects.create(name=f"S{number}", business_id=5000 + number, token=home.token)
        seller.groups.add(support)
        Mirror.objects.create(seller=seller, complete_since=NOW)
        Sync.objects.create(seller=seller, part="ALL", finished_at=NOW, finished_chats=100)

    with django_assert_max_num_queries(6):
        response = signed_in.get("/", headers=PART)

    said = lines(page_of(response))
    assert said[0].startswith(home.name) and len(said) == 6
    assert said[-1] == "4 more sellers: 5,300 chats."


def test_an_administrator_gets_to_the_buttons_from_there(client, boss, home, read, page_of):
    client.force_login(boss)

    links = {link.get("href") for link in page_of(client.get("/")).cssselect("#mirror a")}

    assert f"/admin/chats/seller/{home.pk}/change/" in links
