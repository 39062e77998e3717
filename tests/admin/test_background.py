"""The page of the background's work in the admin: who is at work, what waits, what was set aside and is tried again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from chats.models import History, Sync, Upkeep, WebhookEvent, Worker
from chats.presenters.background import aside_views, backlog_view
from chats.problems import FAILED
from chats.services.workers import Aside, Backlog

ADDRESS = "/admin/chats/worker/"


@pytest.fixture
def failed():
    return {
        "problem_kind": FAILED,
        "problem_at": timezone.now(),
        "problem_trace": "KeyError < act.py:61",
        "attempts": 5,
    }


@pytest.fixture
def event(home, failed):
    def make(key: str, **values) -> WebhookEvent:
        now = timezone.now()
        usual = {"kind": "CHAT_MESSAGE_SENT", "received_at": now, "body": '{"text": "канарейка"}', **failed}
        return WebhookEvent.objects.create(seller=home, key=key, **{**usual, **values})

    return make


def rows(page, section):
    """The texts of the cells of a section's tables, row by row."""
    found = page.cssselect(f"[aria-labelledby={section}-title] tbody tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def messages(page):
    """What the page says about the button that was pressed: the class and the words."""
    return [(one.get("class"), one.text_content()) for one in page.cssselect(".messagelist li")]


def test_it_lists_the_workers_that_live(admin, db, page_of):
    now = timezone.now()
    Worker.objects.create(name="desk:1:living", started_at=now, beat_at=now, threads=8, busy=3)
    Worker.objects.create(name="desk:2:dead", started_at=now, beat_at=now - timedelta(minutes=2), threads=8)

    page = page_of(admin.get(ADDRESS))

    assert [(row[0], row[3]) for row in rows(page, "workers")] == [("desk:1:living", "3 of 8")]


def test_without_a_worker_it_says_what_starts_one(admin, db):
    assert "manage.py work" in admin.get(ADDRESS).text


def test_it_counts_what_is_due_by_kind_and_says_since_when(admin, home, event, page_of):
    now = timezone.now()
    for number, minutes in enumerate((5, 3)):
        event(str(number), due_at=now - timedelta(minutes=minutes), problem_kind="")
    event("under way", due_at=now - timedelta(minutes=9), problem_kind="", leased_until=now + timedelta(seconds=20))
    event("later", due_at=now + timedelta(minutes=3), problem_kind="")
    Sync.objects.create(seller=home, part="ALL", due_at=now - timedelta(hours=3))

    found = {row[0]: row[1:] for row in rows(page_of(admin.get(ADDRESS)), "due")}

    since = timezone.localtime(now - timedelta(minutes=5)).strftime("%H:%M:%S")
    assert found["Market’s notifications"][0] == "2" and found["Market’s notifications"][2] == "1"
    assert found["Market’s notifications"][1].endswith(since)
    assert found["Lists of all chats"][0] == "1"
    assert found["Lists of waiting chats"] == ["0", "—", "0"]


def test_it_says_what_was_set_aside_and_why_and_shows_no_buyers_words(admin, home, known_chat, event, failed, page_of):
    event("one", chat_id=310001, message_id=7)
    Sync.objects.create(seller=home, part="OPEN", **{**failed, "problem_kind": "dead_key"})
    History.objects.create(chat=known_chat(home, 310001), **failed)
    Upkeep.objects.create(name="prune", **failed)
    event("done", problem_kind="")

    response = admin.get(ADDRESS)

    told = [[row[0], row[1], row[2].partition("KeyError")[0]] for row in rows(page_of(response), "aside")]
    assert told == [
        ["Message: chat 310001, message 7", home.name, "the desk failed at it"],
        ["open chats", home.name, "key not accepted"],
        ["chat 310001", home.name, "the desk failed at it"],
        ["deleting what nobody needs any more", "—", "the desk failed at it"],
    ]
    assert "канарейка" not in response.text and "Иван" not in response.text
    links = [link.get("href") for link in page_of(response).cssselect("[aria-labelledby=aside-title] a")]
    assert links == [f"/admin/chats/seller/{home.pk}/change/"] * 3


def test_what_is_counted_only_up_to_a_limit_is_said_to_be_that_many_or_more(db):
    now = timezone.now()
    counted = [backlog_view(Backlog(name="news", due=due, oldest=now, under_way=0), now=now) for due in (999, 1000)]
    few, many = aside_views(
        [Aside(name="events", rows=[], count=70), Aside(name="events", rows=[], count=1000)], now=now
    )

    assert [one.due for one in counted] == ["999", "1,000 or more"]
    assert few.more == "And 70 more, older ones."
    assert many.more == "Those are the newest; there are 1,000 or more in all."


def test_one_is_tried_again_by_its_button_and_no_other(admin, event, page_of):
    first, second = event("1"), event("2")

    page = page_of(admin.post(ADDRESS, {"kind": "events", "pk": first.pk}, follow=True))

    first.refresh_from_db(), second.refresh_from_db()
    assert (first.due_at is not None, first.attempts) == (True, 0)
    assert second.due_at is None
    assert messages(page) == [("success", "To be tried again: 1.")]


def test_a_button_that_finds_nothing_left_says_so(admin, event, page_of):
    done = event("done", problem_kind="", done_at=timezone.now())

    page = page_of(admin.post(ADDRESS, {"kind": "events", "pk": done.pk}, follow=True))

    assert messages(page) == [("warning", "Nothing was left to try again: it is under way already, or done.")]


def test_without_a_worker_a_button_says_that_it_waits(admin, event, page_of, monkeypatch):
    monkeypatch.setattr("chats.services.workers.any_alive", lambda *, now: False)
    event("1")

    page = page_of(admin.post(ADDRESS, {"kind": "events"}, follow=True))

    assert messages(page) == [
        ("success", "To be tried again: 1."),
        ("warning", "No worker is alive, so this waits until one is started."),
    ]


def test_all_of_a_kind_are_tried_again_by_one_button(admin, home, event, failed):
    event("1"), event("2")
    other = Sync.objects.create(seller=home, part="OPEN", **failed)

    admin.post(ADDRESS, {"kind": "events"})

    assert WebhookEvent.objects.filter(due_at=None).count() == 0
    other.refresh_from_db()
    assert other.due_at is None


def test_what_is_done_or_under_way_is_not_done_again(admin, event):
    done = event("done", problem_kind="", done_at=timezone.now())

    admin.post(ADDRESS, {"kind": "events", "pk": done.pk})

    done.refresh_from_db()
    assert done.due_at is None


@pytest.mark.parametrize("sent", [{}, {"kind": "sellers"}, {"kind": "events", "pk": "x"}, {"kind": "events", "pk": ""}])
def test_s11_anything_else_changes_nothing(admin, event, sent):
    event("1")

    assert admin.post(ADDRESS, sent).status_code == 302
    assert admin.post(ADDRESS, {"kind": "events", "pk": "9" * 40}).status_code == 302
    assert WebhookEvent.objects.get().due_at is None


def test_s1_nobody_but_an_administrator_may_look_or_press(event, agent, client):
    event("1")
    staff = User.objects.create_user("staff", is_staff=True)
    for person in (agent, staff):
        client.force_login(person)
        assert client.get(ADDRESS)["Location"].startswith("/admin/login/")
        assert client.post(ADDRESS, {"kind": "events"})["Location"].startswith("/admin/login/")

    assert WebhookEvent.objects.get().due_at is None


def test_s5_the_button_needs_its_token(event, boss):
    event("1")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(boss)

    assert strict.post(ADDRESS, {"kind": "events"}).status_code == 403
    assert WebhookEvent.objects.get().due_at is None
