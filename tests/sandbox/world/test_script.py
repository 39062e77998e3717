from datetime import UTC, datetime, timedelta

from chats.sandbox import Sandbox
from chats.sandbox.world.script import INTERVAL, SCRIPTED_CHATS

from ..asking import HOME, get_chat

NOW = datetime(2026, 11, 22, 10, 41, 7, tzinfo=UTC)


def seen(sandbox, chat_id, business_id=HOME.business_id):
    return get_chat(sandbox, chat_id, business_id=business_id).json["result"]


def test_the_demos_chats_move_with_the_clock():
    now = [NOW]
    with Sandbox(clock=lambda: now[0], alive=True) as sandbox:
        before = [seen(sandbox, chat_id, business_id)["status"] for business_id, chat_id in SCRIPTED_CHATS]
        now[0] = NOW + INTERVAL * len(SCRIPTED_CHATS)
        round_one = [seen(sandbox, chat_id, business_id)["status"] for business_id, chat_id in SCRIPTED_CHATS]
        now[0] += timedelta(hours=5)
        later = [seen(sandbox, chat_id, business_id) for business_id, chat_id in SCRIPTED_CHATS]

    assert before[0] == "WAITING_FOR_PARTNER"
    assert round_one == ["WAITING_FOR_CUSTOMER"] * len(SCRIPTED_CHATS)
    last_round = now[0] - INTERVAL * (len(SCRIPTED_CHATS) + 1)
    assert all(datetime.fromisoformat(chat["updatedAt"]) > last_round for chat in later)


def test_chats_stay_as_they_are_unless_alive():
    now = [NOW]
    with Sandbox(clock=lambda: now[0]) as sandbox:
        now[0] += timedelta(hours=5)

        assert seen(sandbox, SCRIPTED_CHATS[0][1])["status"] == "WAITING_FOR_PARTNER"
