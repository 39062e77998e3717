import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from unittest.mock import Mock

import pytest

from chats.sandbox.protocol.call import Call

from ..asking import ALL, HOME, TECH, ask, get_auth_token_info, get_chat, get_chats, until

HOME_ID, TECH_ID = HOME.business_id, TECH.business_id
NOW = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)
FULL_HOUR = "Sun, 22 Nov 2026 11:00:00 GMT"


def call_of(token):
    headers = Message()
    headers["Api-Key"] = token
    return Call(method="GET", target="/v2/businesses/1001/chat?chatId=310001", headers=headers)


def left(reply):
    return int(reply.headers["X-RateLimit-Resource-Remaining"])


@pytest.fixture
def at_1041(sandbox):
    sandbox.clock = lambda: NOW
    return sandbox


@pytest.mark.parametrize(
    ("operation", "hourly"),
    [
        ("getChat", 1000),
        ("getChats", 5000),
        ("getChatHistory", 10_000),
        ("sendMessageToChat", 1000),
        ("sendFileToChat", 1000),
        ("createChat", 1000),
        ("getCampaigns", 1000),
        ("getAuthTokenInfo", 100),
    ],
)
def test_every_answer_tells_the_allowance_what_is_left_and_when_it_renews(at_1041, operation, hourly):
    first, second = ALL[operation](at_1041), ALL[operation](at_1041)

    assert first.headers["X-RateLimit-Resource-Limit"] == str(hourly)
    assert (left(first), left(second)) == (hourly - 1, hourly - 2)
    assert first.headers["X-RateLimit-Resource-Until"] == FULL_HOUR


def test_every_answer_has_its_own_trace_and_markets_own_time(at_1041):
    replies = [
        get_chat(at_1041, 310001),
        get_chat(at_1041, 1),
        ask(at_1041, "GET", "/nowhere"),
        get_chats(at_1041, b""),
    ]

    assert len({reply.headers["traceparent"] for reply in replies}) == 4
    assert all(len(reply.headers["traceparent"]) == 55 for reply in replies)
    assert {parsedate_to_datetime(reply.headers["Date"]) for reply in replies} == {NOW}


def test_what_is_refused_counts_and_what_market_broke_does_not(at_1041):
    at_1041.fail("500", times=1)

    broken, refused, right = (get_chat(at_1041, number) for number in (310001, 1, 310001))

    assert [reply.status for reply in (broken, refused, right)] == [500, 404, 200]
    assert [left(reply) for reply in (broken, refused, right)] == [1000, 999, 998]


def test_each_business_and_operation_has_its_own_hour(at_1041):
    get_chat(at_1041, 310001)

    assert left(get_chat(at_1041, 420001, business_id=TECH_ID)) == 999
    assert left(get_chats(at_1041)) == 4999


def test_a_used_up_hour_is_refused_until_the_next_full_hour(at_1041):
    at_1041.set_quota(HOME_ID, "getChat", remaining=1)

    last, refused = get_chat(at_1041, 310001), get_chat(at_1041, 310001)
    at_1041.clock = lambda: NOW + timedelta(minutes=19)
    renewed = get_chat(at_1041, 310001)

    assert (last.status, left(last)) == (200, 0)
    assert (refused.status, left(refused)) == (420, 0)
    words = "Hit rate limit of 1000 requests per 1 hour for resource /businesses/1001/chat for businessId 1001"
    assert refused.message == words
    assert refused.headers["X-RateLimit-Resource-Until"] == FULL_HOUR
    assert (renewed.status, left(renewed)) == (200, 999)


@pytest.mark.parametrize("operation", ALL)
def test_each_operation_has_an_hour_of_its_own_to_use_up(at_1041, operation):
    at_1041.set_quota(HOME_ID, operation, remaining=0)

    assert {name for name in ALL if ALL[name](at_1041).status == 420} == {operation}


def test_a_used_up_hour_can_be_reached_by_calling(at_1041):
    statuses = [get_auth_token_info(at_1041).status for _ in range(101)]

    assert statuses == [200] * 100 + [420]


def test_four_calls_of_a_business_may_be_under_way_and_no_fifth(sandbox):
    sandbox.fail("silence", delay=0.25)
    waiting = threading.Barrier(5)

    def call():
        waiting.wait()
        return get_chat(sandbox, 310001)

    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(call) for _ in range(4)]
        waiting.wait()
        until(lambda: len(sandbox.calls) == 4)
        refused = [get_chats(sandbox), get_auth_token_info(sandbox)]
        sandbox.clear()
        elsewhere = get_chat(sandbox, 420001, business_id=TECH_ID)
        replies = [call.result() for call in calls]
    after = get_chat(sandbox, 310001)

    assert [reply.status for reply in replies] == [200] * 4
    assert [reply.status for reply in refused] == [420, 420]
    assert {reply.message for reply in refused} == {"Hit rate limit of 4 parallel requests for businessId 1001"}
    assert (elsewhere.status, after.status) == (200, 200)
    assert sandbox.most_in_flight == {HOME_ID: 4, TECH_ID: 1}


def test_a_place_is_free_before_the_last_byte_leaves(sandbox):
    running = sandbox.begin(call_of(HOME.token))
    connection = Mock()
    connection.release.side_effect = running.release
    connection.write.side_effect = lambda _: taken.append(sandbox.begin(call_of(HOME.token)).answer().status)
    taken = []
    under_way = [sandbox.begin(call_of(HOME.token)).answer().status for _ in range(3)]

    answer = running.answer()
    connection.body = answer.body
    answer.transmit(connection)

    assert under_way == [200] * 3
    assert taken == [200]


def test_every_call_is_on_record_without_its_token(at_1041):
    get_chat(at_1041, 310001)
    get_chat(at_1041, 310001, token=None)
    get_chats(at_1041, {"types": ["CHAT"]}, business_id=TECH_ID)

    known, stranger, listing = at_1041.calls
    assert (known.operation, known.business_id, known.chat_id, known.status) == ("getChat", HOME_ID, 310001, 200)
    assert (known.at, known.in_flight) == (NOW, 1)
    assert (stranger.business_id, stranger.status, stranger.in_flight) == (None, 401, 0)
    assert (listing.operation, listing.chat_id, listing.body) == ("getChats", None, b'{"types": ["CHAT"]}')
    assert HOME.token not in repr(at_1041.calls)
