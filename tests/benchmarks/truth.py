"""What the desk knows, compared with the sandbox's own truth, chat by chat."""

from chats.models import Chat, History, Message, Seller
from chats.sandbox import Sandbox


def differences(market: Sandbox, seller: Seller) -> dict[str, int]:
    """The desk compared with Market's own truth, chat by chat."""
    truth = market.truth(seller.business_id)
    known = {chat.chat_id: chat for chat in Chat.objects.filter(seller=seller)}
    messages: dict[int, set[int]] = {}
    for chat_id, message_id in Message.objects.values_list("chat__chat_id", "message_id"):
        messages.setdefault(chat_id, set()).add(message_id)
    read = set(History.objects.filter(complete_upto__isnull=False).values_list("chat__chat_id", flat=True))
    return {
        "chats": len(truth),
        "not known": len(truth.keys() - known.keys()),
        "other status": sum(known[one].status != truth[one].status for one in truth.keys() & known.keys()),
        "other time": sum(known[one].updated_at != truth[one].updated_at for one in truth.keys() & known.keys()),
        "read": len(read),
        "other messages": sum(messages.get(one, set()) != set(truth[one].message_ids) for one in read & truth.keys()),
    }
