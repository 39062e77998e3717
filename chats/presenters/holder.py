"""Who has a chat, in words."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from chats.models import Chat
from chats.presenters.formats.text import clean
from chats.services import inbox
from chats.services.inbox import ListedChat
from chats.services.people import Person


@dataclass(frozen=True, kw_only=True)
class HolderView:
    """`short` fits into a row of a list, `name` is all of it. Nobody has the chat where `name` is empty. `handed_by` is
    who gave it to the agent, until they have opened it, and `handed_brief` the same for a row. `key` is the same for
    the same holder, and is what a press on the page sends as who had the chat."""

    short: str = ""
    name: str = ""
    is_me: bool = False
    handed_by: str = ""
    handed_brief: str = ""
    key: str = str(inbox.NOBODY)


def name_of(agent: User | Person | None, reader_id: int) -> str:
    """An agent as a reader is told of them; empty for nobody, or for one whose account is gone."""
    if agent is None:
        return ""
    return _("You") if agent.pk == reader_id else full_name(agent)


def full_name(agent: User | Person) -> str:
    return clean(agent.get_full_name() or agent.get_username(), 60)


def short_name(agent: User | Person) -> str:
    """The first name and the initial of the last, where the line is short and names may be several."""
    first, last = clean(agent.first_name, 40), clean(agent.last_name, 40)
    return f"{first} {last[0]}." if first and last else full_name(agent)


def initials(agent: User | Person) -> str:
    return "".join(part[0] for part in full_name(agent).split()[:2]).upper()


def holder_view(chat: Chat | ListedChat, agent_id: int) -> HolderView:
    """A query for each of the people who were not loaded with the chat."""
    if chat.assignee is None:
        return HolderView()
    name, key = full_name(chat.assignee), str(chat.assignee_id)
    if chat.assignee_id == agent_id:
        handed = chat.handed_by and {"handed_by": full_name(chat.handed_by), "handed_brief": short_name(chat.handed_by)}
        return HolderView(short=_("You"), name=name, is_me=True, key=key, **(handed or {}))
    return HolderView(short=initials(chat.assignee), name=name, key=key)
