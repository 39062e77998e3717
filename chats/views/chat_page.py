"""What a chat's pages and parts show of the conversation: services asked, presenters told. No view by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from chats.market.types import ChatStatus
from chats.models import Chat, Message
from chats.presenters.chat import ChatView, chat_view
from chats.presenters.conversation import Line, lines
from chats.presenters.problems import problem_view
from chats.presenters.replies import ComposerView, TailView, composer_view, pending_view
from chats.services import conversation, people, replies, sellers
from chats.services.conversation import history_of
from chats.services.people import preferences_of

MOST = 50  # messages of a page, and of each step back


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The messages of a page or a part. `last` and `older` are ids, empty where there is none; `is_old` is a page of
    earlier messages, which follows nothing."""

    lines: Sequence[Line]
    last: str = ""
    older: str = ""
    follows: bool = False
    is_old: bool = False
    first_fill: bool = False
    reply: str = ""  # the id that the page's composer carries; empty where there is none
    problem: Any = None


def chat_or_404(request: HttpRequest, business_id: int, chat_id: int) -> Chat:
    chat = people.chat_for(request.user, business_id, chat_id)
    if chat is None:
        raise Http404
    return chat


def present(chat: Chat) -> ChatView:
    return chat_view(chat, store_name=sellers.store_name(chat.seller, chat.campaign_id), now=timezone.now())


def page_of(
    request: HttpRequest, chat: Chat, *, before: Message | None = None, typed: str | None = None, **more: object
) -> dict[str, object]:
    """A whole page: the newest messages, or those before one; `typed` is what was to be sent and was not."""
    now = timezone.now()
    if before:
        found, unread = conversation.messages_before(chat, before, most=MOST), None
    else:
        found, unread = conversation.newest_page(request.user, chat, most=MOST)
    tail = tail_of(request, chat, now=now)
    composer = composer_of(request, chat, found, typed)
    talk = Talk(
        lines=lines(found, chat=chat, now=now, unread=unread),
        last=str(found[-1].message_id) if found else "",
        older=older_than(chat, found),
        follows=follows(request, chat, tail) and before is None,
        is_old=before is not None,
        reply="" if composer.closed else composer.reply_id,
    )
    return {"chat": present(chat), "talk": talk, "tail": tail, "composer": composer, **more}


def part_of(request: HttpRequest, chat: Chat, news: Sequence[Message], *, last: int | None) -> dict[str, object]:
    """What changed on an open page whose newest message is `last`."""
    now = timezone.now()
    above = conversation.message_of(chat, last) if last and news else None
    tail = tail_of(request, chat, now=now)
    carried = request.GET.get("reply") or request.POST.get("reply", "")
    composer = composer_of(request, chat, news, None)
    talk = Talk(
        lines=lines(news, chat=chat, now=now, after=above),
        last=str(news[-1].message_id if news else last or ""),
        older=older_than(chat, news) if last is None else "",
        follows=follows(request, chat, tail),
        first_fill=last is None,
        reply=composer.reply_id if carried else "",
    )
    settled = talk.reply != carried
    return {"chat": present(chat), "talk": talk, "tail": tail, "composer": composer, "settled": settled}


def older_than(chat: Chat, found: Sequence[Message]) -> str:
    """The message before which there is more; what fills a page is not asked about any further."""
    if found and (len(found) >= MOST or conversation.has_older(chat, found[0])):
        return str(found[0].message_id)
    return ""


def follows(request: HttpRequest, chat: Chat, tail: TailView) -> bool:
    """Whether the page asks by itself: until the chat was read once, and then while it can change."""
    return tail.reading or (chat.status != ChatStatus.FINISHED and preferences_of(request.user).auto_refresh)


def tail_of(request: HttpRequest, chat: Chat, *, now: datetime) -> TailView:
    row, problem = history_of(chat), conversation.problem_of_history(chat)
    view = problem and problem_view(problem, seller_name=chat.seller.name, seen_at=chat.seen_at, now=now)
    return TailView(
        pending=tuple(
            pending_view(one, agent=request.user, now=now) for one in replies.unfinished_replies(chat, now=now)
        ),
        reading=view is None and (row is None or row.read_at is None),
        problem=view,
    )


def composer_of(request: HttpRequest, chat: Chat, found: Sequence[Message], typed: str | None) -> ComposerView:
    draft = replies.draft_of(request.user, chat)
    draft.text = draft.text if typed is None else typed
    seen = found[-1].message_id if found else None
    return composer_view(chat, draft, seen=seen, trouble=replies.cannot_write(chat.seller), now=timezone.now())
