from datetime import timedelta

import pytest

from chats.sandbox import Sandbox, Size, WorldOptions, numbered_seller

from ..asking import ask
from .many import Clock


def page(sandbox, seller, token):
    path = f"/v2/businesses/{seller.business_id}/chats"
    return ask(sandbox, "POST", path, token=token, body={}, query={"limit": 20})


def test_there_are_as_many_sellers_as_a_load_needs_each_with_its_own_chats_and_token():
    sellers = [numbered_seller(number) for number in (1, 2, 200, 9_999)]
    sizes = {seller.business_id: Size(chats=10 + index) for index, seller in enumerate(sellers)}
    with Sandbox(world=WorldOptions(sizes=sizes)) as sandbox:
        pages = [page(sandbox, seller, seller.token).json["result"]["chats"] for seller in sellers]
        stores = [ask(sandbox, "GET", "/v2/campaigns", token=seller.token).json["campaigns"] for seller in sellers]
        refused = page(sandbox, sellers[0], sellers[1].token)

    assert [len(chats) for chats in pages] == [10, 11, 12, 13]
    assert len({chat["chatId"] for chats in pages for chat in chats}) == 46
    assert [[store["business"]["id"] for store in one] for one in stores] == [[one.business_id] for one in sellers]
    assert (refused.status, refused.message) == (403, "Access denied")


@pytest.mark.parametrize("change", [lambda token: token[:-1] + "f", lambda token: token.replace("00001", "00000")])
def test_a_token_that_is_no_sellers_is_invalid(change):
    seller = numbered_seller(1)
    with Sandbox() as sandbox:
        reply = page(sandbox, seller, change(seller.token))

    assert (reply.status, reply.message) == (401, "Api-Key token is invalid")


@pytest.mark.parametrize("number", [0, 10_000])
def test_sellers_have_numbers_up_to_9_999(number):
    with pytest.raises(ValueError, match="1 to 9999"):
        numbered_seller(number)


def test_each_seller_may_have_a_traffic_of_its_own():
    small, large = (numbered_seller(number).business_id for number in (1, 2))
    clock = Clock()
    world = WorldOptions(traffic={small: 6, large: 60}, elsewhere=1.0)
    with Sandbox(clock=clock, world=world) as sandbox:
        clock.now += timedelta(hours=6)
        messages = [sum(len(one.message_ids) for one in sandbox.truth(seller).values()) for seller in (small, large)]

    assert 0 < 4 * messages[0] < messages[1]
