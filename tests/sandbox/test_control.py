from datetime import UTC, datetime, timedelta

import pytest

from .asking import HOME, TECH, ask, get_chat, get_chats

HOME_ID, TECH_ID = HOME.business_id, TECH.business_id
NOW = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)


def told(sandbox, name, order=None, **how):
    return ask(sandbox, "POST", f"/_sandbox/{name}", token=None, body={} if order is None else order, **how)


def seen(sandbox, chat_id, business_id=HOME_ID):
    return get_chat(sandbox, chat_id, business_id=business_id).json["result"]


def test_a_changed_chat_shows_the_change_and_its_time(sandbox):
    sandbox.clock = lambda: NOW

    sandbox.set_chat(HOME_ID, 310002, status="FINISHED")

    assert seen(sandbox, 310002)["status"] == "FINISHED"
    assert datetime.fromisoformat(seen(sandbox, 310002)["updatedAt"]) == NOW


def test_every_part_of_a_chat_can_be_changed(sandbox):
    sandbox.set_chat(
        HOME_ID, 310002, type="ARBITRAGE", name="Пётр", public_id="x", order_id=5, updated_at="2026-01-02T03:04:05Z"
    )
    sandbox.set_chat(HOME_ID, 310001, buyer=None, updated_at=NOW)
    sandbox.set_chat(HOME_ID, 310003, context_type="DIRECT")

    chat = seen(sandbox, 310002)
    assert chat["type"] == "ARBITRAGE"
    assert chat["context"]["customer"] == {"name": "Пётр", "publicId": "x"}
    assert (chat["context"]["orderId"], chat["context"]["campaignId"]) == (5, 48211001)
    assert chat["updatedAt"] == "2026-01-02T06:04:05+03:00"
    assert "customer" not in seen(sandbox, 310001)["context"]
    assert set(seen(sandbox, 310003)["context"]) == {"type", "customer"}


def test_what_a_chat_does_not_have_cannot_be_changed(sandbox):
    with pytest.raises(ValueError, match="colour"):
        sandbox.set_chat(HOME_ID, 310002, colour="red")
    with pytest.raises(KeyError, match="77"):
        sandbox.set_chat(HOME_ID, 77, status="NEW")


def test_a_new_chat_is_found_by_all_ways(sandbox):
    chat = sandbox.add_chat(HOME_ID, context_type="RETURN", order_id=71, return_id=72, status="WAITING_FOR_PARTNER")
    other = sandbox.add_chat(HOME_ID)

    contexts = {"contexts": [{"type": "RETURN", "id": 72}]}
    assert seen(sandbox, chat.chat_id)["context"]["returnId"] == 72
    assert [c["chatId"] for c in get_chats(sandbox, contexts).json["result"]["chats"]] == [chat.chat_id]
    assert other.chat_id not in (chat.chat_id, 310001)
    assert sandbox.add_chat(TECH_ID, chat_id=12345).chat_id == 12345


def test_a_reset_forgets_everything(sandbox):
    sandbox.set_chat(HOME_ID, 310002, status="FINISHED")
    sandbox.set_quota(HOME_ID, "getChat", remaining=0)
    sandbox.fail("500")
    sandbox.clock = lambda: NOW
    sandbox.latency = 9

    sandbox.reset()

    assert sandbox.calls == []
    assert seen(sandbox, 310002)["status"] == "WAITING_FOR_PARTNER"
    assert sandbox.clock() != NOW and sandbox.latency == 0


def test_another_process_controls_it_over_http(sandbox):
    told(sandbox, "set-chat", {"business_id": HOME_ID, "chat_id": 310002, "status": "FINISHED"})
    added = told(sandbox, "add-chat", {"business_id": HOME_ID, "order_id": 71}).json["result"]["chatId"]
    told(sandbox, "fail", {"fault": "500", "chat_id": 310003})
    told(sandbox, "set-quota", {"business_id": TECH_ID, "operation": "getChat", "remaining": 0})

    assert seen(sandbox, 310002)["status"] == "FINISHED"
    assert seen(sandbox, added)["context"]["orderId"] == 71
    assert get_chat(sandbox, 310003).status == 500
    assert get_chat(sandbox, 420001, business_id=TECH_ID).status == 420
    told(sandbox, "clear")
    assert get_chat(sandbox, 310003).status == 200
    calls = ask(sandbox, "GET", "/_sandbox/calls", token=None).json["result"]
    assert [call["status"] for call in calls] == [200, 200, 500, 420, 200]
    told(sandbox, "reset")
    assert sandbox.calls == []


