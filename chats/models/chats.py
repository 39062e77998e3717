"""Sightings: chats, orders and returns as last seen at Market."""

from django.db import models

from chats.models.constraints import positive
from chats.models.sellers import Seller


class Sighting(models.Model):
    """Something of Market's as last seen; beside it the problem that stopped a newer look."""

    problem_kind = models.CharField(max_length=32, blank=True)
    problem_at = models.DateTimeField(null=True)
    problem_until = models.DateTimeField(null=True)
    problem_trace = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Chat(Sighting):
    """A sighting: the chat as last seen, when, from which source, and the problem that stopped a newer one."""

    class Source(models.TextChoices):
        LOOKUP = "LOOKUP"
        LIST = "LIST"
        REFRESH = "REFRESH"

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="chats")
    chat_id = models.BigIntegerField()
    type = models.CharField(max_length=100)
    status = models.CharField(max_length=100)
    context_type = models.CharField(max_length=100)
    customer_name = models.TextField(blank=True)
    customer_public_id = models.TextField(blank=True)
    campaign_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    return_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source)
    next_refresh_at = models.DateTimeField()
    version = models.PositiveBigIntegerField(default=1)  # moves whenever a page would look different

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "chat_id"], name="chat_once_per_seller"),
            positive("chat_id"),
        ]
        indexes = [
            models.Index(fields=["order_id"], name="chat_by_order"),
            models.Index(fields=["return_id"], name="chat_by_return"),
            models.Index(fields=["chat_id"], name="chat_by_chat_id"),
            models.Index(fields=["customer_public_id"], name="chat_by_customer"),
        ]

    def __str__(self) -> str:
        return str(self.chat_id)


class History(Sighting):
    """How far a chat's messages have been read at Market."""

    chat = models.OneToOneField(Chat, models.CASCADE, primary_key=True, related_name="history")
    read_at = models.DateTimeField(null=True)  # when Market answered last
    upto = models.DateTimeField(null=True)  # the chat's `updated_at` that the messages known here belong to
    older_token = models.TextField(blank=True)  # Market's token of the page before the oldest message known here
    whole = models.BooleanField(default=False)  # the first message of the chat is known
    next_read_at = models.DateTimeField(null=True)  # no page reads on before


class Message(models.Model):
    """One message of a chat, as Market gave it. They do not change, so each is kept once."""

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="messages")
    message_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    sender = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    files = models.JSONField(default=list)  # of {"name", "url", "size"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "message_id"], name="message_once_per_chat"),
            positive("message_id"),
        ]
        indexes = [models.Index(fields=["chat", "created_at", "message_id"], name="message_in_order")]


class Order(Sighting):
    """An order as last seen. `body` is `market.types_orders.Order` as plain values, empty when it was never seen."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="orders")
    order_id = models.BigIntegerField()
    body = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    next_refresh_at = models.DateTimeField()
    asking_until = models.DateTimeField(null=True)  # one caller at a time asks Market

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "order_id"], name="order_once_per_seller"),
            positive("order_id"),
        ]


class Return(Sighting):
    """A return as last seen. `body` is `market.types_orders.Return` as plain values, empty when it was never seen."""

    seller = models.ForeignKey(Seller, models.CASCADE, related_name="returns")
    return_id = models.BigIntegerField()
    body = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    next_refresh_at = models.DateTimeField()
    asking_until = models.DateTimeField(null=True)  # one caller at a time asks Market

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "return_id"], name="return_once_per_seller"),
            positive("return_id"),
        ]
