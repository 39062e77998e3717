"""Quota, date and trace id from the headers of an answer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from chats.market.limits import Limits

# Above any quota of Market's, and the most that the ledger's integer column holds.
LARGEST = 2**31 - 1


def limits_of(headers: Mapping[str, str]) -> Limits:
    """https://yandex.ru/dev/market/partner-api/doc/ru/concepts/limits"""
    named = lower(headers)
    return Limits(
        limit=count(named.get("x-ratelimit-resource-limit", "")),
        remaining=count(named.get("x-ratelimit-resource-remaining", "")),
        until=moment(named.get("x-ratelimit-resource-until", "")),
        date=moment(named.get("date", "")),
    )


def trace_of(headers: Mapping[str, str]) -> str:
    """https://yandex.ru/dev/market/partner-api/doc/ru/concepts/debug"""
    trace = lower(headers).get("traceparent", "")
    return "".join(character for character in trace if "!" <= character <= "~")[:200]


def lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def count(text: str) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return None
    number = int(text)
    return number if number <= LARGEST else None


def moment(text: str) -> datetime | None:
    """A date as RFC 822 writes it. The weekday is ignored: it is wrong in Market's own sample."""
    if len(text) > 64:
        return None
    try:
        found = parsedate_to_datetime(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