def test_another_process_plays_the_buyer_the_cabinet_and_market(sandbox):
    chat = {"business_id": HOME_ID, "chat_id": 310003}
    new = told(sandbox, "buyer-begins", {"business_id": HOME_ID}).json["result"]["chatId"]
    said = told(sandbox, "buyer-writes", chat | {"text": "Где он?"}).json["result"]
    asked = seen(sandbox, 310003)["status"]
    told(sandbox, "shop-answers-elsewhere", chat)
    told(sandbox, "finish", chat)
    told(sandbox, "set-list", {"order": "created", "paging": "offset"})
    told(sandbox, "set-reopening", {"reopens": False})
    told(sandbox, "buyer-writes", chat)

    truth = told(sandbox, "truth", {"business_id": HOME_ID}).json["result"]
    assert (asked, seen(sandbox, 310003)["status"]) == ("WAITING_FOR_PARTNER", "FINISHED")
    assert get_chats(sandbox).json["result"]["chats"][0]["chatId"] == new
    assert truth["310003"]["status"] == "FINISHED"
    assert said["messageId"] in truth["310003"]["messageIds"]
    assert told(sandbox, "answers-due").json["result"] == []


def test_calls_are_counted_by_hour_business_operation_and_status(sandbox):
    sandbox.clock = lambda: NOW
    for chat_id in (310001, 310002, 1):
        get_chat(sandbox, chat_id)
    get_chats(sandbox, business_id=TECH_ID)
    sandbox.clock = lambda: NOW + timedelta(hours=1)
    get_chats(sandbox, business_id=TECH_ID)

    counts = ask(sandbox, "GET", "/_sandbox/counts", token=None).json["result"]
    assert [tuple(one.values()) for one in counts] == [
        ("2026-11-22T10:00:00+00:00", HOME_ID, "getChat", 200, 2),
        ("2026-11-22T10:00:00+00:00", HOME_ID, "getChat", 404, 1),
        ("2026-11-22T10:00:00+00:00", TECH_ID, "getChats", 200, 1),
        ("2026-11-22T11:00:00+00:00", TECH_ID, "getChats", 200, 1),
    ]
    assert list(counts[0]) == ["hour", "business_id", "operation", "status", "calls"]


@pytest.mark.parametrize(
    ("name", "order", "how", "status"),
    [
        ("dance", {}, {}, 404),
        ("fail", {"fault": "418"}, {}, 400),
        ("fail", {"colour": "red"}, {}, 400),
        ("set-chat", {"business_id": 5, "chat_id": 5}, {}, 400),
        ("set-quota", {"business_id": HOME_ID, "operation": "dance", "remaining": 1}, {}, 400),
        ("set-list", {"order": "sideways"}, {}, 400),
        ("start-dispute", {"business_id": HOME_ID, "chat_id": 310008}, {}, 400),
        ("buyer-writes", {"business_id": HOME_ID, "chat_id": 77}, {}, 404),
        ("reset", {}, {"headers": {"Content-Type": "text/plain"}}, 415),
    ],
)
def test_a_wrong_order_is_refused_in_words(sandbox, name, order, how, status):
    reply = told(sandbox, name, order, **how)

    assert reply.status == status
    assert reply.message


def test_connections_close_like_markets_unless_told_otherwise(sandbox):
    closing = get_chat(sandbox, 310001)
    sandbox.keep_alive = True
    staying = get_chat(sandbox, 310001)

    assert (closing.headers["Connection"], staying.headers["Connection"]) == ("close", None)


def test_every_answer_may_take_its_time(sandbox):
    sandbox.latency = 0.1

    started = datetime.now(UTC)
    get_chat(sandbox, 310001)

    assert datetime.now(UTC) - started >= timedelta(seconds=0.1)
