"""Prepared answers and their placeholders."""

from chats.services.prepared.answers import (
    TooManyAnswers,
    all_filled,
    answer_for,
    answers_for,
    answers_of,
    delete_answer,
    matching,
    save_answer,
)
from chats.services.prepared.placeholders import (
    PLACEHOLDER_NAMES,
    BadAnswerText,
    Filled,
    check_placeholders,
    fill,
    has_marks,
)

__all__ = [
    "PLACEHOLDER_NAMES",
    "BadAnswerText",
    "Filled",
    "TooManyAnswers",
    "all_filled",
    "answer_for",
    "answers_for",
    "answers_of",
    "check_placeholders",
    "delete_answer",
    "fill",
    "has_marks",
    "matching",
    "save_answer",
]
