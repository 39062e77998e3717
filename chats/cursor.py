"""The cursor of an open page: what the page shows, written into its address when it is drawn and sent back with each
pulse and each form, so that the desk answers with what is newer, or with nothing."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict

from chats.market.ids import market_id
from chats.models import Chat


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """`version` and `seen` (when the chat was last seen, in milliseconds) are the chat's, `last` is the newest message
    on the page, `tail` the mark of what stands under it, `reply` the id that its composer carries."""

    version: int | None = None
    seen: int | None = None
    last: int | None = None
    tail: str = ""
    reply: UUID | None = None

    @classmethod
    def at(cls, chat: Chat, *, last: int | None, tail: str, reply: UUID | None) -> Self:
        return cls(version=chat.version, seen=seen_mark(chat), last=last, tail=tail, reply=reply)

    @classmethod
    def sent(cls, fields: QueryDict) -> Self:
        """The cursor as a request carries it. What is missing, or no page has written, is None or empty."""
        return cls(
            version=number_in(fields.get("v")),
            seen=number_in(fields.get("seen")),
            last=market_id(fields.get("last")),
            tail=fields.get("tail", ""),
            reply=reply_id_in(fields.get("reply")),
        )

    @property
    def query(self) -> str:
        """The same for an address, which `sent` reads."""
        fields = {"v": self.version, "seen": self.seen, "last": self.last, "tail": self.tail, "reply": self.reply}
        return urlencode({name: "" if value is None else str(value) for name, value in fields.items()})

    def shows(self, chat: Chat) -> bool:
        """Whether the page shows the chat as it stands; messages and replies may have changed nevertheless."""
        return (self.version, self.seen) == (chat.version, seen_mark(chat))


def seen_mark(chat: Chat) -> int:
    return int(chat.seen_at.timestamp() * 1000)


def number_in(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 19 else None


def reply_id_in(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
