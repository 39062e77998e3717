"""On a seller's page: how far its chats are read, and the buttons that pause, resume and hasten that."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from chats.models import Mirror, Sync
from chats.services import sweep
from tests.desk_fixture import NOW

NOBODY_WORKS = "No worker is alive, so this waits until one is started."


def press(admin, seller, what, **fields):
    address = reverse("admin:chats_seller_reading", args=[seller.pk])
    return admin.post(address, {"reading": what, **fields})


def shown(admin, seller, page_of):
    page = page_of(admin.get(reverse("admin:chats_seller_change", args=[seller.pk])))
    [field] = page.cssselect(".field-reading")
    buttons, [form] = field.cssselect("button"), page.cssselect("form#reading-form")
    assert {button.get("form") for button in buttons} == {"reading-form"}
    said = field.cssselect(".readonly p")[0].text_content()
    return said, [button.get("value") for button in buttons], form.get("action")


def test_it_says_how_far_the_first_reading_is(admin, home, page_of):
    sweep.begin_all(now=NOW)
    nothing = shown(admin, home, page_of)
    Sync.objects.filter(seller=home, part="OPEN").update(pages=3, chats=1240)
    begun = shown(admin, home, page_of)
    Sync.objects.filter(seller=home, part="ALL").update(finished_at=NOW, finished_chats=5000, pages=62, chats=1240)
    counted = shown(admin, home, page_of)
    Mirror.objects.filter(seller=home).update(complete_since=NOW)
    began = timezone.now().replace(microsecond=0) - timedelta(seconds=1)
    Sync.objects.filter(seller=home, part="OPEN").update(finished_at=NOW, began_at=began)
    done = shown(admin, home, page_of)

    assert nothing[0].startswith("not read yet")
    assert begun[0] == "1,240 chats so far"
    assert counted[0] == "1,240 chats of 5,000"
    assert done[0].startswith("5,000 chats, as of ")
    assert done[0].endswith(timezone.localtime(began).strftime("%H:%M:%S"))


def test_it_says_that_a_list_repeats_itself(admin, home, page_of):
    sweep.begin_all(now=NOW)
    Sync.objects.filter(seller=home, part="WAITING").update(problem_kind="endless", problem_at=NOW)

    [field] = page_of(admin.get(reverse("admin:chats_seller_change", args=[home.pk]))).cssselect(".field-reading")

    assert [said.text_content() for said in field.cssselect(".readonly p")][1:3] == [
        "Market’s list of chats repeats itself",
        "The desk begins the list again later. If it keeps happening, it is a matter for Market’s support.",
    ]


def test_reading_is_paused_and_resumed_by_its_buttons(admin, home, page_of):
    sweep.begin_all(now=NOW)
    before = shown(admin, home, page_of)
    press(admin, home, "pause")
    paused = shown(admin, home, page_of)
    Sync.objects.filter(seller=home).update(due_at=None)  # as its next turn does
    press(admin, home, "resume")

    address = reverse("admin:chats_seller_reading", args=[home.pk])
    assert before[1:] == (["pause", "now"], address)
    assert (paused[0].endswith("reading is paused"), paused[1]) == (True, ["resume"])
    assert not Mirror.objects.get(seller=home).paused
    assert Sync.objects.get(seller=home, part="OPEN").due_at is not None
    assert LogEntry.objects.count() == 2


def test_read_now_makes_all_passes_due(admin, home):
    sweep.begin_all(now=NOW)
    later = timezone.now() + timedelta(hours=1)
    Sync.objects.filter(seller=home, part__in=("WAITING", "OPEN", "ALL")).update(due_at=later)

    press(admin, home, "now")

    assert not Sync.objects.filter(seller=home, due_at=later).exists()


def test_enter_in_a_field_of_the_page_saves_it_and_presses_none_of_them(admin, home, page_of):
    page = page_of(admin.get(reverse("admin:chats_seller_change", args=[home.pk])))

    presses = page.cssselect("#seller_form [type=submit], #seller_form button:not([type=button])")
    assert next(one.get("name") for one in presses if not one.get("form")) == "_save"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("pause", ["Reading of the chats is paused."]),
        ("resume", ["Reading of the chats goes on.", NOBODY_WORKS]),
        ("now", ["The chats are read from now on.", NOBODY_WORKS]),
    ],
)
def test_without_a_worker_what_waits_for_one_says_so(admin, home, page_of, monkeypatch, what, said):
    monkeypatch.setattr("chats.services.workers.any_alive", lambda *, now: False)
    press(admin, home, what)

    page = page_of(admin.get(reverse("admin:chats_seller_change", args=[home.pk])))
    assert [one.text_content() for one in page.cssselect(".messagelist li")] == said


@pytest.mark.parametrize("what", ["", "delete", "0"])
def test_anything_else_changes_nothing(admin, home, what):
    assert press(admin, home, what).status_code == 302
    assert not Mirror.objects.exists() and not LogEntry.objects.exists()


def test_s1_an_agent_may_not(client, agent, home):
    client.force_login(agent)

    assert press(client, home, "pause")["Location"].startswith("/admin/login/")
    assert not Mirror.objects.exists()


def test_a_seller_without_a_token_is_not_read(admin, home, page_of):
    home.token = None
    home.save()

    [field] = page_of(admin.get(reverse("admin:chats_seller_change", args=[home.pk]))).cssselect(".field-reading")

    assert "without a token" in field.text_content() and not field.cssselect("button")
