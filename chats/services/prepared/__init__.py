"""Prepared answers and their placeholders."""

from chats.services.prepared.answers import (
    MOST_LISTED,
    TooManyAnswers,
    answer_for,
    answers_for,
    answers_of,
    delete_answer,
    fill_for_chat,
    matching,
    may_change,
    may_share,
    save_answer,
)
from chats.services.prepared.placeholders import (
    PLACEHOLDER_NAMES,
    BadAnswerText,
    FilledText,
    check_placeholders,
    fill,
    has_gaps,
)

__all__ = [
    "MOST_LISTED",
    "PLACEHOLDER_NAMES",
    "BadAnswerText",
    "FilledText",
    "TooManyAnswers",
    "answer_for",
    "answers_for",
    "answers_of",
    "check_placeholders",
    "delete_answer",
    "fill",
    "fill_for_chat",
    "has_gaps",
    "matching",
    "may_change",
    "may_share",
    "save_answer",
]
