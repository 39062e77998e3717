"""Sightings: chats, orders and returns as last seen at Market."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from chats.models.constraints import JSON_COLUMNS, positive
from chats.models.due import Due
from chats.models.sellers import Seller

LAST_TEXT = 200  # letters of the newest message that a chat keeps
IN_QUEUE = Q(queue_at__isnull=False)
ASSIGNED = Q(assignee__isnull=False)
SNOOZED = Q(snoozed_until__isnull=False)
HANDED = Q(handed_at__isnull=False)
# The `snoozed_until` of a chat that comes back when somebody writes, and not at a time. It is a time far ahead, so that
# one index orders all that are set aside, and both databases put these last.
UNTIL_WRITTEN = datetime(3000, 1, 1, tzinfo=UTC)
QUEUE_FILTERS = ("status", "assignee", "context_type", "campaign_id")  # read from the index, not from each row
UNFINISHED = ~Q(status="FINISHED")  # written just so in a query, both databases use the partial index


class Sighting(Due):
    """Something of a seller's as last seen at Market, with the problem that stopped a newer look."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class Chat(Sighting):
    """A chat as last seen, when, and from which source; and where it stands in the inbox.

    The columns of the inbox repeat what other rows say, so that a page of the list is one query: what was written last
    (by `conversation`), Market's deadline (by `orders`), the place in the queue (by `sightings`, from all of these).
    """

    class Deadline(models.TextChoices):
        RETURN = "RETURN"  # the shop decides about a return
        CANCELLATION = "CANCEL"  # the shop agrees to a cancellation, or not
        KEY = "KEY"  # the shop sends a digital key

    class Urgency(models.IntegerChoices):
        DEADLINE = 0
        DISPUTE = 1
        WAITS = 2

    class Source(models.TextChoices):
        LOOKUP = "LOOKUP"
        LIST = "LIST"
        REFRESH = "REFRESH"

    seller = models.ForeignKey(
        Seller, models.CASCADE, related_name="chats", db_index=False
    )  # inbox_seller begins with it
    chat_id = models.BigIntegerField()
    type = models.CharField(max_length=100)
    status = models.CharField(max_length=100)
    context_type = models.CharField(max_length=100)
    customer_name = models.TextField(blank=True)
    customer_public_id = models.TextField(blank=True)
    buyer_key = models.TextField(blank=True)  # the name as it is searched for: services/sightings/buyers.py
    campaign_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    return_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    message_at = models.DateTimeField(null=True)  # of the newest message stored, which may be newer than the sighting
    seen_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source)
    version = models.PositiveBigIntegerField(default=1)  # moves whenever a page would look different
    # Since when the status may no longer be the one stored: a list that would have it did not, or a message came.
    doubtful_since = models.DateTimeField(null=True)
    # How many lists in a row did not have it, though Market, asked for it, says that they should.
    absences = models.PositiveSmallIntegerField(default=0)

    # The newest message stored. Its text is cut: a row of the inbox shows one line of it.
    last_message_id = models.BigIntegerField(null=True)
    last_sender = models.CharField(max_length=100, blank=True)
    last_text = models.CharField(max_length=LAST_TEXT, blank=True)
    last_files = models.PositiveSmallIntegerField(default=0)
    # The first message after the shop's last one. Set while Market's status says that the shop's reply is needed, and
    # not moved when the buyer writes again, so that a second message does not cost the chat its place.
    waiting_since = models.DateTimeField(null=True)
    deadline_at = models.DateTimeField(null=True)
    deadline_kind = models.CharField(max_length=10, choices=Deadline, blank=True)
    # The place in the queue of chats that wait for the shop: by urgency, then by time. NULL: not in the queue.
    urgency = models.PositiveSmallIntegerField(null=True, choices=Urgency)
    queue_at = models.DateTimeField(null=True)
    disputed_at = models.DateTimeField(null=True)  # when an unfinished dispute last changed; NULL: there is none
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="assigned_chats", db_index=False
    )
    # Who gave it to the one who has it now, and when; NULL once that one has opened it, or if they took it themselves.
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    handed_at = models.DateTimeField(null=True)
    # Set aside by an agent, for all of them: out of the queue until then, or until something happens
    # (services/sightings/snoozed.py). Who did it and when is kept after the chat has come back.
    snoozed_until = models.DateTimeField(null=True)
    snoozed_at = models.DateTimeField(null=True)
    snoozed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    # When it came back. Then it is in the queue though nobody waits, until the shop writes or an agent has seen to it.
    returned_at = models.DateTimeField(null=True)
    # Its tags' primary keys, in the order of giving, as "3,17". A key that no tag has any more stands for nothing.
    tag_keys = models.CharField(max_length=100, blank=True)
    noted_at = models.DateTimeField(null=True)  # when the newest private note was written; NULL: there is none

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "chat_id"], name="chat_once_per_seller"),
            positive("chat_id"),
        ]
        # What each index of the inbox is for, its size and its plan: docs/performance.md, "The inbox".
        indexes = [
            models.Index(fields=["seller", "status", "updated_at", "id", "context_type"], name="inbox_seller"),
            models.Index(fields=["status", "updated_at", "id", "seller"], name="inbox_status"),
            models.Index(fields=["seller", "updated_at", "id"], name="inbox_all"),
            models.Index(fields=["updated_at", "id", "seller"], name="inbox_newest"),
            models.Index(fields=["campaign_id", "status", "updated_at", "id"], name="inbox_store"),
            models.Index(fields=["campaign_id", "updated_at", "id"], name="inbox_store_all"),
            models.Index(
                fields=["seller", "urgency", "queue_at", "id", *QUEUE_FILTERS], condition=IN_QUEUE, name="inbox_queue"
            ),
            models.Index(
                fields=["urgency", "queue_at", "id", "seller", *QUEUE_FILTERS],
                condition=IN_QUEUE,
                name="inbox_queue_all",
            ),
            models.Index(fields=["assignee", "urgency", "queue_at", "id"], condition=ASSIGNED, name="inbox_mine"),
            models.Index(
                fields=["assignee", "urgency", "queue_at", "seller", "status"],
                condition=ASSIGNED & UNFINISHED,
                name="inbox_load",
            ),
            models.Index(
                fields=["assignee", "seller", "urgency", "queue_at", "status"],
                condition=ASSIGNED & UNFINISHED,
                name="inbox_load_at_seller",
            ),
            models.Index(fields=["assignee", "status", "updated_at", "id"], condition=ASSIGNED, name="inbox_assignee"),
            models.Index(fields=["assignee", "handed_at", "id"], condition=HANDED, name="inbox_handed"),
            models.Index(
                fields=["seller", "disputed_at", "id"], condition=Q(disputed_at__isnull=False), name="inbox_disputes"
            ),
            models.Index(
                fields=["disputed_at", "id", "seller"],
                condition=Q(disputed_at__isnull=False),
                name="inbox_disputes_all",
            ),
            models.Index(fields=["seller", "snoozed_until", "id"], condition=SNOOZED, name="inbox_snoozed"),
            models.Index(fields=["snoozed_until", "id", "seller"], condition=SNOOZED, name="inbox_snoozed_all"),
            models.Index(fields=["order_id"], name="chat_by_order"),
            models.Index(fields=["return_id"], name="chat_by_return"),
            models.Index(fields=["chat_id"], name="chat_by_chat_id"),
            models.Index(fields=["customer_public_id"], name="chat_by_customer"),
            models.Index(fields=["seller", "status", "seen_at"], condition=UNFINISHED, name="chat_open"),
            models.Index(
                fields=["seller", "doubtful_since"], condition=Q(doubtful_since__isnull=False), name="chat_doubtful"
            ),
            models.Index(fields=["seller", "-message_at"], name="chat_by_message"),
            models.Index(
                fields=["seller", "buyer_key", "-updated_at"],
                name="chat_by_buyer",
                # For LIKE 'prefix%' on PostgreSQL, whatever its collation; other databases ignore it.
                opclasses=["int8_ops", "text_pattern_ops", "timestamptz_ops"],
            ),
        ]

    def __str__(self) -> str:
        return str(self.chat_id)

    @property
    def last_message_at(self) -> datetime:
        """When something was last written, by the sighting or by the messages, whichever knows more."""
        return max(self.updated_at, self.message_at or self.updated_at)


class SameSubject(Due):
    """When Market is asked again which other chats there are about the order or the return of a chat."""

    chat = models.OneToOneField(Chat, models.CASCADE, primary_key=True, related_name="same_subject")


class OrderSighting(Sighting):
    """An order or a return as last seen. `body` is the struct of `market.types_orders` as plain values, empty when it
    was never seen."""

    longest_wait: ClassVar[timedelta] = timedelta(hours=24)

    body = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    swept_at = models.DateTimeField(null=True)  # when it was last asked for without anybody at the page

    class Meta:
        abstract = True


class Order(OrderSighting):
    order_id = models.BigIntegerField()

    class Meta:
        required_db_features = JSON_COLUMNS
        constraints = [
            models.UniqueConstraint(fields=["seller", "order_id"], name="order_once_per_seller"),
            positive("order_id"),
        ]


class Return(OrderSighting):
    return_id = models.BigIntegerField()

    class Meta:
        required_db_features = JSON_COLUMNS
        constraints = [
            models.UniqueConstraint(fields=["seller", "return_id"], name="return_once_per_seller"),
            positive("return_id"),
        ]
