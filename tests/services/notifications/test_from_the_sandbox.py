"""The sandbox's own sender and the desk's endpoint, one against the other."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from chats.models import WebhookEvent
from chats.sandbox import NotificationSettings, Sandbox, ShopAnswer, Size, WorldOptions
from chats.sandbox.content.cabinets import HOME
from tests.notification_fixture import deliver

pytestmark = pytest.mark.django_db


class Clock:
    """Six hours ago, so that all that happens is past when it arrives."""

    def __init__(self):
        self.now = timezone.now() - timedelta(hours=6)

    def __call__(self):
        return self.now


def post_to_the_desk(url, body, timeout):
    response = deliver(url.removeprefix("http://127.0.0.1"), body)
    return ShopAnswer(response.status_code, response["Content-Type"], response.content)


def test_a_day_of_traffic_arrives_whole_though_market_sends_twice_and_out_of_order(address):
    clock, world = Clock(), WorldOptions(sizes={HOME.business_id: Size(chats=100, open=60, waiting=20)}, traffic=60)
    settings = NotificationSettings(duplicates=0.1, disorder=0.1)
    with Sandbox(clock=clock, world=world, notifications=settings, by_hand=True, post=post_to_the_desk) as market:
        market.connect_notifications(HOME.business_id, f"http://127.0.0.1/notifications/{address.secret}")
        for _ in range(4):
            clock.now += timedelta(hours=1)
            market.deliver_due()
        sent = market.notifications

    bodies = {json.dumps(one.body, sort_keys=True) for one in sent if one.body["notificationType"] != "PING"}
    assert {one.outcome for one in sent} == {"DELIVERED"}
    assert len(sent) > len(bodies) + 10
    assert WebhookEvent.objects.count() == len(bodies)


def test_an_address_that_is_no_more_cannot_be_connected(address):
    with (
        Sandbox(by_hand=True, post=post_to_the_desk) as market,
        pytest.raises(ValueError, match="PING as it must: HTTP"),
    ):
        market.connect_notifications(HOME.business_id, f"http://127.0.0.1/notifications/{address.secret}x")
