"""The home page: the list, its parts and its pulse."""

import gzip
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import Chat, Sync
from tests.views.replying import ADDRESS

PULSE = {"HX-Request": "true", "HX-Target": "inbox"}


def rows(page) -> list[str]:
    return [link.get("href") for link in page.cssselect("#inbox-rows .entry")]


@pytest.fixture
def many(home, known_chat):
    """many(count): so many chats that wait, the first for the longest time."""

    def make(count: int, **details) -> list[Chat]:
        now = timezone.now().replace(microsecond=0)
        return [
            known_chat(
                home, number, **{"updated_at": now - timedelta(minutes=count - number), "seen_at": now, **details}
            )
            for number in range(1, count + 1)
        ]

    return make


@pytest.fixture
def all_read(home):
    now = timezone.now()
    Sync.objects.create(seller=home, part="WAITING", began_at=now, finished_at=now)


def test_the_home_page_is_the_queue(signed_in, many, page_of):
    many(3)

    page = page_of(signed_in.get("/"))

    assert rows(page) == [f"/chats/1001/{number}/?from=waiting" for number in (1, 2, 3)]
    assert page.cssselect("title")[0].text.startswith("(3) Waiting for a reply")
    assert page.cssselect(".list-head h1")


def test_a_view_and_its_filters_are_an_address(signed_in, agent, many, page_of):
    first, *_ = many(3, status="NEW")
    Chat.objects.filter(pk=first.pk).update(assignee=agent)

    page = page_of(signed_in.get("/?view=new&mine=1"))

    assert rows(page) == ["/chats/1001/1/?from=new&mine=1"]
    assert [chip.get("href") for chip in page.cssselect(".filter-chip")] == ["/?view=new"]


def test_the_next_page_is_a_link_a_part_and_a_page(signed_in, many, page_of):
    many(60)
    first = page_of(signed_in.get("/"))
    (link,) = first.cssselect("#inbox-next a")

    whole = page_of(signed_in.get(link.get("href")))
    part = signed_in.get(link.get("href"), headers={"HX-Request": "true", "HX-Target": "inbox-next"})

    assert len(rows(first)) == 50
    assert rows(whole) == [f"/chats/1001/{number}/?from=waiting" for number in range(51, 61)]
    assert part.text.count('class="row entry"') == 10
    assert "<html" not in part.text


def test_the_pulse_brings_the_list_only_if_it_has_changed(signed_in, many, page_of):
    many(2)
    digest = page_of(signed_in.get("/")).cssselect("#inbox-rows")[0].get("data-list")
    asked = {"list": digest, "shown": "2"}

    same = signed_in.get("/", asked, headers=PULSE)
    Chat.objects.filter(chat_id=2).update(version=9)
    news = signed_in.get("/", asked, headers=PULSE)

    assert (same.status_code, same.content) == (204, b"")
    assert news.status_code == 200
    assert 'id="inbox-rows"' in news.text and "hx-swap-oob" in news.text


@pytest.mark.parametrize("shown", ["", "x", "-1", "99999999999", "٣"])
def test_a_pulse_that_makes_no_sense_gets_the_list(signed_in, many, shown):
    many(1)

    assert signed_in.get("/", {"list": "?", "shown": shown}, headers=PULSE).status_code == 200


def test_beside_a_chat_one_pulse_asks_for_both(signed_in, fresh, many, page_of):
    fresh()
    many(2)
    page = page_of(signed_in.get(f"{ADDRESS}?from=waiting"))
    digest = page.cssselect("#inbox-rows")[0].get("data-list")
    pulse = page.cssselect("#freshness")[0].get("hx-get") + f"&from=waiting&shown=3&list={digest}"
    headers = {"HX-Request": "true", "HX-Target": "freshness"}

    same = signed_in.get(pulse, headers=headers)
    Chat.objects.filter(chat_id=2).update(version=9)
    list_only = signed_in.get(pulse, headers=headers)

    assert same.status_code == 204
    assert (list_only.status_code, list_only["HX-Reswap"]) == (200, "none")
    assert 'id="inbox-rows"' in list_only.text and 'id="chat-status"' not in list_only.text


