"""The outcome of sending files, alone or in one go with a text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chats.models import Chat
from chats.presenters.attachments import ARRIVED, REFUSALS, refusal
from chats.presenters.formats.text import clean
from chats.presenters.outcomes import OutcomeView, outcome_view
from chats.services import replies


def file_outcome_view(outcome: replies.Outcome, *, file: replies.ChosenFile, chat: Chat, now: datetime) -> OutcomeView:
    """As `outcome_view`; what is wrong with the file is said with its name and size."""
    problem = outcome.problem
    if outcome.kind == replies.INVALID and problem and problem.kind in REFUSALS:
        return OutcomeView(kind=outcome.kind, error=refusal(problem.kind, name=file.name, size=file.size))
    return outcome_view(outcome, chat=chat, now=now)


def no_file_view() -> OutcomeView:
    return OutcomeView(kind=replies.INVALID, error=_("Choose a file first."))


def batch_view(batch: replies.Batch, *, chat: Chat, now: datetime) -> OutcomeView:
    """The outcome of a text and its files: what became of the last one that was tried, and which arrived."""
    if batch.stopped_at:
        view = file_outcome_view(batch.outcome, file=batch.stopped_at, chat=chat, now=now)
    else:
        view = outcome_view(batch.outcome, chat=chat, now=now)
    arrived = [*([pgettext("what was sent", "text")] if batch.with_text else []), *names_of(batch.arrived)]
    lines = []
    if arrived and (batch.left or len(arrived) > 1):
        lines.append(str(ARRIVED) % {"names": ", ".join(arrived)})
    if batch.left:
        lines.append(_("Not sent, choose again: %(names)s.") % {"names": ", ".join(names_of(batch.left))})
    kind = replies.REFUSED if batch.left and view.kind == replies.SENT else view.kind
    return replace(view, kind=kind, lines=tuple(lines))


def names_of(files: Sequence[replies.ChosenFile]) -> list[str]:
    return [clean(one.name, 120) for one in files]
