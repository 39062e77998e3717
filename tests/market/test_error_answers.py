"""Answers that are errors by their status, sorted by what one can do."""

import json

import pytest

from chats.market import errors
from chats.market.error_answers import answer_error
from chats.market.errors import MarketError

TOKEN = "ACMA:" + "a1B2" * 10 + ":0123abcd"


def failure(status: int, message: str = "", **headers: str) -> MarketError:
    body = json.dumps({"status": "ERROR", "errors": [{"code": "CODE", "message": message}]}).encode()
    return answer_error("getChat", status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@pytest.mark.parametrize(
    ("status", "message", "sort", "kind"),
    [
        (400, "Bad page token", errors.Refused, "refused"),
        (400, "Can't find chat by id: '1'", errors.Refused, "refused"),
        (401, "Api-Key token is invalid", errors.KeyRejected, "dead_key"),
        (401, "Api-Key token is revoked", errors.KeyRejected, "dead_key"),
        (
            403,
            "Token does not have any of the scopes to access the API method: communication",
            errors.KeyRejected,
            "missing_scope",
        ),
        (403, "Access denied", errors.KeyRejected, "no_access"),
        (403, "No access to campaigns: 1, 2", errors.KeyRejected, "no_access"),
        (
            403,
            "API for business '7' disabled because it has only disabled partners",
            errors.KeyRejected,
            "api_off",
        ),
        (403, "API for campaign '7' disabled due to inactivity", errors.KeyRejected, "api_off"),
        (403, "API for campaign '7' manually disabled", errors.KeyRejected, "api_off"),
        (403, "API for campaign '7' has no active contracts with Market", errors.KeyRejected, "api_off"),
        (403, "OAuth token is invalid", errors.KeyRejected, "dead_key"),
        (403, "The method is deprecated and is occasionally forbidden", errors.KeyRejected, "forbidden"),
        (404, "Can't find chat by id: '1'", errors.NotFound, "not_found"),
        (405, "Request method 'GET' not supported", errors.Refused, "refused"),
        (415, "Unknown content-type: 'x'", errors.Refused, "refused"),
        (420, "Hit rate limit of 4 parallel requests for businessId 7", errors.RateLimited, "parallel_limit"),
        (
            420,
            "Hit rate limit of 1000 requests per 1 hour for resource /v2/x for businessId 7",
            errors.RateLimited,
            "hourly_limit",
        ),
        (429, "Hit rate limit of 1000 requests per hour", errors.RateLimited, "hourly_limit"),
        (429, "Slow down", errors.RateLimited, "unknown_limit"),
        (423, "Business is in migration", errors.Refused, "refused"),
        (499, "", errors.Refused, "refused"),
        (500, "", errors.Broken, "broken"),
        (503, "Service temporarily unavailable. Please, try again later", errors.Broken, "broken"),
        (302, "", errors.NotUnderstood, "not_understood"),
        (600, "", errors.NotUnderstood, "not_understood"),
    ],
)
def test_an_error_is_sorted_by_what_one_can_do(status: int, message: str, sort: type, kind: str) -> None:  # U10
    error = failure(status, message)

    assert (type(error), error.kind, error.status) == (sort, kind, status)
    if sort is not errors.NotUnderstood:
        assert error.detail == (message or "CODE")


@pytest.mark.parametrize("body", [b"", b"<html>420 parallel requests</html>", b"null", b"[" * 100_000, b"\xff"])
def test_a_limit_in_other_words_than_markets_is_a_limit_all_the_same(body: bytes) -> None:  # U7
    error = answer_error("getChat", 420, {"X-RateLimit-Resource-Remaining": "0"}, body)

    assert (type(error), error.kind, error.detail) == (errors.RateLimited, "unknown_limit", "")
    assert error.limits.remaining == 0


def test_an_error_carries_trace_and_limits() -> None:
    error = failure(500, traceparent="00-abc-1", X_RateLimit_Resource_Limit="1000")

    assert (error.trace, error.limits.limit) == ("00-abc-1", 1000)


@pytest.mark.parametrize(
    ("message", "detail"),
    [
        (f"Key {TOKEN} is dead", "Key […] is dead"),
        (f"Key {TOKEN[5:]} is dead", "Key […] is dead"),
        ("Bearer abcdefghijklmnopqrstuvwxyz", "[…]"),
        ("a\r\nERROR root logged in\x1b[31m", "a ERROR root logged in[31m"),
        ("name\u202e\u2028\0\ud800!", "name \ufffd!"),
        ("x y" * 400, ("x y" * 400)[:300]),
    ],
)
def test_markets_words_are_one_short_line_without_secrets(message: str, detail: str) -> None:
    assert failure(400, message).detail == detail


def test_several_errors_are_all_told_and_odd_ones_skipped() -> None:
    body = b'{"errors":[{"code":"A","message":"one"},7,{"code":"TWO"},{"message":5}]}'

    assert answer_error("getChat", 400, {}, body).detail == "one; TWO"
