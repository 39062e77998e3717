"""Template contexts for a chat's page and its parts. services/chat_page.py has gathered the data; no queries here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chats.models import Chat
from chats.presenters.chat import chat_view
from chats.presenters.conversation import ConversationLine, conversation_lines, follows_on_its_day
from chats.presenters.drafts import draft_view
from chats.presenters.freshness import freshness
from chats.presenters.holder import holder_view
from chats.presenters.note_lines import NoteLine, with_notes
from chats.presenters.notes import note_composer
from chats.presenters.outcomes import OutcomeView
from chats.presenters.presence import presence_view
from chats.presenters.problems import ProblemView, problem_view
from chats.presenters.replies import composer_ids, composer_view, tail_view
from chats.presenters.snooze import snooze_menu, snooze_view
from chats.presenters.tags import tags_view
from chats.services.chat_page import ChatPage
from chats.services.page_messages import PageMessages


@dataclass(frozen=True, kw_only=True)
class TalkView:
    """The messages of a page or a part. `last` and `older` are message IDs, empty where there is none. `is_old` marks a
    page of earlier messages, `first_fill` a part for a page that shows no message yet. `joined` is the ID of the
    message below these that stands under the name and time of the last of them, or empty."""

    lines: Sequence[ConversationLine | NoteLine]
    last: str
    older: str
    is_old: bool
    joined: str = ""
    auto_refreshes: bool = False
    first_fill: bool = False
    problem: ProblemView | None = None


def page_context(page: ChatPage, *, typed: str | None = None, **outcomes: OutcomeView) -> dict[str, object]:
    """For the whole page. `outcomes` are the results of a form that was just submitted, by the name that the template
    uses; `typed` is the text that was not sent."""
    composer, kept = composer_view(page, typed=typed), draft_view(page, typed=typed)
    menu = snooze_menu(page.chat, now=page.now)
    asides = {"snooze": menu, "noting": note_composer(page)}
    return {**shared_context(page), "composer": composer, "kept": kept, **asides, **outcomes}


def part_context(page: ChatPage, **outcomes: OutcomeView) -> dict[str, object]:
    """For the parts that change on an open page."""
    parts = {"composer": composer_ids(page), "kept": draft_view(page), "settled": page.settled}
    return {**shared_context(page), **parts, **outcomes}


def refreshed_context(page: ChatPage, *, seen_before: datetime) -> dict[str, object]:
    """For the same after Refresh was pressed; `seen_before` is when the desk had seen the chat until then. A press
    right after a look asks nobody and changes nothing on the page, so it says that."""
    stopped = page.chat.problem or page.tail.problem
    same = page.chat.seen_at == seen_before and not page.messages.found
    return {**part_context(page), "nothing_newer": same and not stopped}


def draft_context(page: ChatPage, *, conflict: bool) -> dict[str, object]:
    """For the same after a draft was saved; in a `conflict` the text of the page's composer was not."""
    return {**part_context(page), "kept": draft_view(page, conflict=conflict)}


def shared_context(page: ChatPage) -> dict[str, object]:
    tail = page.tail
    age = freshness(page.chat, messages_at=tail.messages_at, messages_problem=tail.problem, now=page.now)
    flags = {"auto_refreshes": page.auto_refreshes, "first_fill": page.first_fill}
    return {
        "chat": chat_view(page.chat, store_name=page.store_name, age=age, now=page.now),
        "talk": talk_view(page.messages, chat=page.chat, reader_id=page.agent.pk, now=page.now, **flags),
        "holder": holder_view(page.chat, page.agent.pk),
        "presence": presence_view(page.others),
        "snoozed": snooze_view(page.chat, page.agent.pk, now=page.now),
        "tags": tags_view(page.chat, page.offered_tags),
        "tail": tail_view(page),
        "cursor": page.cursor,
    }


def earlier_context(chat: Chat, messages: PageMessages, *, reader_id: int, now: datetime) -> dict[str, object]:
    """For a part with earlier messages. Of the chat it has only the IDs: the open page shows the rest already."""
    address = {"business_id": str(chat.seller.business_id), "chat_id": str(chat.chat_id)}
    return {"chat": address, "talk": talk_view(messages, chat=chat, reader_id=reader_id, now=now)}


def talk_view(  # noqa: PLR0913  (by keyword)
    messages: PageMessages,
    *,
    chat: Chat,
    reader_id: int,
    now: datetime,
    auto_refreshes: bool = False,
    first_fill: bool = False,
) -> TalkView:
    problem = None
    if messages.problem:
        problem = problem_view(messages.problem, seller_name=chat.seller.name, seen_at=chat.seen_at, now=now)
    lines = conversation_lines(messages.found, chat=chat, now=now, unread=messages.first_unread, after=messages.above)
    return TalkView(
        lines=with_notes(lines, messages, chat=chat, reader_id=reader_id, now=now),
        last=str(messages.last or ""),
        older=str(messages.older or ""),
        is_old=messages.earlier,
        joined=joined_to(messages),
        auto_refreshes=auto_refreshes,
        first_fill=first_fill,
        problem=problem,
    )


def joined_to(messages: PageMessages) -> str:
    below, last = messages.below, messages.found[-1] if messages.found else None
    return str(below.message_id) if below and last and follows_on_its_day(below, last) else ""
