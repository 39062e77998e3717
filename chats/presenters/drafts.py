"""The part of the composer that is about the draft: an open question, a text of another tab, texts beside the draft."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import get_language

from chats.models import Draft, Reply
from chats.presenters.formats.text import clean, clean_lines
from chats.services import replies
from chats.services.chat_page import ChatPage
from chats.services.drafts import version_of

BEGINNING = 200  # characters of a text that is shown so that one knows it again


@dataclass(frozen=True, kw_only=True)
class AsideView:
    key: str
    beginning: str
    whole: str


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """`base` goes into the form: the version that its text is based on, empty while another tab's is in the way
    (`conflict`). `question` is the id of the reply that somebody has to decide about first, or empty. `other` is how
    the draft begins, for a tab that has not seen it."""

    version: str
    base: str
    text: str
    other: str
    conflict: bool
    question: str
    aside: tuple[AsideView, ...]

    @property
    def digest(self) -> str:
        shown = [get_language(), self.version, self.conflict, self.question, [one.key for one in self.aside]]
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]


def draft_view(page: ChatPage, *, conflict: bool = False, typed: str | None = None) -> DraftView | None:
    """None for a page without a composer. `typed` is a text that was submitted and not sent."""
    draft = page.draft
    if draft is None:
        return None
    conflict = conflict or (typed is not None and is_other_text(typed, draft))
    version = version_of(draft)
    asked = (one for one in page.tail.unfinished if one.reply_id == draft.reply_id)
    return DraftView(
        version=version,
        base="" if conflict else version,
        text=draft.text,
        other=clean(draft.text, BEGINNING),
        conflict=conflict,
        question=next((str(one.reply_id) for one in asked if one.state == Reply.State.UNKNOWN), ""),
        aside=tuple(aside_view(one) for one in draft.aside),
    )


def is_other_text(typed: str, draft: Draft) -> bool:
    return bool(draft.text.strip()) and replies.as_kept(typed) != draft.text


def aside_view(text: str) -> AsideView:
    return AsideView(key=replies.key_of(text), beginning=clean(text, BEGINNING), whole=clean_lines(text))
