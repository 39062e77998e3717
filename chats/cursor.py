"""The cursor of an open page: how far it has got. The page is rendered with its cursor and sends it back with every
pulse and form, and the desk answers with what is newer, or with nothing."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from chats.market.ids import market_id
from chats.models import Chat


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """`version` and `seen_ms` (the time of the last sighting, in milliseconds) are the chat's as the page shows it;
    `last` is the ID of the newest message on the page, `tail` the digest of what is shown below it, `presence` of who
    else is at the chat, and `reply` the reply ID in the composer. A page without one of these has None, or an empty
    digest."""

    version: int | None = None
    seen_ms: int | None = None
    last: int | None = None
    tail: str = ""
    presence: str = ""
    reply: UUID | None = None

    @classmethod
    def at(cls, chat: Chat, *, last: int | None, tail: str, presence: str = "", reply: UUID | None) -> Self:
        return cls(version=chat.version, seen_ms=seen_at_ms(chat), last=last, tail=tail, presence=presence, reply=reply)

    @classmethod
    def sent(cls, fields: QueryDict) -> Self:
        """Reads the cursor from a request. A missing or malformed field becomes None or empty."""
        return cls(
            version=number_in(fields.get("v")),
            seen_ms=number_in(fields.get("seen")),
            last=market_id(fields.get("last")),
            tail=fields.get("tail", ""),
            presence=fields.get("presence", ""),
            reply=reply_id_in(fields.get("reply")),
        )

    @property
    def query(self) -> str:
        """The cursor as a query string, which `sent` reads."""
        shown = {"v": self.version, "seen": self.seen_ms, "last": self.last, "tail": self.tail}
        fields = {**shown, "presence": self.presence, "reply": self.reply}
        return urlencode({name: "" if value is None else str(value) for name, value in fields.items()})

    def shows(self, chat: Chat) -> bool:
        """Whether the page shows the chat's current state. Messages and replies may have changed all the same."""
        return (self.version, self.seen_ms) == (chat.version, seen_at_ms(chat))


def seen_at_ms(chat: Chat) -> int:
    return int(chat.seen_at.timestamp() * 1000)


def number_in(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 19 else None


def reply_id_in(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
