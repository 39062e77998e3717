"""Sightings that come late, come twice, or come from a Market whose clock is not the desk's."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from chats.market import types as market_types
from chats.models import Chat
from chats.services import sightings
from tests.desk_fixture import NOW
from tests.faults.calm import address, page, press_refresh
from tests.market.servers import EXAMPLE, Server, answer, says

# What Market said of one chat: the status, minutes of its updatedAt, and the second in which the desk asked.
SAID = [
    ("NEW", 0, 10),
    ("WAITING_FOR_PARTNER", 3, 200),
    ("WAITING_FOR_CUSTOMER", 9, 560),
    ("WAITING_FOR_CUSTOMER", 9, 580),
    ("FINISHED", 9, 600),
    ("WAITING_FOR_PARTNER", 3, 601),
    ("NEW", 0, 700),
]


def said(status: str, minutes: int) -> market_types.Chat:
    return market_types.Chat(
        chat_id=7,
        context=market_types.ChatContext(type="ORDER", order_id=5),
        type="CHAT",
        status=status,
        created_at=NOW - timedelta(days=1),
        updated_at=NOW + timedelta(minutes=minutes),
    )


def end_state(seller, order: list[tuple[str, int, int]]) -> dict[str, object]:
    Chat.objects.all().delete()
    for status, minutes, second in order:
        sightings.record_chat(seller, said(status, minutes), seen_at=NOW + timedelta(seconds=second), source="LOOKUP")
    return Chat.objects.values("status", "updated_at", "seen_at", "created_at", "order_id", "problem_kind").get()


def random_orders(seller, orders: int) -> int:
    """How many of so many random orders end in another state than the order in which things happened."""
    right = end_state(seller, SAID)
    shuffle = random.Random(20).sample
    return sum(end_state(seller, shuffle(SAID, len(SAID))) != right for _ in range(orders))


def test_u20_answers_in_any_order_end_in_the_same_state(home, rounds, figure):
    orders = rounds(100, 1000)

    assert end_state(home, SAID)["status"] == "FINISHED"
    assert random_orders(home, orders) == 0
    figure(f"U20: {orders} random orders of {len(SAID)} answers, all end in the same state")


@pytest.mark.parametrize("minutes", [-10, 10, 24 * 60])
def test_u20_an_age_is_never_negative_however_wrong_markets_clock_is(signed_in, seen, market, minutes):
    seen()
    market.set_chat(1001, 310001, updated_at=timezone.now() + timedelta(minutes=minutes), status="NEW")

    press_refresh(signed_in)

    shown = page(signed_in.get(address()))
    ages = [time.text_content() for time in shown.cssselect("time[data-age], time[data-span]")]
    assert shown.cssselect(".badge")[0].get("data-status") == "NEW"
    assert ages and not any("-" in age or "−" in age for age in ages)
    assert any("now" in age or " 0 min" in age for age in ages) == (minutes > 0)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("2026-03-29T01:30:00Z", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-03-29T03:30:00+02:00", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30:00+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-06-01T00:00:00.123456+03:00", datetime(2026, 5, 31, 21, 0, 0, 123456, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Moscow", "Europe/Berlin"])
def test_u20_every_way_to_write_a_time_is_the_same_time(signed_in, home, settings, sent, meant, zone):
    settings.TIME_ZONE = zone
    body = json.loads(EXAMPLE)
    body["result"] |= {"chatId": 310001, "createdAt": sent, "updatedAt": sent}

    with Server(says(answer(json.dumps(body).encode()))) as server:
        settings.MARKET_API_URL = server.url
        opened = signed_in.get(address())

    assert Chat.objects.get().updated_at == meant
    shown = {datetime.fromisoformat(time.get("datetime")) for time in page(opened).cssselect("#chat-facts time")}
    assert meant.replace(microsecond=0) in shown
