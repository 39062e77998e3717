"""The messages of a chat that the desk knows, in the order in which they were written."""

from datetime import datetime
from functools import cache

from django.db.models import Q, QuerySet

from chats.models import Chat, Message
from chats.statements import Parameter, Statement

MOST_AFTER = 200  # messages that one part brings to an open page
LATER = 15  # messages shown after one for which a page of earlier messages is opened
OF_AGENT = ("username", "first_name", "last_name")
SHOWN = (
    *("chat_id", "message_id", "created_at", "sender", "text", "files", "unreadable"),
    *("reply__agent_id", "reply__message_id", *(f"reply__agent__{name}" for name in OF_AGENT)),
)


def messages(chat: Chat, *, most: int = 50) -> list[Message]:
    """The newest messages known here, oldest first, each with its `reply` and that reply's agent. One query."""
    return newest_of(known(chat), most)


def message_of(chat: Chat, message_id: int) -> Message | None:
    """One message of this chat, or None."""
    return known(chat).filter(message_id=message_id).first()


def messages_before(chat: Chat, message: Message, *, most: int = 50) -> list[Message]:
    """The messages known here that come just before that one, oldest first. If empty, call `read_older`."""
    return newest_of(known(chat).filter(earlier_than(message.created_at, message.message_id)), most)


def messages_after(chat: Chat, message_id: int | None, *, most: int = MOST_AFTER) -> list[Message]:
    """The messages known here that came after that one, oldest first. None, for a page that shows no message yet,
    gives the newest ones; an id that is not in the table gives nothing."""
    if message_id is None:
        return messages(chat, most=most)
    then = Message.objects.filter(chat=chat, message_id=message_id).values_list("created_at", flat=True).first()
    if then is None:
        return []
    later = known(chat).filter(created_at__gte=then).exclude(created_at=then, message_id__lte=message_id)
    return list(later.order_by("created_at", "message_id")[:most])


def end_of_page_with(chat: Chat, message: Message, *, most: int) -> int | None:
    """The ID of the message before which a page of so many ends that has this message, and some that came after it.
    None: it is among the newest, which the chat's own page shows."""
    later = messages_after(chat, message.message_id, most=most)
    return later[LATER].message_id if len(later) >= most else None


def message_at(chat: Chat, then: datetime) -> Message | None:
    """The newest message that was there at this time, or the first one; None in a chat without messages."""
    earlier = newest_first(known(chat).filter(created_at__lte=then)).first()
    return earlier or known(chat).order_by("created_at", "message_id").first()


def known(chat: Chat | Parameter) -> QuerySet[Message]:
    """Loads only the author of each reply: loading all columns of fifty rows cost a fifth of a page."""
    return Message.objects.filter(chat=chat).select_related("reply__agent").only(*SHOWN)


def earlier_than(then: datetime | Parameter, message_id: int | Parameter) -> Q:
    # The first condition lets the index be used; the second is the exact one.
    same_time = Q(created_at=then, message_id__lt=message_id)
    return Q(created_at__lte=then) & (Q(created_at__lt=then) | same_time)


def is_known_before(chat: Chat, message: Message) -> bool:
    """Whether a message before that one is known here."""
    return bool(any_before().run(chat=chat.pk, then=message.created_at, message_id=message.message_id))


@cache
def any_before() -> Statement[int]:
    earlier = earlier_than(Parameter("then"), Parameter("message_id"))
    return Statement(Message.objects.filter(earlier, chat=Parameter("chat")).values_list("pk", flat=True)[:1])


def newest_of(some: QuerySet[Message], most: int) -> list[Message]:
    return list(newest_first(some)[:most])[::-1]


def newest_first(some: QuerySet[Message]) -> QuerySet[Message]:
    return some.order_by("-created_at", "-message_id")


def newest_message(chat: Chat) -> Message | None:
    return newest_first(Message.objects.filter(chat=chat)).first()