def test_the_list_beside_a_chat_is_the_one_it_was_opened_from(signed_in, fresh, many, page_of):
    fresh(310005, status="FINISHED")
    fresh()
    many(2)

    page = page_of(signed_in.get(f"{ADDRESS}?from=finished"))

    assert page.cssselect(".list-title")[0].text_content() == "Finished"
    assert rows(page) == [f"{ADDRESS}?from=finished", "/chats/1001/310005/?from=finished"]
    assert [row.get("href") for row in page.cssselect(".entry[aria-current]")] == [f"{ADDRESS}?from=finished"]


def test_an_empty_queue_says_that_nobody_waits_only_if_the_desk_knows(signed_in, home, page_of, all_read):
    sure = page_of(signed_in.get("/")).cssselect(".inbox-empty")[0].text_content()
    Sync.objects.update(began_at=timezone.now() - timedelta(hours=1))

    behind = page_of(signed_in.get("/")).cssselect(".inbox-empty")[0].text_content()

    assert "Nobody waits for a reply." in sure
    assert "Nobody waits" not in behind
    assert "may be chats that the desk does not know" in behind


def test_filters_that_hide_all_can_be_removed_where_it_is_said(signed_in, many, page_of):
    many(2)

    empty = page_of(signed_in.get("/?context=RETURN")).cssselect(".inbox-empty")[0]

    assert "Nothing matches" in empty.text_content()
    assert empty.cssselect("a")[0].get("href") == "/"


def test_the_age_of_the_list_keeps_itself_up_to_date(signed_in, home, all_read):
    part = signed_in.get("/", headers={"HX-Request": "true", "HX-Target": "inbox-standing"}).text

    assert part.strip().startswith('<div id="inbox-standing"')
    assert "list as of" in part
    known = re.search(r'"known": "(\w+)"', part)[1]
    again = signed_in.get("/", {"known": known}, headers={"HX-Request": "true", "HX-Target": "inbox-standing"})
    assert again.status_code == 204


def test_hostile_words_stay_text(signed_in, many, page_of):
    (chat,) = many(1, customer_name='"><img src=x onerror=alert(1)>')
    Chat.objects.filter(pk=chat.pk).update(last_text="<script>alert(1)</script>", last_message_id=1)

    page = page_of(signed_in.get("/"))

    assert not page.cssselect(".entry img, .entry script")
    assert "<script>alert(1)</script>" in page.cssselect(".row-line")[0].text_content()


def test_a_page_of_fifty_rows_is_small_and_takes_few_queries(signed_in, many, django_assert_max_num_queries):
    many(60)
    signed_in.get("/")

    with django_assert_max_num_queries(16):
        response = signed_in.get("/")

    assert len(gzip.compress(response.content)) < 15_000


def test_the_next_chat_opens_with_its_list(signed_in, many):
    many(2)

    assert signed_in.get("/next/?from=new&but=1")["Location"] == "/?view=new"
    assert signed_in.get("/next/?from=nobodys&but=1")["Location"] == "/chats/1001/2/?from=nobodys"


def test_taking_a_chat_is_shown_in_the_head_and_in_the_row(signed_in, fresh, page_of):
    fresh()
    part = signed_in.post(f"{ADDRESS}take/", headers={"HX-Request": "true", "HX-Target": "chat-holder"})

    page = page_of(signed_in.get(ADDRESS))

    assert "You answer" in part.text
    assert "desk:ask" in part["HX-Trigger-After-Settle"]
    assert "You answer" in page.cssselect("#chat-holder")[0].text_content()
    assert page.cssselect(".entry .holder.me")
    assert signed_in.post(f"{ADDRESS}give-back/").status_code == 302
    assert Chat.objects.get().assignee is None
