"""The form that begins a chat, where the agent has to say what the number is or whose; and why Market refused one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chats.market.types import ContextType
from chats.models import Seller
from chats.presenters.formats.text import clean
from chats.presenters.problems import ProblemView, problem_view
from chats.presenters.words.problems import entry_of
from chats.problems import DBS_RETURN, Problem


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    word: str
    chosen: bool = False


@dataclass(frozen=True, kw_only=True)
class NewChatFormView:
    """`kind_error` and `seller_error` stand beside their fields; `problem` is what no choice can mend."""

    number: str
    kinds: Sequence[Choice]
    sellers: Sequence[Choice]
    kind_error: str = ""
    seller_error: str = ""
    problem: ProblemView | None = None


def form_view(number: int, sellers: Iterable[Seller], *, orders_asked: bool) -> NewChatFormView:
    """The empty form. `orders_asked`: Market has been asked and has no order of this number among the recent ones, so
    that it is rather a return, about which Market cannot be asked by its number alone."""
    order = _("An order older than 30 days") if orders_asked else _("An order")
    kinds = [Choice(value=ContextType.ORDER, word=order), Choice(value=ContextType.RETURN, word=_("A return"))]
    names = [seller_choice(seller) for seller in sellers]
    only = len(names) == 1
    return NewChatFormView(
        number=str(number),
        kinds=kinds[::-1] if orders_asked else kinds,
        sellers=[Choice(value=one.value, word=one.word, chosen=only) for one in names],
    )


def refused_view(  # noqa: PLR0913  (keywords, one for each field of the form)
    number: int, *, kind: str, seller: Seller, sellers: Iterable[Seller], problem: Problem, now: datetime
) -> NewChatFormView:
    """The form as it was sent, with the reason of the refusal where it can be mended."""
    kind_error, seller_error = reasons(kind, seller, problem)
    words = {ContextType.ORDER: _("An order"), ContextType.RETURN: _("A return")}
    mended = kind_error or seller_error
    return NewChatFormView(
        number=str(number),
        kinds=[Choice(value=value, word=word, chosen=value == kind) for value, word in words.items()],
        sellers=[seller_choice(one, chosen=one == seller) for one in sellers],
        kind_error=kind_error,
        seller_error=seller_error,
        problem=None if mended else problem_view(problem, seller_name=seller.name, seen_at=None, now=now),
    )


def reasons(kind: str, seller: Seller, problem: Problem) -> tuple[str, str]:
    """What is wrong with the kind, and with the seller; both empty when another choice would not help."""
    if problem.kind == DBS_RETURN:
        entry = entry_of(DBS_RETURN)
        return f"{entry.title}. {entry.advice}", ""
    name = {"seller": clean(seller.name, 100)}
    if problem.kind == "not_found" and kind == ContextType.RETURN:
        return "", _("Market knows no return of this number at “%(seller)s”.") % name
    if problem.kind == "not_found":
        return "", _("Market knows no order of this number at “%(seller)s”.") % name
    return "", ""


def seller_choice(seller: Seller, *, chosen: bool = False) -> Choice:
    return Choice(value=str(seller.business_id), word=clean(seller.name, 100), chosen=chosen)
