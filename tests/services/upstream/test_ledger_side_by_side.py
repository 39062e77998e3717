from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from chats.market.limits import GET_CHAT, GET_CHATS, Limits
from chats.models import Quota
from chats.problems import NotNow
from chats.services.upstream import ledger
from chats.services.upstream.ledger import Lane
from tests.desk_fixture import NOW


def calls(seller, operation, times):
    """Claims and settles again and again. Gives how often it got a claim."""
    done = 0
    try:
        for _ in range(times):
            try:
                claim = ledger.claim(seller, operation, Lane.AGENT, now=NOW)
            except NotNow:
                continue
            ledger.release(claim, Limits(), counted=True, now=NOW)
            done += 1
    finally:
        connection.close()
    return done


@pytest.mark.django_db(transaction=True)
def test_taking_and_giving_back_leave_at_once_never_wait_for_each_other_in_a_circle(home):
    with ThreadPoolExecutor(6) as agents:
        under_way = [agents.submit(calls, home, (GET_CHAT, GET_CHATS)[turn % 2], 15) for turn in range(6)]
        done = sum(each.result() for each in under_way)

    assert sum(quota.allowance - quota.remaining for quota in Quota.objects.all()) == done > 0
