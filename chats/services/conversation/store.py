"""Messages that were read at Market, written into the desk's own table; and what the inbox shows of the newest one."""

from datetime import datetime
from typing import Any

from django.db.models import Case, F, Value, When

from chats.models import Chat, Message, Uncounted
from chats.models.sightings import LAST_TEXT
from chats.services import search, sightings
from chats.services.conversation.messages import newest_message
from chats.services.conversation.reader import Reading
from chats.services.conversation.unreadable import Unreadable


def store(chat: Chat, reading: Reading, left_out: Unreadable, *, now: datetime, tells: bool = False) -> None:
    """Messages do not change, so each is written once. After a power cut Market still has them. `tells`: open pages
    have to learn of more than new messages. For a caller in a transaction that has locked the chat."""
    stored = Message.objects.filter(chat=chat)
    told_of = reading.messages.keys() | left_out.before.keys()
    here = dict(stored.filter(message_id__in=told_of).values_list("message_id", "unreadable"))
    rows = [row_of(chat, reading, message_id, left_out) for message_id in reading.messages.keys() - here.keys()]
    moved = {one: count for one, count in left_out.before.items() if one in here and here[one] != count}
    for message_id, count in moved.items():
        stored.filter(message_id=message_id).update(unreadable=count)
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    search.add_to_index(chat, rows)
    if rows:
        note_uncounted(chat.pk, min(row.created_at for row in rows))
    if rows or moved or tells:
        note_newest(chat, now=now)


def note_uncounted(chat_pk: int, since: datetime) -> None:
    """The reports lack something of this chat from then on; the worker counts it."""
    earlier = Case(When(since__lt=since, then=F("since")), default=Value(since))
    mine = Uncounted.objects.filter(pk=chat_pk)
    while not mine.update(since=earlier, version=F("version") + 1):
        Uncounted.objects.bulk_create([Uncounted(chat_id=chat_pk, since=since)], ignore_conflicts=True)


def note_newest(chat: Chat, *, now: datetime) -> None:
    """Note the newest message with its chat, and the chat's place in the queue, which may depend on it. An open page
    learns of new messages only through the chat's version."""
    columns = newest_columns(newest_message(chat))
    # The chat that was asked about may have been seen anew since.
    current = Chat.objects.only(*sightings.NEEDED).get(pk=chat.pk)
    is_news = columns["last_message_id"] not in (None, current.last_message_id)
    for name, value in columns.items():
        setattr(current, name, value)
    if is_news:
        sightings.end_by_message(current, now=now)
    waits = current.status in sightings.WAITS_FOR_SHOP
    columns |= sightings.place(current, now=now, unanswered_since=sightings.first_unanswered(chat) if waits else None)
    Chat.objects.filter(pk=chat.pk).update(version=F("version") + 1, **columns)
    for name, value in columns.items():
        setattr(chat, name, value)
    chat.version += 1


def newest_columns(newest: Message | None) -> dict[str, Any]:
    return {
        "message_at": newest.created_at if newest else None,
        "last_message_id": newest.message_id if newest else None,
        "last_sender": newest.sender if newest else "",
        "last_text": newest.text.strip()[:LAST_TEXT] if newest else "",
        "last_files": min(len(newest.files), 99) if newest else 0,
    }


def row_of(chat: Chat, reading: Reading, message_id: int, left_out: Unreadable) -> Message:
    sent = reading.messages[message_id]
    return Message(
        chat=chat,
        message_id=message_id,
        created_at=sent.created_at,
        sender=sent.sender,
        text=sent.message or "",
        files=[{"name": file.name, "url": file.url, "size": file.size} for file in sent.payload],
        unreadable=left_out.before.get(message_id, 0),
    )
