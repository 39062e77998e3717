"""Who has a chat, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from chats.models import Chat
from chats.presenters.formats.text import clean


@dataclass(frozen=True, kw_only=True)
class HolderView:
    """`short` fits into a row of a list, `name` is all of it. Nobody has the chat where `name` is empty."""

    short: str = ""
    name: str = ""
    is_me: bool = False


def holder_view(chat: Chat, agent_id: int) -> HolderView:
    """One query where somebody has the chat and was not loaded with it."""
    if chat.assignee is None:
        return HolderView()
    name = clean(chat.assignee.get_full_name() or chat.assignee.get_username(), 60)
    if chat.assignee_id == agent_id:
        return HolderView(short=_("You"), name=name, is_me=True)
    return HolderView(short="".join(part[0] for part in name.split()[:2]).upper(), name=name)
