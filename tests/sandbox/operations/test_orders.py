from datetime import UTC, datetime, timedelta

import pytest

from chats.sandbox import SELLERS
from chats.sandbox.content import cabinets
from chats.sandbox.content.chats import WITHOUT_CHAT
from chats.sandbox.content.stories import ORDER_STORIES, RETURN_STORIES

from ..asking import HOME, TECH, get_chats, get_orders, get_return
from ..contract import faults_in, resolved

B = HOME.business_id
UNKNOWN_CODES = 54810000150
RETURN_OF_UNKNOWN_CODES = 6630203
OLD = 54810000105
FAKE = 54810000135
MISSING = 54810000137


def chats_of(sandbox, seller):
    found, token = [], None
    while not found or token:
        query = {"limit": 20} | ({"pageToken": token} if token else {})
        page = get_chats(sandbox, business_id=seller.business_id, query=query).json["result"]
        found += page["chats"]
        token = page["paging"].get("nextPageToken")
    return found


def orders_seen(sandbox, order_id, *, business_id=B, **filters):
    reply = get_orders(sandbox, {"orderIds": [order_id], **filters}, business_id=business_id)
    assert reply.status == 200, reply.json
    return reply.json["orders"]


def window(days_ago, length=29):
    last = (datetime.now(UTC) - timedelta(days=days_ago)).date()
    return {"dates": {"creationDateFrom": str(last - timedelta(days=length)), "creationDateTo": str(last)}}


def everywhere(sandbox, order_id, business_id):
    """The order, wherever it is to be found."""
    for filters in ({}, {"fake": True}, *(window(days) for days in range(25, 200, 29))):
        if found := orders_seen(sandbox, order_id, business_id=business_id, **filters):
            return found[0]
    return None


@pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.name)
def test_every_order_that_is_chatted_about_is_there_as_the_document_says(sandbox, seller):
    ids = {chat["context"]["orderId"] for chat in chats_of(sandbox, seller) if "orderId" in chat["context"]}

    found = {order_id: everywhere(sandbox, order_id, seller.business_id) for order_id in ids}

    assert {order_id for order_id, order in found.items() if order is None} == ({MISSING} & ids)
    for order_id, order in found.items():
        broken = faults_in("getBusinessOrders", 200, {"orders": [order]}) if order else []
        assert bool(broken) == (order_id == UNKNOWN_CODES), broken


def test_the_orders_stand_in_every_status(sandbox):
    told = {story.status for stories in ORDER_STORIES.values() for story in stories.values()}

    assert told > set(resolved({"$ref": "#/components/schemas/OrderStatusType"})["enum"])


@pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.name)
def test_every_return_is_what_the_document_says(sandbox, seller):
    abouts = [chat["context"] for chat in chats_of(sandbox, seller) if "returnId" in chat["context"]]

    for about in abouts:
        reply = get_return(sandbox, about["campaignId"], about["orderId"], about["returnId"], token=seller.token)
        broken = faults_in("getReturn", 200, reply.json)
        assert bool(broken) == (about["returnId"] == RETURN_OF_UNKNOWN_CODES), broken
    assert {about["returnId"] for about in abouts} == set(RETURN_STORIES[seller.business_id])


def test_what_comes_back_is_among_what_was_ordered(sandbox):
    for seller in SELLERS:
        for about in (chat["context"] for chat in chats_of(sandbox, seller) if "returnId" in chat["context"]):
            ids = about["campaignId"], about["orderId"], about["returnId"]
            back = get_return(sandbox, *ids, token=seller.token).json["result"]
            order = everywhere(sandbox, about["orderId"], seller.business_id)
            assert {item["shopSku"] for item in back["items"]} <= {item["offerId"] for item in order["items"]}
            assert back["creationDate"] > order["creationDate"]


def test_p4_orders_are_found_by_the_shops_own_numbers_as_the_document_says(sandbox):
    reply = get_orders(sandbox, {"externalOrderIds": ["УТ-00012345", "УТ-00012399", "УТ-1"]})

    assert {order["externalOrderId"]: order["orderId"] for order in reply.json["orders"]} == {
        "УТ-00012345": 54810000102,
        "УТ-00012399": 54810000301,
    }
    assert faults_in("getBusinessOrders", 200, reply.json) == []


