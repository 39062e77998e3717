import pytest

from chats.sandbox.content import cabinets
from chats.sandbox.content.cabinets import API_OFF, NO_STORES
from chats.sandbox.operations.authorization import KEY_PATTERN
from chats.sandbox.operations.routes import ANY_SCOPE, READS_CHATS

from ..asking import ALL, HOME, OPERATIONS, TECH, ask, get_auth_token_info, get_campaigns, get_chat, get_chats

CHATS = ("getChat", "getChats")
ORDERS = ("getBusinessOrders", "getReturn")
OTHERS = ("getCampaigns", "getAuthTokenInfo")
B = HOME.business_id


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (None, "Credentials are not specified"),
        ("", "Api-Key token is not specified"),
        (f"Bearer {HOME.token}", "Api-Key token prefix invalid"),
        (HOME.token[:-1], "Api-Key token length invalid"),
        (HOME.token[:-1] + "G", "Api-Key token format invalid"),
        (cabinets.UNKNOWN, "Api-Key token is invalid"),
        (cabinets.REVOKED[B], "Api-Key token is revoked"),
    ],
)
@pytest.mark.parametrize("operation", ALL)
def test_a_key_that_opens_nothing_is_refused_in_markets_words(sandbox, operation, token, message):
    reply = ALL[operation](sandbox, token=token)

    assert reply.status == 401
    assert reply.json["errors"] == [{"code": "UNAUTHORIZED", "message": message}]


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        (operation, kind)
        for operation in OPERATIONS
        for kind in ("FULL_ACCESS", "COMMUNICATION_ONLY", "READ_ONLY")
        if (operation in ORDERS, kind) != (True, "COMMUNICATION_ONLY")
    ],
)
def test_a_key_with_one_accepted_scope_opens_the_operation(sandbox, operation, kind):
    reply = OPERATIONS[operation](sandbox, token=getattr(cabinets, kind)[B])

    assert reply.status == 200


@pytest.mark.parametrize(("operation", "accepted"), [*((name, READS_CHATS) for name in CHATS)])
def test_a_key_without_the_scope_is_told_which_scopes_are_accepted(sandbox, operation, accepted):
    reply = OPERATIONS[operation](sandbox, token=cabinets.ORDERS_ONLY[B])

    assert reply.status == 403
    assert reply.message.startswith("Token does not have any of the scopes to access the API method")
    assert all(scope in reply.message for scope in accepted)


@pytest.mark.parametrize("operation", OTHERS)
def test_any_scope_is_enough_for_stores_and_the_key_itself(sandbox, operation):
    reply = OPERATIONS[operation](sandbox, token=cabinets.ORDERS_ONLY[B])

    assert reply.status == 200
    assert "inventory-and-order-processing" in ANY_SCOPE


@pytest.mark.parametrize("ask_for", [lambda s, b: get_chat(s, 420001, business_id=b, token=HOME.token),
                                     lambda s, b: get_chats(s, business_id=b, token=HOME.token)])  # fmt: skip
@pytest.mark.parametrize("business_id", [TECH.business_id, 999999, HOME.campaigns[0].campaign_id])
def test_a_key_reaches_its_own_cabinet_only(sandbox, ask_for, business_id):
    reply = ask_for(sandbox, business_id)

    assert (reply.status, reply.message) == (403, "Access denied")


@pytest.mark.parametrize("business", ["0", "-5", "abc", "9223372036854775808", "1001%20"])
def test_what_cannot_be_a_business_is_a_wrong_request(sandbox, business):
    reply = ask(sandbox, "GET", f"/v2/businesses/{business}/chat", query={"chatId": 310001})

    assert reply.status == 400


def test_a_cabinet_whose_api_is_off_shows_its_stores_but_no_chats(sandbox):
    chats = get_chats(sandbox, business_id=API_OFF.business_id, token=API_OFF.token)
    stores = get_campaigns(sandbox, token=API_OFF.token)

    assert chats.status == 403
    assert chats.message == "API for business '3003' disabled because it has only disabled partners"
    assert [store["apiAvailability"] for store in stores.json["campaigns"]] == ["MANUALLY_DISABLED"]


def test_a_key_shows_the_stores_of_its_cabinet(sandbox):
    ours = get_campaigns(sandbox, token=TECH.token).json["campaigns"]
    nobodys = get_campaigns(sandbox, token=NO_STORES.token).json["campaigns"]

    assert [store["id"] for store in ours] == [store.campaign_id for store in TECH.campaigns]
    assert {store["business"]["id"] for store in ours} == {TECH.business_id}
    assert nobodys == []


def test_a_key_tells_its_name_and_scopes(sandbox):
    info = get_auth_token_info(sandbox, token=cabinets.COMMUNICATION_ONLY[B]).json["result"]["apiKey"]

    assert info == {"name": "Только общение", "authScopes": ["COMMUNICATION"]}


def test_every_token_has_the_real_shape_and_says_that_it_is_none():
    for token in (*cabinets.KEYS, cabinets.UNKNOWN):
        assert KEY_PATTERN.fullmatch(token)
        assert "SANDBOX" in token
    assert len(cabinets.KEYS) == 4 + 2 * 5


@pytest.mark.parametrize("path", ["/", "/v2/chats", "/businesses/1001/chat", "/v1/campaigns", "/v2/campaigns/"])
def test_an_address_that_is_none_is_not_found(sandbox, path):
    reply = ask(sandbox, "GET", path)

    assert (reply.status, reply.message) == (404, "Resource not found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v2/businesses/1001/chat"),
        ("GET", "/v2/businesses/1001/chats"),
        ("DELETE", "/v2/campaigns"),
        ("GET", "/v2/auth/token"),
    ],
)
def test_a_wrong_method_is_refused(sandbox, method, path):
    reply = ask(sandbox, method, path)

    assert (reply.status, reply.message) == (405, f"Request method '{method}' not supported")
