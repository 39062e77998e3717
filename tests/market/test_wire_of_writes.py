"""New chats, and the answers to writes. Codes such as U9 are explained in docs/faults.md."""

import pytest

from chats.market import wire
from chats.market.errors import Broken, KeyRejected, MarketError, NotFound, NotUnderstood, OutcomeUnknown, Refused
from chats.market.wire import RawAnswer
from tests.market.raw import raw

OK = {"status": "OK"}


def answered(body: object, status: int = 200) -> RawAnswer:
    return raw(body, status, traceparent="t-1", X_RateLimit_Resource_Remaining="9")


def test_a_new_chat_is_its_number() -> None:
    assert wire.new_chat_of(answered({"status": "OK", "result": {"chatId": "12"}})).result == 12


@pytest.mark.parametrize("result", [None, {}, {"chatId": 0}, {"chatId": True}, {"chatId": 2**63}, []])
def test_a_new_chat_without_a_number_is_not_understood(result: object) -> None:  # U15
    with pytest.raises(NotUnderstood, match="createChat"):
        wire.new_chat_of(answered({"status": "OK", "result": result}))


def outcome(body: object, status: int = 200) -> MarketError | None:
    try:
        wire.taken_of("sendMessageToChat", answered(body, status))
    except MarketError as error:
        return error
    return None


def test_a_write_is_taken_when_market_says_ok() -> None:
    answer = wire.taken_of("sendMessageToChat", answered({**OK, "future": 1}))

    assert (answer.result, answer.trace, answer.limits.remaining) == (None, "t-1", 9)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (OK, 500),
        (b"<html>", 502),
        (b"", 503),
        (b"", 504),
        (b"", 200),
        (b"{}", 200),
        (b"null", 200),
        (b"[]", 200),
        (b"<html>OK</html>", 200),
        (b'{"status":"OK"', 200),
        (b"[" * 100_000, 200),
        ({"status": "ERROR", "errors": []}, 200),
        ({"status": True}, 200),
        (b"", 204),
        (OK, 302),
        (OK, 307),
        (OK, 999),
        (OK, 499),
    ],
)
def test_an_answer_to_a_write_that_leaves_it_open_is_an_unknown_outcome(body: object, status: int) -> None:  # U9
    error = outcome(body, status)

    assert type(error) is OutcomeUnknown
    assert (error.status, error.trace, error.limits.remaining) == (status, "t-1", 9)
    assert (error.__cause__, error.__context__) == (None, None)


@pytest.mark.parametrize(
    ("status", "sort"), [(400, Refused), (401, KeyRejected), (403, KeyRejected), (404, NotFound), (413, Refused)]
)
def test_a_refused_write_is_refused_for_sure(status: int, sort: type) -> None:
    error = outcome({"status": "ERROR", "errors": [{"code": "X", "message": "Chat is finished"}]}, status)

    assert (type(error), error.detail) == (sort, "Chat is finished")


def test_a_read_that_market_broke_is_no_unknown_outcome() -> None:
    with pytest.raises(Broken):
        wire.new_chat_of(answered(OK, 500))
