"""Whether notifications are relied on: judged by how many of the messages found had been announced."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Chat, Message, NotificationAddress, WebhookEvent
from chats.services import notifications, upkeep
from chats.services.notifications import receive
from chats.services.notifications.verdict import ENOUGH, JUDGED, judge
from tests.desk_fixture import NOW
from tests.notification_fixture import message_sent

pytestmark = pytest.mark.django_db
MINUTE, HOUR, SECOND = timedelta(minutes=1), timedelta(hours=1), timedelta(seconds=1)
BEGAN = NOW - 6 * HOUR


def as_body(event: dict[str, object]) -> bytes:
    return json.dumps(event).encode()


@pytest.fixture
def shop(home, known_chat, address):
    return Shop(home, known_chat, address)


class Shop:
    """A seller whose notifications were switched on six hours ago, and what has been found there since."""

    def __init__(self, seller, known_chat, address) -> None:
        self.seller, self.known_chat, self.address, self.count = seller, known_chat, address, 0
        self.switched_on(BEGAN)

    def switched_on(self, at: datetime) -> None:
        NotificationAddress.objects.update(pinged_at=at, judged_from=at)

    def found(self, at: datetime, *, announced: datetime | None = None, **details: object) -> None:
        """A buyer's message in a chat of its own, and when it was announced."""
        self.count += 1
        chat = self.known_chat(self.seller, 400_000 + self.count, message_at=at)
        usual = {"sender": "CUSTOMER", "text": "Добрый день!", "created_at": at}
        Message.objects.create(chat=chat, message_id=self.count, **{**usual, **details})
        if announced:
            key, ids = f"key-{self.count}", {"chat_id": chat.chat_id, "message_id": self.count}
            told = {"kind": "CHAT_MESSAGE_SENT", "received_at": announced, "body": "", **ids}
            WebhookEvent.objects.create(seller=self.seller, key=key, **told)
            NotificationAddress.objects.update(last_event_at=announced)

    def day(self, count: int, *, unannounced: int = 0, before: datetime = NOW) -> None:
        """So many messages, one a minute up to `before`; the first ones were not announced."""
        for number in range(count):
            at = before - 2 * MINUTE - (count - number) * MINUTE
            self.found(at, announced=None if number < unannounced else at + SECOND)

    def judged(self, *, now: datetime = NOW) -> tuple[str, int, int]:
        judge(self.seller, now=now)
        row = NotificationAddress.objects.get()
        return row.verdict, row.announced, row.found

    def works(self, *, now: datetime = NOW) -> bool:
        return notifications.working(self.seller, now=now)


def test_without_any_event_they_were_never_seen(shop):
    shop.found(NOW - HOUR)
    assert shop.judged() == ("NEVER_SEEN", 0, 1)

    NotificationAddress.objects.update(pinged_at=None, judged_from=None)
    assert shop.judged() == ("NEVER_SEEN", 0, 0)
    assert not shop.works()


@pytest.mark.parametrize(
    ("unannounced", "verdict"), [(0, "WORKING"), (1, "WORKING"), (2, "MISSING"), (5, "MISSING"), (6, "MISSING")]
)
def test_ninety_eight_of_a_hundred_are_needed(shop, unannounced, verdict):
    shop.day(JUDGED, unannounced=unannounced)

    assert shop.judged() == (verdict, JUDGED - unannounced, JUDGED)
    assert shop.works() == (verdict == "WORKING")


@pytest.mark.parametrize(("unannounced", "verdict"), [(2, "WORKING"), (5, "WORKING"), (6, "MISSING")])
def test_what_worked_is_given_up_below_ninety(shop, unannounced, verdict):
    NotificationAddress.objects.update(verdict="WORKING")
    shop.day(JUDGED, unannounced=unannounced)

    assert shop.judged()[0] == verdict


def test_only_the_last_fifty_count(shop):
    shop.day(JUDGED + 20, unannounced=20)

    assert shop.judged() == ("WORKING", JUDGED, JUDGED)


def test_a_few_messages_prove_nothing(shop):
    shop.day(ENOUGH - 1)
    assert shop.judged() == ("NEVER_SEEN", ENOUGH - 1, ENOUGH - 1)

    shop.day(1)
    assert shop.judged() == ("WORKING", ENOUGH, ENOUGH)

    # A quiet fortnight later it still is what it was.
    later = NOW + timedelta(days=15)
    assert shop.judged(now=later) == ("WORKING", 0, 0)


def test_what_could_not_be_announced_or_not_yet_does_not_count(shop):
    shop.day(10)
    shop.found(NOW - HOUR, text="", files=[])  # a sticker
    shop.found(NOW - HOUR, sender="PARTNER")
    shop.found(NOW - 30 * SECOND)  # may still be
    shop.found(BEGAN - MINUTE)
    shop.found(BEGAN + MINUTE)  # Market says that it takes two minutes to begin

    assert shop.judged() == ("WORKING", 10, 10)

    shop.found(NOW - HOUR, text="", files=[{"name": "a.jpg", "url": "", "size": 1}])
    assert shop.judged()[1:] == (10, 11)