@pytest.mark.parametrize("seller", SELLERS, ids=lambda seller: seller.name)
def test_f2_orders_and_returns_without_a_chat_are_there_as_the_document_says(sandbox, seller):
    for about in WITHOUT_CHAT[seller.business_id]:
        (order,) = orders_seen(sandbox, about.order_id, business_id=seller.business_id)
        assert order["campaignId"] == about.campaign_id
        assert faults_in("getBusinessOrders", 200, {"orders": [order]}) == []
        if about.return_id:
            reply = get_return(sandbox, about.campaign_id, about.order_id, about.return_id, token=seller.token)
            assert faults_in("getReturn", 200, reply.json) == []


def test_without_dates_only_the_last_thirty_days_are_looked_at(sandbox):
    assert orders_seen(sandbox, OLD) == []
    assert [order["orderId"] for order in orders_seen(sandbox, OLD, **window(60))] == [OLD]


def test_a_test_order_shows_itself_only_to_who_asks_for_test_orders(sandbox):
    assert orders_seen(sandbox, FAKE) == []
    assert orders_seen(sandbox, FAKE, fake=True)[0]["fake"] is True
    assert orders_seen(sandbox, 54810000101, fake=True) == []


def test_a_window_of_more_than_thirty_days_is_refused_in_markets_words(sandbox):
    reply = get_orders(sandbox, {"orderIds": [OLD], **window(0, 31)})

    assert reply.status == 400
    assert reply.message.startswith("Invalid filters: interval between")


@pytest.mark.parametrize(
    "body",
    [{"externalOrderIds": []}, {"externalOrderIds": [1]}, {"externalOrderIds": [""]}, {"externalOrderIds": ["1", "1"]},
     {"externalOrderIds": [str(number) for number in range(51)]}, {"orderIds": []}, {"orderIds": [1, 1]},
     {"orderIds": ["x"]}, {"orderIds": list(range(1, 52))}, {"dates": 5},
     {"dates": {"creationDateFrom": "soon"}}, {"fake": "yes"}],
)  # fmt: skip
def test_filters_that_mean_nothing_are_refused(sandbox, body):
    assert get_orders(sandbox, body).status == 400


def test_too_large_a_limit_is_cut_without_a_word(sandbox):
    assert get_orders(sandbox, {}, query={"limit": 5000}).status == 200


def test_an_order_of_another_business_is_not_there(sandbox):
    assert orders_seen(sandbox, 54820000201) == []
    assert orders_seen(sandbox, 54820000201, business_id=TECH.business_id) != []


def test_the_clock_of_a_return_that_waits_for_a_decision_runs(sandbox):
    back = get_return(sandbox, 48211002, 54810000106, 6620106).json["result"]

    left = datetime.fromisoformat(back["creationDate"]) + timedelta(hours=48) - datetime.now(UTC)
    assert back["refundStatus"] == "PREMODERATION_DECISION_WAITING"
    assert timedelta(hours=17) < left < timedelta(hours=19)


@pytest.mark.parametrize("ids", [(48211002, 54810000106, 1), (48211002, 1, 6620106), (48211001, 54810000106, 6620106)])
def test_a_return_that_is_not_there_is_said_in_markets_words(sandbox, ids):
    reply = get_return(sandbox, *ids)

    assert (reply.status, reply.message) == (404, f"Return '{ids[2]}' for order '{ids[1]}' is not found")


def test_a_store_of_another_cabinet_is_out_of_reach(sandbox):
    reply = get_return(sandbox, 51932001, 54820000203, 6630203)

    assert (reply.status, reply.message) == (403, "No access to campaigns: 51932001")


@pytest.mark.parametrize("ids", [("x", 1, 1), (48211002, "x", 1), (48211002, 1, 0)])
def test_what_cannot_be_an_id_is_a_wrong_request(sandbox, ids):
    assert get_return(sandbox, *ids).status == 400


@pytest.mark.parametrize("kind", ["COMMUNICATION_ONLY"])
def test_a_key_for_chats_alone_is_told_which_scopes_it_lacks(sandbox, kind):
    token = getattr(cabinets, kind)[B]

    replies = [get_orders(sandbox, token=token), get_return(sandbox, 48211002, 54810000106, 6620106, token=token)]

    for reply in replies:
        assert reply.status == 403
        assert reply.message.startswith("Token does not have any of the scopes to access the API method")
        assert "inventory-and-order-processing:read-only" in reply.message


def test_a_test_can_move_an_order_and_a_return(sandbox):
    sandbox.set_order(B, 54810000101, status="DELIVERY")
    sandbox.set_return(B, 6620106, refundStatus="REFUNDED")

    assert orders_seen(sandbox, 54810000101)[0]["status"] == "DELIVERY"
    assert get_return(sandbox, 48211002, 54810000106, 6620106).json["result"]["refundStatus"] == "REFUNDED"
