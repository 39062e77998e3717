"""Who has a chat. That says who answers, and never keeps another from it."""

from django.contrib.auth.models import User
from django.db.models import F

from chats.models import Chat


def take(agent: User, chat: Chat) -> bool:
    """The agent has the chat from now on, whoever had it. Returns whether that is news."""
    others = Chat.objects.filter(pk=chat.pk).exclude(assignee=agent)
    return bool(others.update(assignee=agent, version=F("version") + 1))


def take_if_nobodys(agent: User, chat: Chat) -> bool:
    """Whoever answers a chat that nobody has, has it. Returns whether that is news."""
    nobodys = Chat.objects.filter(pk=chat.pk, assignee=None)
    return bool(nobodys.update(assignee=agent, version=F("version") + 1))


def give_back(agent: User, chat: Chat) -> bool:
    """Nobody has the chat any more, if the agent had it. Returns whether that is news."""
    own = Chat.objects.filter(pk=chat.pk, assignee=agent)
    return bool(own.update(assignee=None, version=F("version") + 1))
