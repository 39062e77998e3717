"""How old the list is, and whose chats it may lack."""

from datetime import timedelta

import pytest

from chats.market.token import Token
from chats.models import Seller
from chats.presenters.standing import standing_of
from chats.problems import Problem
from chats.services.sweep import Progress
from tests.desk_fixture import NOW

MINUTE = timedelta(minutes=1)
LATE = Problem(kind="unheard_of", at=NOW)


def progress(minutes: float | None = 1, **details) -> Progress:
    at = None if minutes is None else NOW - minutes * MINUTE
    usual = {"chats": 1240, "of": 1240, "complete": True, "paused": False, "as_of": at, "problem": ""}
    return Progress(**{**usual, "waiting_as_of": at, **details})


def standing(*known: Progress, token: str | None = "ACMA:x:y"):
    sellers = [
        Seller(pk=number, name=f"Магазин {number}", token=Token(token) if token else None)
        for number in range(1, len(known) + 1)
    ]
    return standing_of(sellers, dict(enumerate(known, start=1)), now=NOW, scope="all")


def test_while_all_is_read_the_list_is_sure_and_as_old_as_its_oldest_part():
    shown = standing(progress(1), progress(3))

    assert (shown.is_sure, shown.lines, shown.as_of) == (True, (), "list as of 11:57:00")


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (progress(5), "Магазин 1: its chats are shown as of 11:55:00."),
        (progress(9, stopped=LATE), "Магазин 1: could not be asked. Its chats are shown as of 11:51:00."),
        (progress(None), "Магазин 1: its chats are being read, 1,240 so far. Those can be opened already."),
        (progress(None, chats=0), "Магазин 1: its chats have not been read yet."),
        (progress(None, stopped=LATE), "Магазин 1: could not be asked. Its chats have not been read yet."),
        (progress(1, paused=True), "Магазин 1: an administrator has paused reading its chats."),
    ],
)
def test_whose_chats_may_be_missing_is_said(known, said):
    shown = standing(known, progress(1))

    assert (shown.is_sure, shown.lines) == (False, (said,))


def test_where_all_are_behind_the_list_is_as_old_as_the_oldest():
    shown = standing(progress(5), progress(9))

    assert (shown.as_of, shown.is_old, shown.is_sure) == ("list as of 11:51:00", True, False)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "Checked at 11:59:00."),
        (-1, "Checked at 11:59:00."),
        (30, "Checked at 11:59:00, next at 12:00:30."),
    ],
)
def test_an_empty_list_says_when_it_was_checked_and_will_be_next(seconds, said):
    later = None if seconds is None else NOW + timedelta(seconds=seconds)

    shown = standing(progress(1, next_look_at=later))

    assert (shown.checked, shown.digest) == (said, standing(progress(1)).digest)


def test_a_seller_without_a_token_is_named():
    assert standing(progress(1), token=None).lines == ("Магазин 1: no token, so no chats are read.",)


def test_where_nobody_knows_the_age_nothing_is_sure():
    shown = standing(progress(None))

    assert (shown.as_of, shown.is_old, shown.is_sure) == ("", True, False)


def test_many_are_shortened():
    assert standing(*[progress(9)] * 5).lines[3:] == ("And 2 more sellers.",)
