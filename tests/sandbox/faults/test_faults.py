from email.utils import parsedate_to_datetime

import pytest

from chats.sandbox.faults import numbers
from chats.sandbox.faults.faults import BY_NAME, FAULTS

from ..asking import HOME, TECH, ask, get_chat, get_chats

HOME_ID, TECH_ID = HOME.business_id, TECH.business_id
STATUSES = [(f.name, f.number % 1000) for f in FAULTS if 300 <= f.number % 1000 < 600]


@pytest.mark.parametrize(("name", "status"), STATUSES)
def test_a_fault_with_a_status_comes_with_that_status(sandbox, name, status):
    sandbox.fail(name)

    reply = get_chat(sandbox, 310001)

    assert reply.status == status
    assert reply.headers["traceparent"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("400", "Illegal input at 'chatId'"),
        ("401", "Api-Key token is invalid"),
        ("401_revoked", "Api-Key token is revoked"),
        ("403_scope", "Token does not have any of the scopes to access the API method: all-methods, "),
        ("403_access", "Access denied"),
        ("403_api_off", "API for business '1001' disabled because it has only disabled partners"),
        ("404", "Can't find chat by id: '310001'"),
        ("420_hourly", "Hit rate limit of 1000 requests per 1 hour for resource /businesses/1001/chat"),
        ("420_parallel", "Hit rate limit of 4 parallel requests for businessId 1001"),
        ("423", "Business is in migration"),
        ("503", "Service temporarily unavailable. Please, try again later"),
    ],
)
def test_refusals_are_in_markets_words(sandbox, name, words):
    sandbox.fail(name)

    assert get_chat(sandbox, 310001).message.startswith(words)


def test_the_renewal_of_an_hour_is_told_in_each_odd_way(sandbox):
    until, now = {}, sandbox.clock()
    for name in ("420_hourly", "420_no_until", "420_bad_until", "420_past_until", "420_far_until"):
        sandbox.fail(name)
        until[name] = get_chat(sandbox, 310001).headers["X-RateLimit-Resource-Until"]

    assert (until.pop("420_no_until"), until.pop("420_bad_until")) == (None, "soon")
    ahead = {name: (parsedate_to_datetime(text) - now).total_seconds() / 3600 for name, text in until.items()}
    assert 0 < ahead["420_hourly"] <= 1
    assert round(ahead["420_past_until"]) == -1
    assert round(ahead["420_far_until"]) == 72


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_to_a_trap_that_remembers_who_came(sandbox, status):
    sandbox.fail(f"redirect_{status}")

    location = get_chat(sandbox, 310001).headers["Location"]
    before = list(sandbox.trapped)
    ask(sandbox, "GET", location.partition(str(sandbox.port))[2])

    assert location == f"http://localhost:{sandbox.port}/_sandbox/trap"
    assert before == []
    assert [call.headers["Api-Key"] for call in sandbox.trapped] == [HOME.token]


@pytest.mark.parametrize(
    ("name", "location"),
    [("redirect_same_host", "http://127.0.0.1:{port}/_sandbox/trap"), ("redirect_file", "file:///etc/passwd")],
)
def test_a_redirect_leads_elsewhere(sandbox, name, location):
    sandbox.fail(name)

    assert get_chat(sandbox, 310001).headers["Location"] == location.format(port=sandbox.port)


def test_a_planned_fault_meets_only_the_calls_it_is_for(sandbox):
    sandbox.fail("500", operation="getChat", business_id=HOME_ID, chat_id=310001, times=2)

    others = [get_chat(sandbox, 310002), get_chats(sandbox), get_chat(sandbox, 420001, business_id=TECH_ID)]
    meant = [get_chat(sandbox, 310001).status for _ in range(3)]

    assert [reply.status for reply in others] == [200, 200, 200]
    assert meant == [500, 500, 200]


def test_the_fault_planned_last_goes_first_and_clearing_ends_all(sandbox):
    sandbox.fail("500")
    sandbox.fail("404", times=1)

    planned = [get_chat(sandbox, 310001).status for _ in range(2)]
    sandbox.clear()

    assert planned == [404, 500]
    assert get_chat(sandbox, 310001).status == 200


def test_a_fault_that_nobody_knows_is_refused(sandbox):
    with pytest.raises(ValueError, match="420_hourly"):
        sandbox.fail("418")


@pytest.mark.parametrize(("name", "status"), STATUSES)
def test_a_chat_number_stands_for_its_fault(sandbox, name, status):
    fault = BY_NAME[name]

    always = get_chat(sandbox, numbers.chat_number(numbers.ALWAYS, fault))
    other_seller = get_chat(sandbox, numbers.chat_number(numbers.ALWAYS, fault), business_id=TECH_ID)
    later = [get_chat(sandbox, numbers.chat_number(numbers.AFTER_THE_FIRST, fault)).status for _ in range(3)]

    assert (always.status, other_seller.status) == (status, status)
    assert later == [200, status, status]


def test_the_numbers_read_as_documented(sandbox):
    answered_once = get_chat(sandbox, 9101420)
    then = get_chat(sandbox, 9101420)
    elsewhere = get_chat(sandbox, 9101420, business_id=TECH_ID)

    assert answered_once.json["result"]["chatId"] == 9101420
    assert "parallel requests" in then.message
    assert elsewhere.status == 404
    assert get_chat(sandbox, 9000401).message == "Api-Key token is invalid"
    assert get_chat(sandbox, 9200500).status == 500
    assert get_chat(sandbox, 9200500, business_id=TECH_ID).status == 200
    assert get_chat(sandbox, 9000999).status == 404


def test_every_fault_has_its_own_name_and_a_number_of_five_digits():
    assert len({fault.name for fault in FAULTS}) == len({fault.number for fault in FAULTS}) == len(FAULTS)
    assert all(0 < fault.number < 100_000 for fault in FAULTS)
