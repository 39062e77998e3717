"""How far each agent has read a chat."""

from functools import lru_cache

from django.contrib.auth.models import User
from django.db.models import Subquery

from chats.models import Chat, Message, ReadMark
from chats.services.conversation.messages import known, message_of, newest_first
from chats.services.conversation.reader import position
from chats.statements import Parameter, Statement


def mark_read(agent: User, chat: Chat, message_id: int) -> None:
    """The agent has read up to that message. Never moves back; an id that is not in the chat does nothing."""
    read, mark = message_of(chat, message_id), marked(agent, chat)
    if read is None or (mark and position(mark) >= position(read)):
        return
    ReadMark.objects.update_or_create(agent=agent, chat=chat, defaults={"message_id": message_id})


def newest_page(agent: User, chat: Chat, *, most: int = 50) -> tuple[list[Message], int | None]:
    """The newest messages as `messages.messages` gives them, and the id of the first of these that others wrote after
    the agent's mark. One query."""
    found = newest_with_mark(most).run(agent=agent.pk, chat=chat.pk)[::-1]
    ids = [one.message_id for one in found]
    mark_id = found[0].mark if found else None  # type: ignore[attr-defined]
    if mark_id is None:
        return found, None
    later = found[ids.index(mark_id) + 1 :] if mark_id in ids else found
    return found, next((one.message_id for one in later if not is_by(agent, one)), None)


@lru_cache(10)
def newest_with_mark(most: int) -> Statement[Message]:
    chat = Parameter("chat")
    mark = ReadMark.objects.filter(agent=Parameter("agent"), chat=chat).values("message_id")
    return Statement(newest_first(known(chat).annotate(mark=Subquery(mark)))[:most])


def marked(agent: User, chat: Chat) -> Message | None:
    there = ReadMark.objects.filter(agent=agent, chat=chat).values("message_id")
    return Message.objects.filter(chat=chat, message_id__in=there).first()


def is_by(agent: User, message: Message) -> bool:
    """Whether this agent wrote it at this desk."""
    reply = getattr(message, "reply", None)
    return reply is not None and reply.agent_id == agent.pk
