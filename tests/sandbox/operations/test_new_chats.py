import pytest

from chats.sandbox.content import chats as content

from ..asking import HOME, TECH, create_chat, get_chat, get_chats, get_history
from ..contract import faults_in


def test_a_chat_is_begun_once_about_an_order_without_one(sandbox):
    context = {"context": {"type": "ORDER", "id": 54810000301}}

    first, second = (create_chat(sandbox, context).json["result"]["chatId"] for _ in range(2))

    chat = get_chat(sandbox, first).json
    found = get_chats(sandbox, {"contexts": [context["context"]]}).json["result"]["chats"]
    assert first == second
    assert faults_in("getChat", 200, chat) == []
    assert (chat["result"]["status"], chat["result"]["context"]["campaignId"]) == ("NEW", 48211002)
    assert [one["chatId"] for one in found] == [first]
    assert get_history(sandbox, first).json["result"]["messages"] == []


@pytest.mark.parametrize(
    ("context", "chat_id"),
    [
        ({"context": {"type": "ORDER", "id": 54810000102}}, 310002),
        ({"context": {"type": "RETURN", "id": 6620106}}, 310006),
        ({"orderId": 54810000102}, 310002),
    ],
)
def test_a_chat_that_is_there_already_is_named(sandbox, context, chat_id):
    assert create_chat(sandbox, context).json["result"]["chatId"] == chat_id


@pytest.mark.parametrize("seller", [HOME, TECH], ids=lambda seller: seller.name)
def test_every_order_and_return_without_a_chat_can_have_one_but_for_returns_of_dbs(sandbox, seller):
    for about in content.WITHOUT_CHAT[seller.business_id]:
        number = about.return_id or about.order_id
        nothing = get_chats(sandbox, {"contexts": [{"type": about.type, "id": number}]}, business_id=seller.business_id)
        context = {"context": {"type": about.type, "id": number}}
        reply = create_chat(sandbox, context, business_id=seller.business_id)

        refused = about.type == "RETURN" and about.campaign_id == content.DBS
        assert nothing.json["result"]["chats"] == []
        assert reply.status == (400 if refused else 200)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"context": {"type": "ORDER", "id": 77}}, 404, "Order not found: '77'"),
        ({"context": {"type": "RETURN", "id": 77}}, 404, "Return not found: '77'"),
        ({"context": {"type": "RETURN", "id": 6620305}}, 400, "Chats about returns are not available for DBS"),
        ({"context": {"type": "DIRECT", "id": 77}}, 400, "Illegal input at 'context.type'"),
        ({"context": {"type": "ORDER"}}, 400, "'context.id' must not be null"),
        ({}, 400, "'context' must not be null"),
    ],
)
def test_a_chat_that_cannot_be_begun_is_refused_in_words(sandbox, body, status, words):
    reply = create_chat(sandbox, body)

    assert (reply.status, reply.message) == (status, words)
    assert faults_in("createChat", status, reply.json) == []
