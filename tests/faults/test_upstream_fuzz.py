import pytest

from chats.models import Chat
from chats.services import sightings
from tests.desk_fixture import NOW
from tests.faults import fuzz
from tests.faults.calm import address, page, problem_on
from tests.market.test_fuzz import READERS
from tests.sandbox import contract

EXAMPLES = 200


@pytest.mark.engine_free
@pytest.mark.parametrize("operation", sorted(READERS))
def test_u23_whatever_market_says_is_a_typed_result_or_a_typed_error(operation):
    contract.document()

    counted = fuzz.fuzz(operation, EXAMPLES)

    assert counted.total() >= EXAMPLES
    assert counted["a typed result"] > EXAMPLES / 20
    assert counted["NotUnderstood"] + counted["OutcomeUnknown"] > EXAMPLES / 20


def test_u23_whatever_was_understood_can_be_kept_and_shown(signed_in, home):
    contract.document()
    shown = []

    def keep_and_show(answer):
        for chat in answer.result.chats:
            sightings.record_chat(home, chat, seen_at=NOW, source=Chat.Source.LIST)
            response = signed_in.get(address(chat.chat_id))
            assert response.status_code == 200
            assert page(response).cssselect(".badge") and problem_on(response) == ""
            shown.append(chat)

    fuzz.fuzz("getChats", EXAMPLES // 2, answers=fuzz.right, also=keep_and_show)

    assert len(shown) > EXAMPLES / 10
