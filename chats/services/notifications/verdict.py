"""How well notifications arrive, judged by recall: of the buyers' messages that the desk has found, by whatever way,
how many had been announced. That needs no call to Market, and the sweep keeps its pace by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from chats import database
from chats.clock import is_recent
from chats.market.payload_notifications import CHAT_MESSAGE_SENT
from chats.market.types import Sender
from chats.models import Chat, Message, NotificationAddress, Seller, WebhookEvent

Verdict = NotificationAddress.Verdict

JUDGED: Final = 50  # messages, the newest
ENOUGH: Final = 5  # fewer prove nothing
CHATS: Final = (
    100  # with the newest messages: the buyers' last 50 are in these, but for a shop that writes to everybody
)
LONGEST_AGO: Final = timedelta(days=14)  # events are not kept for longer
IN_TIME: Final = timedelta(seconds=60)
WORKS_FROM, FAILS_BELOW = 0.98, 0.90
SETTLING: Final = timedelta(minutes=2)  # within which Market says that what is switched on in the cabinet works
QUIET: Final = timedelta(minutes=10)  # without an event
# Without a verdict, which comes every minute: the desk was down. Market holds back what it could not deliver then, and
# tries again after a minute to an hour.
UNATTENDED: Final = timedelta(minutes=3)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A buyer's message that the desk has found, and when it was announced."""

    created_at: datetime
    announced_at: datetime | None

    @property
    def in_time(self) -> bool:
        return self.announced_at is not None and self.announced_at <= self.created_at + IN_TIME


def working(seller: Seller, *, now: datetime) -> bool:
    """Whether the seller's notifications can be relied on now. One query."""
    address = NotificationAddress.objects.filter(seller=seller).first()
    return address is not None and address.is_reliable(now=now)


def judge_all(now: datetime) -> tuple[Mapping[str, int], bool]:
    """Judge for every active seller that has an address. For housekeeping, once a minute: returns of how many, and that
    there is no more to do."""
    sellers = Seller.objects.filter(active=True, notification_address__isnull=False)
    for seller in sellers:
        judge(seller, now=now)
    return {"judged": len(sellers)}, False


def judge(seller: Seller, *, now: datetime) -> None:
    """Note how well a seller's notifications arrive. Costs a few queries, and no call to Market."""
    address = NotificationAddress.objects.get(seller=seller)
    found = found_messages(seller, address, now=now)
    verdict = verdict_on(address, found, now=now)
    columns: dict[str, Any] = {
        "verdict": verdict,
        "verdict_at": now,
        "silent_since": address.last_event_at if verdict == Verdict.SILENT else None,
        "found": len(found),
        "announced": sum(one.in_time for one in found),
    }
    was_away = address.verdict_at is not None and not is_recent(address.verdict_at, UNATTENDED, now=now)
    if was_away or verdict in (Verdict.MISSING, Verdict.SILENT):
        columns["distrusted_until"] = now + NotificationAddress.longest_distrust
    with database.without_fsync():
        # Not of an address that was replaced meanwhile.
        NotificationAddress.objects.filter(seller=seller, made_at=address.made_at).update(**columns)


def found_messages(seller: Seller, address: NotificationAddress, *, now: datetime) -> list[Found]:
    """The newest messages of buyers that should have been announced by now. Stickers are not announced."""
    if address.judged_from is None:
        return []
    since = max(address.judged_from + SETTLING, now - LONGEST_AGO)
    newest = (
        Chat.objects.filter(seller=seller, message_at__gte=since).order_by("-message_at").values_list("pk", flat=True)
    )
    written = Message.objects.filter(chat__in=list(newest[:CHATS]), sender=Sender.CUSTOMER)
    judged = written.filter(created_at__gte=since, created_at__lte=now - IN_TIME).exclude(text="", files=[])
    rows = list(judged.order_by("-created_at").values_list("chat__chat_id", "message_id", "created_at")[:JUDGED])
    announced = announced_at(seller, rows)
    return [Found(created_at=at, announced_at=announced.get((chat, number))) for chat, number, at in rows]


def announced_at(seller: Seller, rows: Sequence[tuple[int, int, datetime]]) -> dict[tuple[int, int], datetime]:
    """When each message was announced, by the ids of its chat and itself."""
    chats, numbers = {chat for chat, _, _ in rows}, {number for _, number, _ in rows}
    events = WebhookEvent.objects.filter(seller=seller, chat_id__in=chats, message_id__in=numbers)
    told = events.filter(kind=CHAT_MESSAGE_SENT).values_list("chat_id", "message_id", "received_at")
    return {(chat, number): at for chat, number, at in told if chat and number}


def verdict_on(address: NotificationAddress, found: Sequence[Found], *, now: datetime) -> str:
    if address.last_event_at is None:
        return Verdict.NEVER_SEEN
    if now - address.last_event_at > QUIET:
        since_then = [one for one in found if one.announced_at is None and one.created_at > address.last_event_at]
        if since_then:
            return Verdict.SILENT if len(since_then) > 1 else Verdict.MISSING
    if len(found) < ENOUGH:
        return Verdict.WORKING if address.verdict == Verdict.WORKING else Verdict.NEVER_SEEN
    recall = sum(one.in_time for one in found) / len(found)
    if recall < FAILS_BELOW:
        return Verdict.MISSING
    was_working = address.verdict == Verdict.WORKING
    return Verdict.WORKING if recall >= WORKS_FROM or was_working else Verdict.MISSING
