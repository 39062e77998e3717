"""What the states of pages are arranged in: the sandbox's sellers and chats, as an agent knows them."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from chats.models import Chat, Seller
from chats.sandbox import Sandbox
from chats.services.lookup import recents as recent_ones
from chats.services.sightings import place

RECENT = [310001, 310002, 310004, 310018, 310006, 310008, 310005, 310050, 310035, 420010]

# Its emoji need a font that few machines for pictures have.
RENAMED = {310050: {"customer_name": "Катюша"}}


@dataclass
class World:
    """What a state may arrange; `home` and `tech` are the sandbox's sellers, given to the agent."""

    home: Seller
    tech: Seller
    agent: User
    market: Sandbox

    def known(self, chat_id: int, **changes: object) -> Chat:
        """A chat that the agent has opened."""
        seller = self.seller_of(chat_id)
        seen = self.market._state.world.chat(seller.business_id, chat_id)
        now = timezone.now().replace(microsecond=0)
        details = {
            "type": seen.type,
            "status": seen.status,
            "context_type": seen.context.type,
            "customer_name": (seen.buyer.name or "") if seen.buyer else "",
            "customer_public_id": (seen.buyer.public_id or "") if seen.buyer else "",
            "campaign_id": seen.context.campaign_id,
            "order_id": seen.context.order_id,
            "return_id": seen.context.return_id,
            "created_at": seen.created_at,
            "updated_at": seen.updated_at,
            "seen_at": now,
            "due_at": now + timedelta(hours=1),
            "source": Chat.Source.LOOKUP,
        }
        chat = Chat(seller=seller, chat_id=chat_id, **{**details, **self.newest(seller, chat_id), **changes})
        place(chat, now=now)
        chat.save()
        recent_ones.add_recent(self.agent, chat, now=now - timedelta(seconds=RecentAge.next()))
        return chat

    def said_last(self, chat_id: int, sender: str) -> str:
        seller = self.seller_of(chat_id)
        said = [one.text for one in self.market.messages(seller.business_id, chat_id) if one.sender == sender]
        return (said[-1] or "")[:200] if said else ""

    def seller_of(self, chat_id: int) -> Seller:
        return self.tech if 420000 < chat_id < 430000 else self.home

    def newest(self, seller: Seller, chat_id: int) -> dict[str, object]:
        """What the list shows of the newest message."""
        said = self.market.messages(seller.business_id, chat_id)[-1:]
        return {
            name: value
            for one in said
            for name, value in {
                "message_at": one.created_at,
                "last_message_id": one.message_id,
                "last_sender": one.sender,
                "last_text": (one.text or "")[:200],
                "last_files": len(one.files),
            }.items()
        }

    def recents(self) -> None:
        for chat_id in RECENT:
            if not Chat.objects.filter(chat_id=chat_id).exists():
                self.known(chat_id, **RENAMED.get(chat_id, {}))


class RecentAge:
    """Each chat was opened a little before the one that was made earlier."""

    seconds = 0

    @classmethod
    def next(cls) -> int:
        cls.seconds += 1
        return cls.seconds
