"""Sending files, each under an id of its own, and a text with its files in one go."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.contrib.auth.models import User

from chats.clock import Clock
from chats.market.client import Client
from chats.market.limits import SEND_FILE_TO_CHAT, Answer
from chats.market.text import visible
from chats.market.token import Token
from chats.models import Chat, Reply
from chats.problems import TOO_MANY_FILES
from chats.services.attachments import attachment_of
from chats.services.conversation import ReplyState
from chats.services.drafts import Base
from chats.services.replies import drafts
from chats.services.replies.outcome import AGAIN, INVALID, SENT, Outcome, Seen, Submission, stopped
from chats.services.replies.send import CALL_SECONDS, at_most_once, send_text
from chats.services.replies.stops import earlier_outcome, no_permission

MOST_FILES = 10  # at a time
BATCH_TIME = timedelta(seconds=60)  # after that no further file of a form is begun, so that its page comes


@dataclass(frozen=True, kw_only=True)
class ChosenFile:
    """A file as an agent has chosen it; `size` in bytes. Of one that is too large, `content` may be cut."""

    name: str
    size: int
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What became of a text and files that were sent in one go. `outcome` is that of the one that stopped the others,
    or of the last one; `stopped_at` is the file it belongs to, None for the text or when all arrived. `arrived` and
    `left` are the files that were sent, and that were not or perhaps not."""

    outcome: Outcome
    stopped_at: ChosenFile | None = None
    with_text: bool = False
    arrived: tuple[ChosenFile, ...] = ()
    left: tuple[ChosenFile, ...] = ()


def send_file(agent: User, chat: Chat, *, reply_id: UUID, file: ChosenFile, now: datetime) -> Outcome:
    """Send a file to the buyer, at most once for each `reply_id`, which is not the draft's but made for this file.

    The type is judged by the content, whatever the browser says; the content is never stored. Returns and raises as
    `send_text` does.

    https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendFileToChat
    """
    submission = Submission(agent=agent, chat=chat, clock=Clock(now))
    if stop := earlier_outcome(submission, reply_id) or no_permission(submission):
        return stop
    attachment = attachment_of(file.name, file.content)
    if isinstance(attachment, str):
        return stopped(submission, INVALID, attachment)
    reply = Reply(reply_id=reply_id, file_name=attachment.name, file_size=len(attachment.content))

    def call(client: Client, token: Token) -> Answer[None]:
        return client.send_file_to_chat(
            token,
            business_id=chat.seller.business_id,
            chat_id=chat.chat_id,
            name=attachment.name,
            content=attachment.content,
            content_type=attachment.content_type,
            deadline=CALL_SECONDS,
        )

    return at_most_once(submission, reply, SEND_FILE_TO_CHAT, call)


def became_of_file(agent: User, chat: Chat, *, reply_id: UUID, now: datetime) -> Outcome | None:
    """What became of a file that was sent under this id, as an outcome of AGAIN. None when the id was never used."""
    return earlier_outcome(Submission(agent=agent, chat=chat, clock=Clock(now)), reply_id)


def send_all(  # noqa: PLR0913  (what the form carries, all by keyword)
    agent: User,
    chat: Chat,
    *,
    reply_id: UUID,
    text: str,
    seen: int | None,
    anyway: int | None = None,
    colleagues: Seen | None = None,
    with_key: bool = False,
    base: Base | None = None,
    file_id: UUID,
    files: Sequence[ChosenFile],
    now: datetime,
) -> Batch:
    """Send the text, if there is one, and after it the files in their order, each at most once. The first that does not
    certainly arrive ends it. The arguments are those of `send_text`; `file_id` is the id of the form's files. Raises
    as `send_text` does.
    """
    submission, chosen = Submission(agent=agent, chat=chat, clock=Clock(now)), tuple(files)
    if len(chosen) > MOST_FILES:
        drafts.save_draft(agent, chat, text, now=now, reply_id=reply_id, base=base)
        return Batch(outcome=stopped(submission, INVALID, TOO_MANY_FILES), left=chosen)
    with_text = bool(visible(text)) or not chosen
    if with_text:
        outcome = send_text(
            agent,
            chat,
            reply_id=reply_id,
            text=text,
            seen=seen,
            anyway=anyway,
            colleagues=colleagues,
            with_key=with_key,
            base=base,
            now=now,
        )
        if (
            not chosen or not has_arrived(outcome) or outcome.draft.text
        ):  # a text is left: it is not the one that was sent
            return Batch(outcome=outcome, left=chosen)
    for at, file in enumerate(chosen):
        if at and submission.clock.now - now > BATCH_TIME:
            return Batch(outcome=outcome, with_text=with_text, arrived=chosen[:at], left=chosen[at:])
        outcome = send_file(agent, chat, reply_id=id_of(file, at, file_id), file=file, now=submission.clock.now)
        if not has_arrived(outcome):
            arrived, left = chosen[:at], chosen[at:]
            return Batch(outcome=outcome, stopped_at=file, with_text=with_text, arrived=arrived, left=left)
    return Batch(outcome=outcome, with_text=with_text, arrived=chosen)


def id_of(file: ChosenFile, at: int, file_id: UUID) -> UUID:
    """The id of the file at this place of a form: the same when the form is sent again, another for another file."""
    digest = hashlib.sha256(file.content).hexdigest()
    return uuid5(file_id, f"{at} {file.size} {digest}")


def has_arrived(outcome: Outcome) -> bool:
    again = outcome.kind == AGAIN and outcome.reply is not None and outcome.reply.state == ReplyState.SENT
    return outcome.kind == SENT or again
