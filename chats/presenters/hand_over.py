"""The menu by which a chat is handed over, and who has had it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chats.models import Chat, Handover
from chats.presenters.formats import times
from chats.presenters.holder import HolderView, full_name, holder_view
from chats.services import holders
from chats.services.inbox import Colleague

MANY: Final = 8  # more names than that are looked for by their letters
NO_LONGER_HERE: Final = gettext_lazy("somebody whose account is gone")
# %(who)s did it; the chat went from %(before)s to %(after)s.
LINES: Final[Mapping[str, Any]] = {
    Handover.Kind.TAKEN: gettext_lazy("taken: %(after)s"),
    Handover.Kind.ANSWERED: gettext_lazy("taken by an answer: %(after)s"),
    Handover.Kind.GIVEN_BACK: gettext_lazy("given back: %(who)s"),
    Handover.Kind.ASSIGNED: gettext_lazy("handed over: %(who)s → %(after)s"),
    Handover.Kind.FREED: gettext_lazy("made nobody’s: %(who)s"),
    Handover.Kind.LOST: gettext_lazy("nobody’s again, because this person has no access any more: %(before)s"),
    Handover.Kind.UNDONE: gettext_lazy("undone: %(who)s"),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A colleague to whom the chat can be handed over. `waiting` says how many chats they have to answer, empty for
    none; `chosen`: they have this one."""

    key: str
    name: str
    waiting: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class HandOverMenu:
    """`many`: there is a field to look for a name. `lines` say who has had the chat, the latest first. `error` is why
    the last press did nothing."""

    choices: Sequence[Choice]
    many: bool
    holder: HolderView
    lines: Sequence[tuple[str, str]]
    error: str = ""


def hand_over_menu(
    chat: Chat, agent_id: int, colleagues: Sequence[Colleague], *, now: datetime, error: str = ""
) -> HandOverMenu:
    return HandOverMenu(
        choices=tuple(choices_of(chat, colleagues)),
        many=len(colleagues) > MANY,
        holder=holder_view(chat, agent_id),
        lines=tuple(lines_of(chat, now=now)),
        error=error,
    )


def choices_of(chat: Chat, colleagues: Sequence[Colleague]) -> Iterator[Choice]:
    for one in colleagues:
        yield Choice(
            key=str(one.person.pk),
            name=full_name(one.person),
            waiting=_("waiting: %(count)s") % {"count": one.waiting} if one.waiting else "",
            chosen=one.person.pk == chat.assignee_id,
        )


def lines_of(chat: Chat, *, now: datetime) -> Iterator[tuple[str, str]]:
    """When, and what happened. One query."""
    today = timezone.localtime(now).date()
    for line in holders.handovers_of(chat):
        people = {"who": line.by, "before": line.before, "after": line.after}
        names = {name: full_name(one) if one else str(NO_LONGER_HERE) for name, one in people.items()}
        yield times.clock_text(timezone.localtime(line.at), today, form="H:i"), str(LINES[line.kind]) % names


def overtaken_words(chat: Chat) -> str:
    """Why a press that was to change who has the chat did nothing."""
    name = full_name(chat.assignee) if chat.assignee else str(NO_LONGER_HERE)
    return _("Somebody was quicker: %(name)s answers.") % {"name": name}


def may_not_answer_words() -> str:
    return _("This person may not answer this seller’s buyers any more. Choose another one.")
