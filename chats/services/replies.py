"""What agents send, at most once: the row is committed before the call and settled after it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User

from chats.models import Chat, Draft, Message, Reply, Seller
from chats.services.problems import Problem

SENT = "sent"
REFUSED = "refused"  # certainly not sent; `problem` says why and until when. The next press has the draft's new id
UNKNOWN = "unknown"  # it left, and no answer came: an open question, never sent again by itself
HELD = "held"  # not sent, because `news` came; the next press with `anyway`, or with a newer `seen`, sends
AGAIN = "again"  # this id was used before: `reply` is what became of it, in whatever state; nothing was sent now
INVALID = "invalid"  # not sent; `problem` says what is wrong with the text or file


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a press of the send button came to. `draft` is what the composer has to show next: its text and the id of
    the next reply. `problem` is given with refused, unknown and invalid."""

    kind: str
    draft: Draft
    reply: Reply | None = None
    news: tuple[Message, ...] = ()
    problem: Problem | None = None


def send(  # noqa: PLR0913  (what the form carries, all by keyword)
    agent: User, chat: Chat, *, reply_id: UUID, text: str, seen: int | None, anyway: bool, now: datetime
) -> Outcome:
    """Send a text to the buyer, at most once for a `reply_id`.

    `seen` is the id of the newest message on the agent's page. The text is kept as the agent's draft before anything
    else, and stays there until Market took it. `chat` needs its seller. Raises one of `database.AWAY` when the desk's
    database takes nothing; then, too, the same id never sends twice.
    """
    raise NotImplementedError


def send_file(agent: User, chat: Chat, *, reply_id: UUID, name: str, content: bytes, now: datetime) -> Outcome:
    """Send a file, at most once for a `reply_id`, which is not the draft's but one that the page made for this file.
    The type is judged by the content, whatever the browser says; nothing of it is kept on our disk."""
    raise NotImplementedError


def settle_by_history(chat: Chat, *, now: datetime) -> None:
    """Match replies with the messages known here: unknown ones that are there become SENT, sent ones get their
    `message`. `history.read_on` does it."""
    raise NotImplementedError


def open_questions(chat: Chat, *, now: datetime) -> list[Reply]:
    """Replies of which nobody knows whether they arrived, oldest first, each with its agent."""
    raise NotImplementedError


def on_their_way(chat: Chat, *, now: datetime) -> list[Reply]:
    """Replies being sent at this moment, and sent ones that the history does not show yet, oldest first."""
    raise NotImplementedError


def drop(agent: User, chat: Chat, reply_id: UUID, *, now: datetime) -> Draft:
    """The agent has looked, and it is not there: the question is closed, the text is in the agent's draft again under a
    new id. A reply that is no open question of this chat stays as it is."""
    raise NotImplementedError


def confirm(agent: User, chat: Chat, reply_id: UUID, *, now: datetime) -> Draft:
    """The agent has looked, and it is there: the question is closed as SENT, the draft is empty."""
    raise NotImplementedError


def trouble(seller: Seller) -> Problem | None:
    """Why nobody can write to this seller's buyers at all, as far as the token's scopes are known: then there is no
    composer. `read_only_token` or `missing_scope`."""
    raise NotImplementedError
