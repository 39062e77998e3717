import inspect
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from chats import problems
from chats.market import errors
from chats.presenters.problems import problem_view, short
from chats.presenters.words.problems import ENTRIES, OTHER
from chats.problems import Problem

NOW = datetime(2026, 11, 22, 9, 4, 31, tzinfo=UTC)
KEY_KINDS = {"dead_key", "missing_scope", "no_access", "api_off", "forbidden"}
LIMIT_KINDS = {"hourly_limit", "parallel_limit", "unknown_limit"}
BANNED = re.compile(r"\b(invalid|oops|please|sorry|error)\b", re.IGNORECASE)


def kinds() -> set[str]:
    of_market = {
        value.kind
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.MarketError) and value is not errors.MarketError
        if value not in (errors.KeyRejected, errors.RateLimited)
    }
    of_the_desk = {value for name, value in vars(problems).items() if name.isupper() and isinstance(value, str)}
    return of_market | of_the_desk | KEY_KINDS | LIMIT_KINDS


def view(kind: str, **rest):
    seen_at = rest.pop("seen_at", None)
    with translation.override("en"), timezone.override(UTC):
        return problem_view(Problem(kind=kind, at=NOW, **rest), seller_name="Дом и сад", seen_at=seen_at, now=NOW)


def test_every_kind_of_problem_has_words_and_no_words_are_left_over():
    assert set(ENTRIES) == kinds()


@pytest.mark.parametrize("kind", sorted(kinds()))
@pytest.mark.parametrize("seen_at", [None, NOW - timedelta(minutes=5)])
def test_a_problem_says_what_happened_what_stays_and_what_to_do(kind, seen_at):
    shown = view(kind, seen_at=seen_at, until=NOW + timedelta(minutes=30))

    assert "Дом и сад" in shown.text
    assert ("08:59:31" in shown.text) == bool(seen_at)
    assert "09:34" in shown.until
    assert shown.title and shown.advice
    assert not BANNED.search(" ".join([shown.title, shown.text, shown.advice, shown.until, short(kind)]))
    assert "%" not in shown.text + shown.until + shown.advice


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_a_page_that_does_not_follow_a_chat_promises_nothing_by_itself(kind):
    shown = view(kind, until=NOW + timedelta(minutes=30))

    assert "by itself" not in shown.advice
    assert "The desk asks again" not in shown.until


def test_a_time_that_has_passed_is_not_promised():
    assert view("hourly_limit", until=NOW - timedelta(seconds=1)).until == ""


def test_a_chat_that_vanished_reads_otherwise_than_one_that_never_was():
    assert "no longer" in view("not_found", seen_at=NOW).text
    assert "no longer" not in view("not_found").text


def test_a_kind_without_words_still_gives_a_whole_sentence():
    assert view("brand_new").title == str(OTHER.title)
    assert short("brand_new") == str(OTHER.short)


def test_markets_words_are_shown_on_one_line_without_tricks():
    shown = view("broken", trace="00-ab\r\nSet-Cookie: x", detail="a\u202eb\x00c")

    assert shown.trace == "00-ab Set-Cookie: x"
    assert shown.detail == "abc"
