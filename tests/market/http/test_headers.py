from datetime import UTC, datetime

import pytest

from chats.market.http.headers import limits_of, trace_of
from chats.market.limits import Limits

NAME = "X-RateLimit-Resource-"


def test_limits_are_read_whatever_the_case_of_their_names() -> None:
    headers = {
        "x-ratelimit-resource-limit": "1000",
        "X-RATELIMIT-RESOURCE-REMAINING": "0",
        NAME + "Until": "Thu, 10 Jul 2018 00:42:42 GMT",
        "Date": "Tue, 10 Jul 2018 00:00:00 GMT",
    }

    limits = limits_of(headers)

    # The first date is the documented sample: that day was a Tuesday.
    assert limits == Limits(
        limit=1000,
        remaining=0,
        until=datetime(2018, 7, 10, 0, 42, 42, tzinfo=UTC),
        date=datetime(2018, 7, 10, tzinfo=UTC),
    )


@pytest.mark.parametrize("number", ["", "-1", "1.5", "many", "9" * 5000, "²", "1, 2", str(2**31)])
def test_a_count_that_makes_no_sense_is_not_known(number: str) -> None:
    assert limits_of({NAME + "Limit": number, NAME + "Remaining": number}) == Limits()


@pytest.mark.parametrize(
    "date",
    [
        "",
        "soon",
        "Thu, 32 Jul 2018 00:42:42 GMT",
        "Thu, 10 Jul 2018 00:42:42",
        "Thu, 10 Jul 2018 00:42:42 -0000",
        "Fri, 31 Dec 9999 23:59:59 -1200",
        "2018-07-10T00:42:42Z",
        ", , , , ,",
        "Thu, 10 Jul 99999 00:42:42 GMT",
        "Thu, 10 Jul 2018 00:42:42 +99999999999999999999",
        "x" * 60_000,
    ],
)
def test_a_date_that_makes_no_sense_is_not_known(date: str) -> None:  # U6
    assert limits_of({NAME + "Until": date, "Date": date}) == Limits()


def test_a_trace_is_short_and_printable() -> None:
    assert trace_of({"TraceParent": " 00-\x1bab\u00ffc\r\n-1" + "x" * 500}) == "00-abc-1" + "x" * 192
