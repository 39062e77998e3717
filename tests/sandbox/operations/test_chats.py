import pytest

from chats.market.types import ChatStatus
from chats.sandbox.content.chats import (
    CHAT_HERE_ORDER_THERE,
    HOME_ROWS,
    LARGEST_ID,
    ORDER_AND_RETURN,
    ORDER_AT_BOTH,
    ORDER_WITH_DISPUTE,
    TECH_ROWS,
)

from ..asking import HOME, TECH, ask, get_campaigns, get_chat, get_chats

HOME_ID, TECH_ID = HOME.business_id, TECH.business_id


def found(reply):
    assert reply.status == 200, reply.body
    return [chat["chatId"] for chat in reply.json["result"]["chats"]]


def test_a_chat_about_an_order_names_order_store_and_buyer(sandbox):
    chat = get_chat(sandbox, 310002).json["result"]

    assert chat["context"].pop("customer")["name"] == "Мария Соколова"
    assert chat["context"] == {"type": "ORDER", "campaignId": 48211001, "orderId": 54810000102}
    assert (chat["type"], chat["status"]) == ("CHAT", "WAITING_FOR_PARTNER")
    assert chat["createdAt"].endswith("+03:00") and chat["updatedAt"].endswith("+03:00")


def test_a_direct_chat_has_nothing_but_its_customer(sandbox):
    chat = get_chat(sandbox, 310008).json["result"]

    assert set(chat["context"]) == {"type", "customer"}
    assert "orderId" not in chat


def test_what_market_does_not_know_of_a_buyer_is_left_out(sandbox):
    contexts = {
        number: get_chat(sandbox, number).json["result"]["context"] for number in (310031, 310030, 310032, 310033)
    }

    assert "customer" not in contexts[310031]
    assert set(contexts[310030]["customer"]) == {"name"}
    assert set(contexts[310032]["customer"]) == {"publicId"}
    assert contexts[310033]["customer"] == {}


def test_all_kinds_of_chats_are_there():
    chats = [*HOME_ROWS, *TECH_ROWS]
    statuses = {value for name, value in vars(ChatStatus).items() if name.isupper()}

    assert len(chats) >= 40
    assert {row.status for row in chats} == {*statuses, "PAUSED"}
    assert {row.type for row in chats} == {"CHAT", "ARBITRAGE", "CONSULTATION"}
    assert {row.context.type for row in chats} == {"ORDER", "RETURN", "DIRECT", "REVIEW"}
    assert max(len(row.buyer.name or "") for row in chats if row.buyer) >= 200
    assert {row.chat_id for row in HOME_ROWS}.isdisjoint(row.chat_id for row in TECH_ROWS)


@pytest.mark.parametrize("chat_id", [LARGEST_ID, 987654321012345678])
def test_ids_have_64_bits(sandbox, chat_id):
    assert get_chat(sandbox, chat_id, business_id=TECH_ID).json["result"]["chatId"] == chat_id


@pytest.mark.parametrize("chat_id", [1, 420001, 55555])
def test_a_chat_that_the_business_does_not_have_is_not_found(sandbox, chat_id):
    reply = get_chat(sandbox, chat_id)

    assert (reply.status, reply.message) == (404, f"Can't find chat by id: '{chat_id}'")


@pytest.mark.parametrize(
    ("chat_id", "words"),
    [
        ("0", "'chatId' must be greater than or equal to 1"),
        ("-1", "'chatId' must be greater than or equal to 1"),
        ("abc", "Type mismatch"),
        ("", "Type mismatch"),
        ("1.5", "Type mismatch"),
        ("٣", "Type mismatch"),
        ("9223372036854775808", "Type mismatch"),
        ("9" * 5000, "Type mismatch"),
    ],
)
def test_what_cannot_be_a_chat_id_is_a_wrong_request(sandbox, chat_id, words):
    reply = get_chat(sandbox, chat_id)

    assert reply.status == 400
    assert reply.message.startswith(words)


def test_a_chat_needs_its_number(sandbox):
    reply = ask(sandbox, "GET", "/v2/businesses/1001/chat")

    assert (reply.status, reply.message) == (400, "Required request parameter 'chatId' is not present")


@pytest.mark.parametrize(
    ("contexts", "expected"),
    [
        ([{"type": "ORDER", "id": ORDER_WITH_DISPUTE}], {310017, 310018}),
        ([{"type": "ORDER", "id": ORDER_AND_RETURN}], {310021}),
        ([{"type": "RETURN", "id": ORDER_AND_RETURN}], {310022}),
        (
            [{"type": "ORDER", "id": ORDER_AND_RETURN}, {"type": "RETURN", "id": ORDER_AND_RETURN}],
            {310021, 310022},
        ),
        ([{"type": "ORDER", "id": 310001}], set()),
    ],
)
def test_contexts_find_the_chats_of_an_order_or_a_return(sandbox, contexts, expected):
    assert set(found(get_chats(sandbox, {"contexts": contexts}))) == expected


