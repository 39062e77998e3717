"""A chat as plain values for its page. Each part has a digest, so that an unchanged part is not swapped in again."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chats.market.types import ChatStatus, ContextType
from chats.models import Chat
from chats.presenters.chat_head import HeadView, head_view, title_of
from chats.presenters.formats.text import clean
from chats.presenters.formats.times import Moment, moment
from chats.presenters.freshness import Freshness, freshness
from chats.presenters.problems import ProblemView, problem_view
from chats.presenters.waiting import WaitView, wait_view
from chats.presenters.words.badges import Badge, Tag, status_badge, type_tag, type_word


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One labelled value. `missing` is shown in place of a value that Market did not send."""

    label: str
    value: str = ""
    note: str = ""
    missing: str = ""
    number: bool = False
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True, kw_only=True)
class ProfileLinks:
    main: str
    reviews: str
    zen: str


@dataclass(frozen=True, kw_only=True)
class Digests:
    head: str
    status: str
    buyer: str
    about: str
    notice: str


@dataclass(frozen=True, kw_only=True)
class BuyerView:
    name: str
    known: bool
    links: ProfileLinks | None


@dataclass(frozen=True, kw_only=True)
class AboutView:
    """What is seldom asked about a chat, folded away at the end of the column beside the conversation."""

    facts: tuple[Fact, ...]
    seller: str
    business_id: str
    type_word: Tag
    created: Moment


@dataclass(frozen=True, kw_only=True)
class ChatView:
    """Everything the chat's templates need. IDs are text, because Django would group the digits of a number."""

    business_id: str
    chat_id: str
    head: HeadView
    badge: Badge
    type: Tag | None
    waiting: WaitView | None
    buyer: BuyerView
    about: AboutView
    freshness: Freshness
    problem: ProblemView | None
    finished: bool
    title: str
    announcement: str
    news: str
    digests: Digests


def chat_view(chat: Chat, *, store_name: str | None, now: datetime, age: Freshness | None = None) -> ChatView:
    """The chat's seller must be loaded. `store_name` is None when the desk does not know the store's name, `age` where
    the page shows no messages."""
    age = age or freshness(chat, messages_at=None, messages_problem=None, now=now)
    badge = status_badge(chat.status)
    head, about = head_view(chat, store_name=store_name), about_view(chat, store_name=store_name, now=now)
    buyer = BuyerView(name=head.buyer, known=head.buyer_known, links=profile_links(chat.customer_public_id))
    problem = problem_of_chat(chat, age, now)
    number = {"number": chat.chat_id, "status": badge.inline}
    waiting = wait_view(chat, chat.seller, now=now)
    return ChatView(
        business_id=str(chat.seller.business_id),
        chat_id=str(chat.chat_id),
        head=head,
        badge=badge,
        type=type_tag(chat.type),
        waiting=waiting,
        buyer=buyer,
        about=about,
        freshness=age,
        problem=problem,
        finished=chat.status == ChatStatus.FINISHED,
        title=title_of(chat, badge.inline),
        announcement=_("Chat %(number)s: now %(status)s") % number,
        news=_("Chat %(number)s has changed") % number,
        digests=Digests(
            head=digest([head]),
            status=digest([chat.status, chat.type, waiting and (waiting.iso, waiting.words, waiting.level)]),
            buyer=digest([buyer]),
            about=digest_of_about(chat, about),
            notice=digest([problem]),
        ),
    )


def about_view(chat: Chat, *, store_name: str | None, now: datetime) -> AboutView:
    return AboutView(
        facts=tuple(context_facts(chat, store_name)),
        seller=clean(chat.seller.name, 200),
        business_id=str(chat.seller.business_id),
        type_word=type_word(chat.type),
        created=moment(chat.created_at, now=now),
    )


def profile_links(public_id: str) -> ProfileLinks | None:
    """The buyer's public pages, or None when Market sent no ID that can be made into a link."""
    identifier = public_id.strip()
    if not identifier or not identifier.strip("."):  # "." and ".." would climb out of /user/
        return None
    quoted = quote(identifier, safe="", errors="replace")
    return ProfileLinks(
        main=f"https://market.yandex.ru/user/{quoted}/reviews",
        reviews=f"https://yandex.ru/user/{quoted}",
        zen=f"https://zen.yandex.ru/user/{quoted}",
    )


def context_facts(chat: Chat, store_name: str | None) -> Iterator[Fact]:
    context_type = chat.context_type
    if context_type == ContextType.RETURN or chat.return_id:
        yield number_fact(_("Return"), chat.return_id, chat)
    if context_type != ContextType.DIRECT or chat.order_id:
        yield number_fact(_("Order"), chat.order_id, chat)
    if context_type != ContextType.DIRECT or chat.campaign_id:
        yield store_fact(chat.campaign_id, store_name)


def number_fact(label: str, value: int | None, chat: Chat) -> Fact:
    if not value:
        return Fact(label=label, missing=_("Market did not send the number"))
    # An order may have several chats, a return and a dispute among them; the desk may have seen only this one.
    query = urlencode({"q": value, "seller": chat.seller.business_id, "fresh": 1, "all": 1})
    return Fact(
        label=label,
        value=str(value),
        number=True,
        link=f"{reverse('lookup')}?{query}",
        link_text=_("all its chats"),
    )


def store_fact(campaign_id: int | None, name: str | None) -> Fact:
    label = _("Store")
    if not campaign_id:
        return Fact(label=label, missing=_("Market did not send the store"))
    shown = clean(name or "", 200)
    if not shown:
        return Fact(label=label, value=str(campaign_id), note=_("name not known"), number=True)
    return Fact(label=label, value=shown, note=str(campaign_id))


def digest_of_about(chat: Chat, about: AboutView) -> str:
    """Of the time itself and not of its words: "3 minutes ago" changes while the chat does not."""
    return digest([about.facts, about.seller, about.type_word, chat.created_at])


def problem_of_chat(chat: Chat, age: Freshness, now: datetime) -> ProblemView | None:
    problem = chat.problem
    if problem is None:
        return None
    fresh, seller = age.messages_are_fresh, chat.seller.name
    return problem_view(problem, seller_name=seller, seen_at=chat.seen_at, now=now, messages_are_fresh=fresh)


def digest(parts: Iterable[object]) -> str:
    shown = "\n".join(part.astimezone(UTC).isoformat() if isinstance(part, datetime) else repr(part) for part in parts)
    return hashlib.sha256(f"{get_language()}\n{shown}".encode(errors="replace")).hexdigest()[:12]
