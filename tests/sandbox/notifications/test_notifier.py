import json
import threading
from datetime import timedelta

import pytest

from chats.sandbox import NotificationSettings, Sandbox
from chats.sandbox.notifications.post import address_of

from ..asking import HOME, TECH, ask, until
from ..world.many import Clock
from .shop import URL, Shop, answer, notifying

HOME_ID, TECH_ID = HOME.business_id, TECH.business_id


def numbers(shop):
    return [body["n"] for body in shop.bodies]


def test_notifications_stay_off_when_ping_is_not_answered_right():
    with notifying() as (sandbox, shop, _):
        sandbox.disconnect_notifications(HOME_ID)
        shop.answers = [TimeoutError(), answer(204), answer()]

        for outcome in ("READ_TIMED_OUT", "HTTP"):
            with pytest.raises(ValueError, match=outcome):
                sandbox.connect_notifications(HOME_ID, URL)
        off = [one.business_id for one in sandbox.subscriptions]
        sandbox.connect_notifications(HOME_ID, URL)

        assert off == [TECH_ID]
        assert [one.business_id for one in sandbox.subscriptions] == [TECH_ID, HOME_ID]


def test_ping_has_a_second_and_all_others_have_ten():
    with notifying() as (sandbox, shop, _):
        sandbox.announce(HOME_ID, "X")
        sandbox.deliver_due()

        assert [(body["notificationType"], timeout) for _, body, timeout in shop.got] == [
            ("PING", 1.0),
            ("PING", 1.0),
            ("X", 10.0),
        ]


def test_each_business_has_its_own_address_and_hears_nothing_of_the_other():
    with notifying() as (sandbox, shop, _):
        sandbox.buyer_writes(TECH_ID, 420001)
        sandbox.deliver_due()

        assert [url for url, body, _ in shop.got if body.get("chatId")] == [f"{URL}/{TECH_ID}"]


def test_what_happened_before_they_were_switched_on_is_not_sent():
    with notifying() as (sandbox, shop, _):
        sandbox.disconnect_notifications(HOME_ID)
        sandbox.announce(HOME_ID, "X", n=1)
        sandbox.connect_notifications(HOME_ID, URL)
        sandbox.announce(HOME_ID, "X", n=2)
        sandbox.deliver_due()

        assert numbers(shop) == [2]


def test_one_that_fails_holds_up_its_business_and_no_other():
    with notifying(retry=60) as (sandbox, shop, clock):
        for number in range(3):
            sandbox.announce(HOME_ID, "X", n=number)
        shop.answers = [answer(500)]
        sandbox.deliver_due()
        sandbox.announce(TECH_ID, "X", n=9)
        sandbox.deliver_due()
        blocked = {one.business_id: one.as_json()["blocked_since"] for one in sandbox.subscriptions}
        clock.now += timedelta(seconds=59)
        too_early = sandbox.deliver_due()
        clock.now += timedelta(seconds=1)
        sandbox.deliver_due()

        assert numbers(shop) == [0, 9, 0, 1, 2]
        assert (too_early, bool(blocked[HOME_ID]), bool(blocked[TECH_ID])) == (0, True, False)
        outcomes = [(one.body.get("n"), one.number, one.outcome) for one in sandbox.notifications[2:]]
        assert outcomes[:3] == [(0, 1, "HTTP"), (9, 1, "DELIVERED"), (0, 2, "DELIVERED")]


def test_one_that_the_shop_calls_malformed_is_not_repeated():
    with notifying() as (sandbox, shop, _):
        sandbox.announce(HOME_ID, "X", n=1)
        sandbox.announce(HOME_ID, "X", n=2)
        shop.answers = [answer(400, {"error": {}})]
        sandbox.deliver_due()

        assert numbers(shop) == [1, 2]
        assert [one.outcome for one in sandbox.notifications[2:]] == ["MALFORMED", "DELIVERED"]


def test_an_outage_holds_all_back_and_then_it_comes_at_once():
    with notifying() as (sandbox, shop, clock):
        sandbox.set_outage(3600)
        for number in range(500):
            clock.now += timedelta(seconds=1)
            sandbox.announce(HOME_ID, "X", n=number)
        during = sandbox.deliver_due()
        clock.now += timedelta(hours=1)

        assert (during, sandbox.deliver_due()) == (0, 500)
        assert numbers(shop) == list(range(500))


def test_an_outage_can_end_early():
    with notifying() as (sandbox, _, _):
        sandbox.set_outage(3600)
        sandbox.announce(HOME_ID, "X")
        sandbox.set_outage(0)

        assert sandbox.deliver_due() == 1


def test_what_is_lost_is_on_record():
    with notifying(losses=1.0) as (sandbox, shop, _):
        sandbox.announce(HOME_ID, "X", n=1)
        sandbox.set_notifications(losses=0.0)
        sandbox.announce(HOME_ID, "X", n=2)
        sandbox.deliver_due()

        assert numbers(shop) == [2]
        assert [(one.body.get("n"), one.outcome) for one in sandbox.notifications[2:]] == [
            (1, "LOST"),
            (2, "DELIVERED"),
        ]


