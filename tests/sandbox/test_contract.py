import pytest

from chats.sandbox import SELLERS
from chats.sandbox.content.chats import UNKNOWN_CONTEXT_CHAT, UNKNOWN_STATUS_CHAT, UNKNOWN_TYPE_CHAT
from chats.sandbox.faults.faults import BY_NAME, FAULTS
from chats.sandbox.operations.routes import OPERATIONS as ROUTES

from .asking import ALL, get_campaigns, get_chat, get_chats
from .contract import faults_in, operations

# They stand for the codes that Market may add tomorrow.
BEYOND_THE_CONTRACT = {UNKNOWN_STATUS_CHAT, UNKNOWN_TYPE_CHAT, UNKNOWN_CONTEXT_CHAT}

# Faults that are documented answers. All others break the contract, or the connection, on purpose.
DOCUMENTED = (
    *("400", "401", "401_revoked", "403_scope", "403_access", "403_api_off", "403_store_off", "403_other"),
    *("404", "404_path", "420_hourly", "420_parallel", "420_no_until", "420_bad_until", "420_past_until"),
    *("420_far_until", "500"),
)
BREAKING = {
    *("405", "415", "420_html", "420_empty", "423", "429", "499", "502", "503", "504"),
    *(f"redirect_{status}" for status in (301, 302, 303, 307, 308)),
    *("redirect_same_host", "redirect_file", "silence", "never", "closed", "reset", "truncated", "truncated_chunked"),
    *("slow_body", "slow_head", "html", "empty", "null", "array", "error_in_200", "other_chat", "missing_field"),
    *("wrong_types", "deep", "huge", "bomb", "many_headers", "odd_text", "not_utf8", "unknown_values"),
    *("unknown_fields", "id_nan", "id_infinite", "id_5000_digits", "id_true", "id_text", "id_negative"),
    "id_too_large",
}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_address_scopes_and_allowance_are_those_of_the_document(route):
    said = operations()[route.name]

    assert (route.method, route.path) == (said["method"], said["path"])
    assert list(route.scopes) == said["x-auth-scopes"]
    assert route.hourly_limit == said["x-resource-limit-config"]["none"]["amount"]


@pytest.mark.parametrize("operation", ALL)
def test_a_right_answer_is_what_the_document_says(sandbox, operation):
    reply = ALL[operation](sandbox)

    assert reply.status == 200
    assert faults_in(operation, 200, reply.json) == []


ANSWERS = [
    (operation, fault)
    for operation in ALL
    for fault in DOCUMENTED
    if (operation, BY_NAME[fault].number % 1000) != ("getAuthTokenInfo", 404)  # the only one it does not document
]


@pytest.mark.parametrize(("operation", "fault"), ANSWERS)
def test_every_documented_error_is_what_the_document_says(sandbox, operation, fault):
    status = BY_NAME[fault].number % 1000
    sandbox.fail(fault, operation=operation)

    reply = ALL[operation](sandbox)

    assert reply.status == status
    assert faults_in(operation, status, reply.json) == []
    assert reply.message


def test_every_documented_status_is_among_those_answers():
    documented = {(name, int(status)) for name in ALL for status in operations()[name]["responses"] if status != "200"}

    assert {(operation, BY_NAME[fault].number % 1000) for operation, fault in ANSWERS} == documented


def test_every_fault_is_either_documented_or_listed_as_breaking():
    assert {fault.name for fault in FAULTS} == {*DOCUMENTED, *BREAKING}
    assert not BREAKING & set(DOCUMENTED)


@pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.name)
def test_every_chat_is_what_the_document_says(sandbox, seller):
    found, broken, token = 0, {}, None
    while found == 0 or token:
        query = {"limit": 20} | ({"pageToken": token} if token else {})
        page = get_chats(sandbox, business_id=seller.business_id, query=query).json
        for chat in page["result"]["chats"]:
            found += 1
            alone = get_chat(sandbox, chat["chatId"], business_id=seller.business_id).json
            assert alone["result"] == chat
            if said := faults_in("getChat", 200, alone):
                broken[chat["chatId"]] = said
        token = page["result"]["paging"].get("nextPageToken")

    assert found >= 13
    assert {chat_id: said for chat_id, said in broken.items() if chat_id not in BEYOND_THE_CONTRACT} == {}
    assert set(broken) == (BEYOND_THE_CONTRACT if seller is SELLERS[0] else set())


def test_every_page_of_chats_is_what_the_document_says(sandbox):
    known = ["NEW", "WAITING_FOR_PARTNER", "WAITING_FOR_CUSTOMER", "WAITING_FOR_ARBITER", "FINISHED"]
    wanted = {"statuses": known, "types": ["CHAT", "ARBITRAGE"], "contextTypes": ["ORDER", "RETURN", "DIRECT"]}

    page = get_chats(sandbox, wanted, query={"limit": 20}).json

    assert len(page["result"]["chats"]) == 20
    assert faults_in("getChats", 200, page) == []


def test_pages_of_stores_are_what_the_document_says(sandbox):
    page = get_campaigns(sandbox, query={"limit": 2}).json

    assert page["paging"]["nextPageToken"]
    assert faults_in("getCampaigns", 200, page) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"chatId": 0}, "$.result.chatId"),
        ({"chatId": 2**63}, "$.result.chatId"),
        ({"chatId": True}, "$.result.chatId"),
        ({"status": "PAUSED"}, "$.result.status"),
        ({"createdAt": "2026-11-22T10:00:00"}, "$.result.createdAt"),
        ({"createdAt": "yesterday"}, "$.result.createdAt"),
        ({"context": {}}, "$.result.context"),
    ],
)
def test_the_check_itself_sees_a_breach(sandbox, change, place):
    right = get_chat(sandbox, 310001).json

    said = faults_in("getChat", 200, right | {"result": right["result"] | change})

    assert [line.split(": ")[0] for line in said] == [place]
