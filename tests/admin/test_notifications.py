"""The part of a seller's page that is about notifications: what to paste where, and how well they arrive."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test.utils import override_script_prefix
from django.utils import timezone

from chats.market.payload_notifications import KINDS, PING
from chats.models import NotificationAddress, WebhookEvent
from chats.presenters.words.notifications import EVENTS, OUTCOMES, SHORT
from tests.notification_fixture import PING as CHECK
from tests.notification_fixture import deliver, message_sent

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def pages(seller) -> str:
    return f"/admin/chats/seller/{seller.pk}"


def part(page_of, admin, seller):
    [found] = page_of(admin.get(f"{pages(seller)}/change/")).cssselect("#notifications")
    return found


def verdict(page_of, admin, seller, **columns) -> tuple[str, str]:
    NotificationAddress.objects.update(**columns)
    [said] = part(page_of, admin, seller).cssselect(".verdict")
    return said.get("data-verdict"), " ".join(said.text_content().split())


def test_the_page_has_the_whole_address_and_the_address_works(admin, home, address, page_of):
    [field] = part(page_of, admin, home).cssselect("#notification-address")

    assert field.get("value") == f"http://testserver/notifications/{address.secret}"
    assert deliver(field.get("value").removeprefix("http://testserver"), CHECK).status_code == 200


def test_below_a_path_the_address_is_below_it_too(admin, home, address, page_of):
    with override_script_prefix("/desk/"):
        [field] = part(page_of, admin, home).cssselect("#notification-address")

    assert field.get("value") == f"http://testserver/desk/notifications/{address.secret}"


def test_an_address_that_market_could_not_use_is_said_to_be_one(admin, home, address, page_of):
    over_http = part(page_of, admin, home).cssselect(".help")
    over_https = page_of(admin.get(f"{pages(home)}/change/", secure=True)).cssselect("#notifications .help")

    assert len(over_http) == len(over_https) + 1


def test_a_seller_without_an_address_gets_one_by_a_form_and_not_by_looking(admin, home, page_of):
    assert not part(page_of, admin, home).cssselect("#notification-address, .verdict")
    admin.get(f"{pages(home)}/new-address/")
    assert not NotificationAddress.objects.exists()

    admin.post(f"{pages(home)}/new-address/", {"confirm": "yes"})

    assert part(page_of, admin, home).cssselect("#notification-address")


def test_a_new_address_is_confirmed_first_ends_the_old_one_and_is_in_the_history(
    admin, home, announce, address, page_of
):
    admin.post(f"{pages(home)}/new-address/")
    assert NotificationAddress.objects.get().secret == address.secret

    done = admin.post(f"{pages(home)}/new-address/", {"confirm": "yes"})

    fresh = NotificationAddress.objects.get().secret
    assert (done.status_code, done["Location"]) == (302, f"{pages(home)}/change/#notifications")
    assert announce(CHECK).status_code == 404 and fresh != address.secret
    [entry] = LogEntry.objects.all()
    assert (entry.object_id, entry.user.username) == (str(home.pk), "boss")
    assert address.secret not in entry.change_message and fresh not in entry.change_message


@pytest.mark.parametrize("page", ["new-address", "events-again"])
def test_nobody_but_an_administrator_gets_there(client, agent, home, address, page):
    for person in (None, agent):
        if person:
            client.force_login(person)
        answer = client.post(f"{pages(home)}/{page}/", {"confirm": "yes"})

        assert answer.status_code == 302 and "login" in answer["Location"]
    assert NotificationAddress.objects.get().secret == address.secret


@pytest.mark.parametrize("number", ["0", "999", "x", "1_2F"])
def test_a_seller_that_is_not_there_is_a_404(admin, home, number):
    for page in ("new-address", "events-again"):
        assert admin.post(f"/admin/chats/seller/{number}/{page}/", {"confirm": "yes"}).status_code == 404


def test_each_verdict_is_said_in_plain_words(admin, home, address, page_of):
    now = timezone.now()
    seen = {"last_event_at": now - MINUTE, "pinged_at": now - 2 * MINUTE}
    told = [
        verdict(page_of, admin, home),
        verdict(page_of, admin, home, pinged_at=seen["pinged_at"]),
        verdict(page_of, admin, home, **seen, found=2, announced=2),
        verdict(page_of, admin, home, verdict="WORKING", found=50, announced=49),
        verdict(page_of, admin, home, verdict="WORKING", found=0, announced=0),
        verdict(page_of, admin, home, verdict="MISSING", found=50, announced=20),
        verdict(page_of, admin, home, verdict="MISSING", found=50, announced=49),
        verdict(page_of, admin, home, verdict="SILENT", silent_since=now - MINUTE),
    ]

    assert [code for code, _ in told] == ["NEVER_SEEN"] * 3 + ["WORKING"] * 2 + ["MISSING"] * 2 + ["SILENT"]
    assert len({words for _, words in told}) == len(told)
    assert "49 of the last 50" in told[3][1] and "20 of the last 50" in told[5][1]
    assert "Silent since" in told[7][1]


def test_a_distrust_is_said_with_its_end_and_only_while_it_lasts(admin, home, address, page_of):
    now = timezone.now()
    ended = verdict(page_of, admin, home, verdict="WORKING", found=9, announced=9, distrusted_until=now - MINUTE)
    lasts = verdict(page_of, admin, home, distrusted_until=now + 30 * MINUTE)

    assert "Until" not in ended[1] and "Until" in lasts[1]


def test_the_last_twenty_events_have_ids_and_no_words_of_buyers(admin, home, announce, page_of):
    for number in range(1, 26):
        announce(message_sent(number, text="Канарейка Тайная"))
    answer = admin.get(f"{pages(home)}/change/")

    rows = [[cell.text_content() for cell in row] for row in page_of(answer).cssselect("#notifications tbody tr")]
    assert [row[2] for row in rows] == [f"chat 310001, message {number}" for number in range(25, 5, -1)]
    assert {(row[1], row[3]) for row in rows} == {("Message", "waits")}
    assert "Канарейка" not in answer.text


def test_what_became_of_an_event_is_said(admin, home, address, page_of):
    now, made = timezone.now(), 0
    fates = [{"done_at": now, "outcome": outcome} for outcome in WebhookEvent.Outcome.values]
    fates += [{"due_at": now + 5 * MINUTE}, {"due_at": now + 5 * MINUTE, "problem_kind": "hourly_limit"}]
    fates += [{"problem_kind": "failed", "problem_at": now}]
    for made, fate in enumerate(fates):
        home.events.create(key=str(made), kind="CHAT_CREATED", received_at=now - made * MINUTE, body="", **fate)

    rows = part(page_of, admin, home).cssselect("tbody tr")

    assert [row.get("data-outcome") for row in rows] == [*WebhookEvent.Outcome.values, "WAITS", "WAITS", "ASIDE"]
    assert len({row[3].text_content() for row in rows}) == len(fates)


def failed_events(seller) -> dict:
    """Three events that were set aside. Their columns."""
    now = timezone.now()
    failed = {"kind": "CHAT_CREATED", "received_at": now, "body": "", "problem_kind": "failed", "problem_at": now}
    for number in range(3):
        seller.events.create(key=str(number), attempts=5, **failed)
    return failed


def test_n10_events_set_aside_are_counted_and_tried_again_by_a_button(admin, home, address, page_of):
    failed = failed_events(home)
    home.events.create(key="done", **{**failed, "problem_kind": "", "done_at": timezone.now()})
    page = page_of(admin.get(f"{pages(home)}/change/"))
    [button] = page.cssselect("#notifications button[type=submit]")

    admin.post(page.get_element_by_id(button.get("form")).get("action"))

    assert home.events.filter(due_at__lte=timezone.now(), attempts=0, done_at=None).count() == 3
    assert home.events.get(key="done").due_at is None
    assert not part(page_of, admin, home).cssselect("button[type=submit]")
    assert LogEntry.objects.count() == 1
    # Pressed again, in a page that shows them still.
    late = admin.post(page.get_element_by_id(button.get("form")).get("action"), follow=True)
    told = [one.text_content() for one in page_of(late).cssselect(".messagelist li")]
    assert told[-1] == "Nothing was left to try again: it is under way already, or done."
    assert LogEntry.objects.count() == 1


def test_enter_in_a_field_of_the_seller_saves_and_presses_no_other_button(admin, home, address, page_of):
    failed_events(home)

    form = page_of(admin.get(f"{pages(home)}/change/")).get_element_by_id("seller_form")

    [first, *_] = form.cssselect("button:not([form]):not([type=button]), input[type=submit]:not([form])")
    assert first.get("name") == "_save"


def test_the_list_of_sellers_says_how_notifications_arrive(admin, home, tech, address, page_of):
    NotificationAddress.objects.update(verdict="SILENT")

    cells = page_of(admin.get("/admin/chats/seller/")).cssselect(".field-announced")

    assert sorted(cell.text_content() for cell in cells) == ["silent", "—"]


def test_every_type_outcome_and_verdict_has_words(db):
    assert set(EVENTS) == KINDS.keys() - {PING}
    assert set(OUTCOMES) == set(WebhookEvent.Outcome.values)
    assert set(SHORT) == set(NotificationAddress.Verdict.values)
