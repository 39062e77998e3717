"""Market's notifications in a day whose clock is turned on by hand: late, and some lost."""

import heapq
import json
import random
from datetime import datetime, timedelta

from chats.models import Seller
from chats.services import notifications


class Hints:
    """`lost`: the share that never arrives; None: the business has no notifications. Of the others, half come within a
    second of the message, 99 of 100 within four."""

    def __init__(self, *, lost: float | None, seed: int = 2) -> None:
        self.lost, self.random = lost, random.Random(seed)
        self.under_way: list[tuple[datetime, int, int, datetime]] = []

    def begin(self, seller: Seller, now: datetime) -> None:
        self.business_id = seller.business_id
        if self.lost is not None:
            notifications.new_address(seller, now=now)

    def add(self, chat_id: int, message_id: int, at: datetime) -> None:
        if self.lost is None or self.random.random() < self.lost:
            return
        arrives = at + timedelta(seconds=self.random.lognormvariate(0, 0.6))
        heapq.heappush(self.under_way, (arrives, chat_id, message_id, at))

    @property
    def next_at(self) -> datetime | None:
        return self.under_way[0][0] if self.under_way else None

    def deliver(self, seller: Seller, now: datetime) -> None:
        while self.under_way and self.under_way[0][0] <= now:
            _, chat_id, message_id, at = heapq.heappop(self.under_way)
            body = {
                "notificationType": "CHAT_MESSAGE_SENT",
                "businessId": self.business_id,
                "chatId": chat_id,
                "messageId": str(message_id),
                "sentAt": at.isoformat(),
            }
            notifications.store(seller, json.dumps(body).encode(), now=now)
