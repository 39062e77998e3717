"""A draft and the texts beside it: what changes a draft goes through here, so that none of an agent's texts is lost.

It is here and not in `replies` because settling a reply gives its text back.
"""

from datetime import datetime
from uuid import uuid4

from chats.market.token import looks_like_a_token, with_tokens_cut_out
from chats.models import Draft

MOST_ASIDE = 20  # texts; more than anyone leaves behind in one chat


def fresh_version() -> str:
    return uuid4().hex


def change_text(draft: Draft, text: str, *, now: datetime, version: str = "") -> None:
    """Give the draft another text, a new version, and save it. Texts beside it that are part of the new one go."""
    draft.text, draft.version, draft.updated_at = storable_text(text), version or fresh_version(), now
    draft.aside = [one for one in draft.aside if not holds(draft.text, one)]
    draft.save(update_fields=["text", "version", "aside", "updated_at"])


def keep_beside(draft: Draft, text: str, *, now: datetime) -> None:
    """Save another text of the agent's with the draft, unless it is in there already. One that it continues goes."""
    text = storable_text(text)
    if not text.strip() or holds(draft.text, text) or any(holds(one, text) for one in draft.aside):
        return
    draft.aside = [*(one for one in draft.aside if not text.startswith(one)), text][-MOST_ASIDE:]
    draft.updated_at = now
    draft.save(update_fields=["aside", "updated_at"])


def give_back(draft: Draft, text: str, *, now: datetime) -> None:
    """Return a text that was not sent: into the draft, or beside it if the agent is writing something else by now."""
    if not draft.text.strip():
        change_text(draft, text, now=now)
    else:
        keep_beside(draft, text, now=now)


def storable_text(text: str) -> str:
    """A draft may hold anything but a seller's key: nowhere does the desk keep one in the clear."""
    return with_tokens_cut_out(text) if looks_like_a_token(text) else text


def holds(text: str, part: str) -> bool:
    """Whether the part is in there as lines of its own."""
    return f"\n{part.strip()}\n" in f"\n{text.strip()}\n"