def test_after_14_days_of_failure_they_are_switched_off():
    with notifying(retry=60) as (sandbox, shop, clock):
        sandbox.announce(HOME_ID, "X")
        shop.answers = [answer(500)] * 400
        sandbox.deliver_due()
        for _ in range(15 * 24):
            clock.now += timedelta(hours=1)
            sandbox.deliver_due()

        assert [one.business_id for one in sandbox.subscriptions] == [TECH_ID]
        assert sandbox.notifications[-1].outcome == "GIVEN_UP"


def test_a_reset_switches_them_off():
    with notifying(losses=0.5) as (sandbox, _, _):
        sandbox.set_notifications(losses=0.1)
        sandbox.reset()

        assert (sandbox.subscriptions, sandbox.notifications) == ([], [])
        assert sandbox._notifier.settings.losses == 0.5


def told(sandbox, name, order):
    return ask(sandbox, "POST", f"/_sandbox/{name}", token=None, body=order)


def test_another_process_sets_them_up_over_http():
    with notifying() as (sandbox, shop, _):
        address = {"business_id": HOME_ID, "url": URL}
        shop.answers = [answer(), answer(403)]
        replies = [told(sandbox, "connect-notifications", address) for _ in range(2)]
        replies.append(told(sandbox, "connect-notifications", address | {"url": "http://example.com/"}))
        replies += [told(sandbox, "set-notifications", order) for order in ({"own": False}, {"losses": 2}, {"x": 1})]
        replies += [told(sandbox, "set-outage", {"seconds": 0})]
        told(sandbox, "announce", {"business_id": HOME_ID, "notification_type": "X", "n": 1})
        told(sandbox, "deliver-due", {})
        read = {
            name: ask(sandbox, "GET", f"/_sandbox/{name}", token=None).json["result"]
            for name in ("notifications", "subscriptions")
        }

        assert [reply.status for reply in replies] == [200, 400, 400, 200, 400, 400, 200]
        assert "PING" in replies[1].message and "loopback" in replies[2].message
        assert read["notifications"][-1] == {
            "business_id": HOME_ID,
            "body": {"notificationType": "X", "n": 1},
            "at": "2026-11-22T10:41:07+00:00",
            "number": 1,
            "outcome": "DELIVERED",
        }
        assert [(one["business_id"], one["waiting"]) for one in read["subscriptions"]] == [(TECH_ID, 0), (HOME_ID, 0)]


def test_by_itself_it_waits_for_ping_delivers_and_repeats():
    shop, clock = Shop(), Clock()
    shop.answers = [ConnectionRefusedError(), answer(), answer(500)]
    settings = NotificationSettings(delay=0, delay_p99=0, retry=60)
    with Sandbox(clock=clock, notifications=settings, notify={HOME_ID: URL}, post=shop) as sandbox:
        until(lambda: sandbox.subscriptions)
        sandbox.buyer_writes(HOME_ID, 310002, "Где он?")
        sandbox.buyer_writes(HOME_ID, 310003, "И где этот?")
        until(lambda: shop.types)
        before = list(shop.types)
        clock.now += timedelta(minutes=1)
        until(lambda: len(shop.types) == 3)

        assert len(before) == 1
        assert [body["chatId"] for body in shop.bodies] == [310002, 310002, 310003]


def test_it_can_be_told_later_where_to_send_and_stops_asking_when_told_so():
    shop = Shop()
    shop.answers = [answer(503)] * 2
    with Sandbox(post=shop) as sandbox:
        sandbox.notify(HOME_ID, URL)
        sandbox.notify(TECH_ID, URL)
        sandbox.disconnect_notifications(TECH_ID)
        until(lambda: sandbox.subscriptions)

        assert [one.business_id for one in sandbox.subscriptions] == [HOME_ID]
        assert {one.business_id for one in sandbox.notifications} == {HOME_ID}
        with pytest.raises(ValueError, match="loopback"):
            sandbox.notify(TECH_ID, "http://192.168.0.1/")


def test_what_the_traffic_brings_is_sent_without_any_call():
    shop, clock = Shop(), Clock()
    with Sandbox(clock=clock, alive=True, notify={HOME_ID: URL}, post=shop) as sandbox:
        until(lambda: sandbox.subscriptions)
        clock.now += timedelta(minutes=5)

        until(lambda: shop.types)


def test_its_threads_end_with_it():
    before = threading.active_count()
    shop = Shop()
    with Sandbox(notify={HOME_ID: URL}, post=shop) as sandbox:
        until(lambda: sandbox.subscriptions)

    until(lambda: threading.active_count() <= before)


def test_a_local_name_is_not_looked_up():
    assert address_of("http://localhost:8000/x?y=1") == ("127.0.0.1", 8000, "/x?y=1")
    assert json.loads(json.dumps(address_of("http://[::1]"))) == ["::1", 80, "/"]