def test_one_number_means_different_things_at_two_sellers(sandbox):
    here = get_chat(sandbox, CHAT_HERE_ORDER_THERE)
    there = get_chats(sandbox, {"contexts": [{"type": "ORDER", "id": CHAT_HERE_ORDER_THERE}]}, business_id=TECH_ID)
    both = {"contexts": [{"type": "ORDER", "id": ORDER_AT_BOTH}]}

    assert here.status == 200
    assert found(there) == [420004]
    assert found(get_chats(sandbox, both)) == [310024]
    assert found(get_chats(sandbox, both, business_id=TECH_ID)) == [420005]


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"statuses": ["FINISHED"]}, lambda chat: chat["status"] == "FINISHED"),
        ({"types": ["ARBITRAGE"]}, lambda chat: chat["type"] == "ARBITRAGE"),
        ({"contextTypes": ["DIRECT", "RETURN"]}, lambda chat: chat["context"]["type"] in {"DIRECT", "RETURN"}),
        ({"orderIds": [54810000101]}, lambda chat: chat["chatId"] == 310001),
        ({"statuses": ["FINISHED"], "types": ["ARBITRAGE"]}, lambda chat: chat["chatId"] == 310020),
    ],
)
def test_filters_leave_what_is_wanted(sandbox, wanted, holds):
    everything = get_chats(sandbox, query={"limit": 20}).json["result"]["chats"]
    chats = get_chats(sandbox, wanted, query={"limit": 20}).json["result"]["chats"]

    assert chats and all(holds(chat) for chat in chats)
    assert len(chats) < len(everything)


@pytest.mark.parametrize("body", [{"statuses": None, "contexts": None}, {"futureFilter": [1]}, {}])
def test_unknown_and_empty_filters_are_skipped(sandbox, body):
    assert found(get_chats(sandbox, body)) == found(get_chats(sandbox))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "Required request body is missing"),
        (b"{", "JSON: "),
        (b"[" * 100_000, "JSON: "),
        ([], "JSON: "),
        ({"statuses": []}, "'statuses' size must be between"),
        ({"contexts": []}, "'contexts' size must be between"),
        ({"contextTypes": []}, "'contextTypes' size must be between"),
        ({"statuses": "NEW"}, "Illegal input at 'statuses'"),
        ({"statuses": ["PAUSED"]}, "Illegal input at 'statuses[0]'"),
        ({"types": ["CHAT", 5]}, "Illegal input at 'types[1]'"),
        ({"statuses": ["NEW", "NEW"]}, "'statuses' must only contain unique elements"),
        ({"contexts": [{"type": "DIRECT", "id": 5}]}, "Illegal input at 'contexts[0].type'"),
        ({"contexts": [{"type": "ORDER"}]}, "'contexts[0].id' must not be null"),
        ({"contexts": [{"id": 5}]}, "'contexts[0].type' must not be null"),
        ({"contexts": [{"type": "ORDER", "id": 0}]}, "'contexts[0].id' must be greater than or equal to 1"),
        ({"contexts": [{"type": "ORDER", "id": 2**63}]}, "Illegal input at 'contexts[0].id'"),
        ({"contexts": [{"type": ["ORDER"], "id": 5}]}, "Illegal input at 'contexts[0].type'"),
        ({"contexts": [5]}, "Illegal input at 'contexts[0]'"),
        ({"orderIds": ["5"]}, "Illegal input at 'orderIds[0]'"),
        (b'{"a": "' + b"x" * 512 * 1024 + b'"}', "The request is too big"),
    ],
)
def test_a_wrong_body_is_refused_in_markets_words(sandbox, body, words):
    reply = get_chats(sandbox, body)

    assert reply.status == 400
    assert reply.message.startswith(words)


@pytest.mark.parametrize(
    ("sent", "words"), [("text/plain", "Content type 'text/plain' not supported"), ("", "Unknown content-type: ''")]
)
def test_a_body_that_is_not_declared_json_is_refused(sandbox, sent, words):
    reply = get_chats(sandbox, headers={"Content-Type": sent})

    assert (reply.status, reply.message) == (415, words)


@pytest.mark.parametrize("name", ["pageToken", "page_token"])
def test_pages_lead_through_all_chats_once(sandbox, name):
    seen, token = [], None
    while not seen or token:
        page = get_chats(sandbox, query={"limit": 7} | ({name: token} if token else {}))
        seen += found(page)
        token = page.json["result"]["paging"].get("nextPageToken")

    assert len(seen) == len(set(seen)) == len(HOME_ROWS)


def test_a_page_has_ten_chats_unless_asked_otherwise(sandbox):
    assert len(found(get_chats(sandbox))) == 10


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("21", "Parameter limit must be less than or equal to '20'"),
        ("0", "Parameter limit must be greater than or equal to '1'"),
        ("ten", "Type mismatch"),
    ],
)
def test_a_page_has_its_limits(sandbox, limit, words):
    reply = get_chats(sandbox, query={"limit": limit})

    assert reply.status == 400
    assert reply.message.startswith(words)


def test_a_page_token_is_good_only_for_its_own_question(sandbox):
    token = get_chats(sandbox, query={"limit": 7}).json["result"]["paging"]["nextPageToken"]
    bad = ("abc", "", "Wzdd", "bnVsbA==", token[:-4])

    refused = [
        get_chats(sandbox, query={"limit": 8, "pageToken": token}),
        get_chats(sandbox, {"types": ["CHAT"]}, query={"limit": 7, "pageToken": token}),
        get_chats(sandbox, business_id=TECH_ID, query={"limit": 7, "pageToken": token}),
        *(get_chats(sandbox, query={"limit": 7, "pageToken": text}) for text in bad),
    ]

    assert {(reply.status, reply.message) for reply in refused} == {(400, "Bad page token")}


def test_stores_come_in_pages_when_asked(sandbox):
    first = get_campaigns(sandbox, query={"limit": 2}).json
    second = get_campaigns(sandbox, query={"limit": 2, "page_token": first["paging"]["nextPageToken"]}).json
    refused = [get_campaigns(sandbox, query=query) for query in ({"limit": 101}, {"limit": 2, "pageToken": "abc"})]

    shown = [store["id"] for store in first["campaigns"] + second["campaigns"]]
    assert shown == [store.campaign_id for store in HOME.campaigns]
    assert second["paging"] == {}
    assert [reply.status for reply in refused] == [400, 400]
