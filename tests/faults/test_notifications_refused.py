"""What comes to the address of notifications and is not stored: told in Market's words, and sent again if it should."""

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client

from chats.models import WebhookEvent
from chats.services import notifications
from chats.services.notifications import receive
from tests.faults.processes import writers_locked_out
from tests.market import announced
from tests.notification_fixture import FROM_MARKET, PING, is_accepted, is_refused, message_sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "body",
    [b"", b"not JSON", b"[]", b'{"notificationType": 5}', b"[" * 60_000, b'{"notificationType": "CHAT_CREATED"}'],
)
def test_n7_what_is_no_event_gets_a_400_in_markets_words(announce, body):
    answer = announce(body)

    assert answer.status_code == 400 and is_refused(answer)
    assert answer.json()["error"]["type"] == "WRONG_EVENT_FORMAT"
    assert not WebhookEvent.objects.exists()


def test_n7_a_body_of_more_than_64_kb_is_not_taken(announce):
    most = notifications.LARGEST_BODY
    fits, too_long = (message_sent(number, x="") for number in (1, 2))
    fits["x"] = "x" * (most - len(announced.raw(fits)))
    too_long["x"] = "x" * (most + 1 - len(announced.raw(too_long)))

    answers = [announce(fits), announce(too_long), announce(b"x" * 1_000_000)]

    assert [answer.status_code for answer in answers] == [200, 413, 413]
    assert all(is_refused(answer) for answer in answers[1:])
    assert [len(event.body) for event in WebhookEvent.objects.all()] == [most]


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", ""]
)
def test_n7_no_other_kind_of_body_is_read_as_a_form(address, kind):
    machine = Client(REMOTE_ADDR=FROM_MARKET)

    for body, status in ((announced.raw(message_sent()), 200), (b"a=" + b"b" * 100_000, 413)):
        answer = machine.generic("POST", f"/notifications/{address.secret}", body, content_type=kind)
        assert answer.status_code == status


def test_n8_a_locked_database_has_market_send_the_event_again(announce, monkeypatch):
    monkeypatch.setattr(receive, "PATIENCE", 0.1)
    body = message_sent()

    with writers_locked_out():
        refused, ping = announce(body), announce(PING)
    stored = WebhookEvent.objects.count()
    again = announce(body)

    assert refused.status_code == 500 and is_refused(refused)
    assert is_accepted(ping)  # nothing is lost with it
    assert (stored, again.status_code, WebhookEvent.objects.count()) == (0, 200, 1)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own files are its own affair.")
def test_n8_a_full_disk_has_market_send_the_event_again(announce):
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that migrations have left free would take all of them
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {cursor.execute('PRAGMA page_count').fetchone()[0]}")
        try:
            answers = [announce(message_sent(number, x="x" * 20_000)) for number in range(1, 20)]
        finally:
            cursor.execute(f"PRAGMA max_page_count = {most}")

    refused = [answer for answer in answers if answer.status_code == 500]
    assert refused and all(map(is_refused, refused))
    assert WebhookEvent.objects.count() == len(answers) - len(refused)


@pytest.mark.parametrize("problem", [OperationalError, IntegrityError, DatabaseError])
@pytest.mark.parametrize("step", ["seller_of", "store"])
def test_n8_whatever_the_database_says_market_is_asked_to_send_it_again(announce, monkeypatch, caplog, step, problem):
    def fail(*_args, **_options):
        raise problem(f"row with {announced.MESSAGE_ID}")

    monkeypatch.setattr(f"chats.services.notifications.{step}", fail)

    answer = announce(message_sent())

    assert answer.status_code == 500 and is_refused(answer)
    assert announced.MESSAGE_ID not in answer.text + caplog.text


def test_n8_a_mistake_of_ours_is_a_500_too_and_breaks_no_page(announce, monkeypatch):
    monkeypatch.setattr("chats.services.notifications.store", lambda *_args, **_options: 1 / 0)

    assert announce(message_sent()).status_code == 500
