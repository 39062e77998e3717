"""What the desk learns from the arrival of an event alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import NotificationAddress, WebhookEvent
from chats.services import notifications
from tests.market import announced
from tests.notification_fixture import PING, deliver, message_sent

pytestmark = pytest.mark.django_db


def test_an_event_that_comes_late_tells_that_market_was_held_up(announce, address):
    def trusted_again():
        address.refresh_from_db()
        return address.distrusted_until

    now = timezone.now()
    announce(message_sent(1, sentAt=(now - timedelta(seconds=30)).isoformat()))
    announce(message_sent(2, sentAt="never"))
    announce({**announced.whole("GOODS_FEEDBACK_CREATED"), "createdAt": "2020-01-01T00:00:00Z"})
    assert trusted_again() is None

    announce(message_sent(3, sentAt=(now - timedelta(seconds=70)).isoformat()))
    assert trusted_again() > now + timedelta(minutes=59)


def test_a_new_address_ends_the_old_one_and_forgets_how_well_it_worked(announce, address, home):
    announce(message_sent())
    NotificationAddress.objects.update(verdict="WORKING", found=50, announced=50)

    fresh = notifications.new_address(home, now=timezone.now())

    assert announce(PING).status_code == 404
    assert deliver(f"/notifications/{fresh.secret}", PING).status_code == 200
    assert (fresh.verdict, fresh.found, fresh.last_event_at) == ("NEVER_SEEN", 0, None)
    assert WebhookEvent.objects.count() == 1
    assert fresh.secret != address.secret and len(fresh.secret) == 48