def test_what_is_announced_after_a_minute_is_not_announced_in_time(shop):
    shop.day(10)
    shop.found(NOW - HOUR, announced=NOW - HOUR + MINUTE)
    assert shop.judged() == ("WORKING", 11, 11)

    shop.found(NOW - HOUR, announced=NOW - HOUR + MINUTE + SECOND)
    assert shop.judged()[1:] == (11, 12)


def test_one_message_found_unannounced_ten_minutes_after_the_last_event_is_enough(shop):
    shop.day(JUDGED, before=NOW - HOUR)
    assert shop.judged() == ("WORKING", JUDGED, JUDGED)

    shop.found(NOW - 2 * MINUTE)
    assert shop.judged()[0] == "MISSING"


def test_one_that_was_lost_while_others_arrive_is_not(shop):
    shop.day(JUDGED)
    shop.found(NOW - 90 * SECOND)

    assert shop.judged()[0] == "WORKING"


def test_events_that_stopped_are_silent_since_the_last_one(shop):
    shop.day(20, before=NOW - HOUR)
    last = NotificationAddress.objects.get().last_event_at
    shop.found(NOW - 30 * MINUTE)
    shop.found(NOW - 20 * MINUTE)

    assert shop.judged()[0] == "SILENT"
    assert NotificationAddress.objects.get().silent_since == last


def test_a_silence_in_which_nobody_writes_is_no_silence(shop):
    shop.day(20, before=NOW - 5 * HOUR + 30 * MINUTE)

    assert shop.judged() == ("WORKING", 20, 20)


def test_after_a_silence_they_are_judged_by_what_comes_then(shop):
    shop.day(20, before=NOW - 3 * HOUR)
    shop.found(NOW - 2 * HOUR)
    shop.found(NOW - 2 * HOUR)
    assert shop.judged()[0] == "SILENT"

    back = NOW + MINUTE
    receive.store(shop.seller, as_body(message_sent(9_000_001, sentAt=NOW.isoformat())), now=back)
    assert NotificationAddress.objects.get().judged_from == back
    assert shop.judged(now=back + MINUTE)[0] == "NEVER_SEEN"  # too few to judge by

    shop.day(ENOUGH, before=back + HOUR)
    assert shop.judged(now=back + HOUR) == ("WORKING", ENOUGH, ENOUGH)


def test_what_goes_missing_is_distrusted_for_an_hour_after_it_is_better(shop):
    shop.day(10, unannounced=5, before=NOW - HOUR)
    assert shop.judged()[0] == "MISSING"

    shop.switched_on(NOW - 50 * MINUTE)
    shop.day(10)
    assert shop.judged()[0] == "WORKING"
    assert not shop.works() and not shop.works(now=NOW + 59 * MINUTE)
    for minute in range(1, 61):
        judge(shop.seller, now=NOW + minute * MINUTE)
    assert shop.works(now=NOW + 61 * MINUTE)


def test_after_an_outage_of_the_desk_they_are_distrusted_for_an_hour(shop):
    shop.day(10)
    NotificationAddress.objects.update(verdict_at=NOW - 2 * MINUTE)
    assert shop.judged()[0] == "WORKING" and shop.works()

    NotificationAddress.objects.update(verdict_at=NOW - 4 * MINUTE)
    assert shop.judged()[0] == "WORKING" and not shop.works()


def test_an_event_that_comes_late_has_them_distrusted_at_once(shop):
    shop.day(10)
    assert shop.judged()[0] == "WORKING" and shop.works()

    receive.store(shop.seller, as_body(message_sent(9_000_001, sentAt=(NOW - 2 * MINUTE).isoformat())), now=NOW)

    assert not shop.works()


def test_m7_neither_an_old_verdict_nor_a_clock_that_was_set_back_is_relied_on(shop):
    shop.day(10)
    shop.judged()

    assert not shop.works(now=NOW + 11 * MINUTE)
    assert not shop.works(now=NOW - HOUR)
    NotificationAddress.objects.update(distrusted_until=NOW + timedelta(days=2))
    assert shop.works()  # no distrust lasts for days


def test_housekeeping_judges_every_active_seller_with_an_address(shop, tech):
    shop.day(10)
    notifications.new_address(tech, now=NOW)
    tech.active = False
    tech.save(update_fields=["active"])
    upkeep.prepare(now=NOW)

    [row] = [row for row in upkeep.due(now=NOW) if row.name == "verdicts"]
    upkeep.turn(row, now=NOW)

    row.refresh_from_db()
    assert (row.result, row.due_at) == ("judged=1", NOW + MINUTE)
    assert NotificationAddress.objects.get(seller=shop.seller).verdict == "WORKING"


def test_a_verdict_costs_a_few_queries_however_many_messages_there_are(shop, market):
    shop.day(60)
    Chat.objects.filter(chat_id__lt=400_030).update(message_at=None)

    with CaptureQueriesContext(connection) as queries:
        judge(shop.seller, now=NOW)

    assert len([query for query in queries if "SAVEPOINT" not in query["sql"] and query["sql"][:3] != "SET"]) <= 6
    assert market.calls == []
