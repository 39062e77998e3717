import contextlib
import http.client
import itertools

import pytest

from ..asking import HOME, WRITES, get_chat, get_chats, get_history, send_message

HOME_ID = HOME.business_id
LOST = ("closed", "reset", "never", "500", "502", "503", "504", "html", "empty", "truncated", "error_in_200")


def tried(sandbox, operation):
    with contextlib.suppress(OSError, http.client.HTTPException):
        WRITES[operation](sandbox)


@pytest.mark.parametrize("operation", ["sendMessageToChat", "sendFileToChat"])
@pytest.mark.parametrize("fault", LOST)
def test_an_answer_is_lost_after_or_before_the_message_was_taken(sandbox, operation, fault):
    delay = 0.05 if fault == "never" else None
    counts = [len(sandbox.messages(HOME_ID, 310002))]
    for taken in (None, True, False):
        sandbox.clear()
        sandbox.fail(fault, operation=operation, taken=taken, delay=delay)
        tried(sandbox, operation)
        counts.append(len(sandbox.messages(HOME_ID, 310002)))

    assert [later - earlier for earlier, later in itertools.pairwise(counts)] == [1, 1, 0]


@pytest.mark.parametrize("fault", ["400", "401", "403_scope", "404", "420_hourly", "420_parallel", "redirect_307"])
def test_what_is_refused_was_not_taken(sandbox, fault):
    before = sandbox.messages(HOME_ID, 310002)
    sandbox.fail(fault)

    send_message(sandbox, 310002, "Да")

    assert sandbox.messages(HOME_ID, 310002) == before


def test_a_chat_is_begun_or_not_while_its_answer_is_lost(sandbox):
    wanted = {"contexts": [{"type": "ORDER", "id": 54810000301}]}
    found = []
    for taken in (False, True):
        sandbox.fail("500", operation="createChat", taken=taken, times=1)
        tried(sandbox, "createChat")
        found.append(len(get_chats(sandbox, wanted).json["result"]["chats"]))

    assert found == [0, 1]


@pytest.mark.parametrize(("chat_id", "taken"), [(9300500, 1), (9400500, 0), (9300404, 0)])
def test_a_number_stands_for_a_fault_that_only_sending_meets(sandbox, chat_id, taken):
    before = len(sandbox.messages(HOME_ID, chat_id))
    read = (get_chat(sandbox, chat_id).status, get_history(sandbox, chat_id).status)

    reply = send_message(sandbox, chat_id, "Да")

    assert (read, reply.status) == ((200, 200), chat_id % 1000)
    assert len(sandbox.messages(HOME_ID, chat_id)) == before + taken
