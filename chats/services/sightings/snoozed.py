"""Chats that agents have set aside: when one comes back by itself.

It comes back at its time, when anybody but the shop writes, and when a deadline of Market's appears or would run out
before. What the shop writes ends it without bringing the chat back: it has been seen to.
"""

from datetime import datetime

from chats.market.types import ChatStatus, Sender
from chats.models import Chat


def end_if_over(chat: Chat, *, now: datetime) -> None:
    """Brings a chat back that should be. Sets its columns and does not save, like all functions here."""
    if chat.status == ChatStatus.FINISHED:
        chat.snoozed_until = chat.returned_at = None
    elif chat.snoozed_until and is_over(chat, chat.snoozed_until, now=now):
        bring_back(chat, now=now)


def is_over(chat: Chat, until: datetime, *, now: datetime) -> bool:
    if until <= now or is_beyond_deadline(chat, until, now=now):
        return True
    # Something was written since, of which the desk has not read the words yet, or cannot.
    return chat.snoozed_at is not None and chat.updated_at > chat.snoozed_at


def is_beyond_deadline(chat: Chat, until: datetime, *, now: datetime) -> bool:
    return chat.deadline_at is not None and now < chat.deadline_at <= until


def bring_back(chat: Chat, *, now: datetime) -> None:
    if chat.snoozed_until:
        chat.snoozed_until, chat.returned_at = None, now


def end_by_message(chat: Chat, *, now: datetime) -> None:
    """For a chat whose columns say what the new message is."""
    if chat.last_sender != Sender.PARTNER:
        bring_back(chat, now=now)
    elif not chat.snoozed_until or not written_before(chat):
        chat.snoozed_until = chat.returned_at = None


def written_before(chat: Chat) -> bool:
    """Whether the newest message is from before the chat was set aside: an agent writes, and then sets it aside before
    the desk has read the message."""
    return bool(chat.snoozed_at and chat.message_at and chat.message_at <= chat.snoozed_at)
