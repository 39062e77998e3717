import pytest

from chats.market.token import Token
from chats.models import Seller
from chats.sandbox.content.cabinets import (
    API_OFF,
    COMMUNICATION_ONLY,
    FULL_ACCESS,
    HOME,
    NO_STORES,
    ORDERS_ONLY,
    READ_ONLY,
    REVOKED,
    TECH,
    UNKNOWN,
)
from tests.admin.seller_pages import ADD, CANARY, LIST, add, change, edit, errors, said, warnings

pytestmark = pytest.mark.django_db


def test_a_token_alone_makes_a_seller(admin, market, page_of):
    page = page_of(add(admin))

    seller = Seller.objects.get()
    assert (seller.name, seller.business_id, seller.active) == (HOME.name, HOME.business_id, True)
    assert seller.token.open() == Token(HOME.token)
    assert seller.campaigns.count() == len(HOME.campaigns)
    assert len(said(page, "success")) == 1
    assert warnings(page) == []


def test_a_name_that_was_typed_wins_over_markets(admin, market, support):
    add(admin, name="Garden", groups=[support.pk])

    seller = Seller.objects.get()
    assert (seller.name, list(seller.groups.all())) == ("Garden", [support])


@pytest.mark.parametrize("blank", ["\u3164", "\u2800 \u115f", "\uffa0\u0301"])
def test_r5_a_name_that_shows_nothing_is_no_name(admin, market, blank):
    add(admin, name=blank)

    assert Seller.objects.get().name == HOME.name


def test_a_matching_business_id_is_taken(admin, market):
    add(admin, business_id=HOME.business_id)

    assert Seller.objects.get().business_id == HOME.business_id


@pytest.mark.parametrize(
    ("fields", "where", "words"),
    [
        ({"token": REVOKED[HOME.business_id]}, "token", "does not accept this token"),
        ({"token": NO_STORES.token}, "token", "no store"),
        ({"business_id": TECH.business_id}, "business_id", f"its business ID is {HOME.business_id}"),
        ({"business_id": HOME.campaigns[0].campaign_id}, "business_id", f"the business ID is {HOME.business_id}"),
        ({"business_id": HOME.campaigns[0].campaign_id}, "business_id", "campaign ID"),
        ({"business_id": "garden"}, "business_id", "whole number"),
        ({"business_id": "0"}, "business_id", "from 1 up"),
        ({"business_id": str(2**63)}, "business_id", "9223372036854775807"),
        ({"token": f"Bearer {CANARY}"}, "token", "without “Bearer”"),
        ({"token": f"{CANARY[:9]} {CANARY[9:]}"}, "token", "unbroken"),
        ({"token": CANARY.replace("C", "С")}, "token", "Latin"),
        ({"token": f"{CANARY[:9]}\r\n{CANARY[9:]}"}, "token", "unbroken"),
        ({"token": ""}, "token", "required"),
        ({"token": "  "}, "token", "required"),
        ({"name": CANARY}, "name", "looks like a token"),
        ({"business_id": CANARY}, "business_id", "looks like a token"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(admin, market, page_of, fields, where, words):
    page = page_of(add(admin, **fields))

    assert words in errors(page, where)
    assert not Seller.objects.exists()
    assert "CANARY" not in page.text_content()
    assert [node.get("value") for node in page.cssselect("input[name=token]")] == [None]


def test_a_good_token_has_to_be_pasted_again_when_something_else_is_wrong(admin, market, page_of):
    page = page_of(add(admin, business_id="garden"))

    assert "Paste the token again" in errors(page, "token")


def test_a_business_is_registered_once_also_when_its_number_came_from_the_token(admin, market, home, page_of):
    page = page_of(add(admin))

    assert "already has a seller" in errors(page, "business_id")
    assert Seller.objects.count() == 1


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (ORDERS_ONLY[HOME.business_id], "may not read chats"),
        (READ_ONLY[HOME.business_id], "not answered"),
        (COMMUNICATION_ONLY[HOME.business_id], "no orders and returns"),
        (API_OFF.token, "off: switched off in the cabinet"),
    ],
)
def test_what_a_token_lacks_is_a_warning_and_stays_on_the_sellers_page(admin, market, page_of, token, words):
    page = page_of(add(admin, token=token))

    assert [words in warning for warning in warnings(page)] == [True]
    [report] = page_of(admin.get(edit(Seller.objects.get()))).cssselect(".field-check_report .readonly")
    assert words in report.text_content()


def test_scopes_that_could_not_be_had_are_a_warning(admin, market, page_of):
    market.fail("500", operation="getAuthTokenInfo")

    page = page_of(add(admin))

    assert ["did not say what it may do" in warning for warning in warnings(page)] == [True]


def test_without_market_a_seller_is_saved_with_a_warning_if_all_is_filled_in(admin, page_of):
    page = page_of(add(admin, name="Garden", business_id=5))

    assert ["no connection" in warning for warning in warnings(page)] == [True]
    seller = Seller.objects.get()
    assert (seller.business_id, seller.check_kind) == (5, "not_reached")
    assert seller.token.open() == Token(HOME.token)


def test_without_market_the_rest_must_be_filled_in_by_hand(admin, page_of):
    page = page_of(add(admin))

    assert all("could not be asked" in errors(page, name) for name in ("name", "business_id"))
    assert not Seller.objects.exists()


def test_a_token_of_an_unusual_shape_is_only_warned_about(admin, page_of):
    page = page_of(add(admin, token="y0_another-kind-of-key", name="Garden", business_id=5))

    assert sum("does not look like" in warning for warning in warnings(page)) == 1
    assert Seller.objects.exists()


def test_an_empty_token_field_leaves_the_token_and_asks_nobody(admin, market, home):
    change(admin, home, name="Garden", token="")

    fresh = Seller.objects.get()
    assert (fresh.name, fresh.token.open()) == ("Garden", Token(HOME.token))
    assert market.calls == []


def test_a_new_token_replaces_the_old_one(admin, market, home):
    change(admin, home, token=FULL_ACCESS[HOME.business_id])

    fresh = Seller.objects.get()
    assert fresh.token.open() == Token(FULL_ACCESS[HOME.business_id])
    assert (fresh.check_kind, fresh.scopes) == ("ok", ["ALL_METHODS"])


@pytest.mark.parametrize("token", [TECH.token, UNKNOWN])
def test_a_wrong_new_token_leaves_the_old_one(admin, market, home, page_of, token):
    page = page_of(change(admin, home, token=token))

    assert errors(page, "token")
    assert Seller.objects.get().token.open() == Token(HOME.token)


def test_a_changed_business_id_is_checked_against_the_token_the_desk_has(admin, market, home, page_of):
    page = page_of(change(admin, home, business_id=HOME.campaigns[0].campaign_id))

    assert f"the business ID is {HOME.business_id}" in errors(page, "business_id")
    assert Seller.objects.get().business_id == HOME.business_id


def test_a_wrong_business_id_can_be_put_right(admin, market, home):
    Seller.objects.update(business_id=77)

    change(admin, home, business_id=HOME.business_id)

    assert Seller.objects.get().business_id == HOME.business_id
    assert Seller.objects.get().check_kind == "ok"


def test_a_seller_with_chats_keeps_its_business_and_cannot_be_deleted(admin, market, home, known_chat, page_of):
    known_chat(home, 310001)

    page = page_of(admin.get(edit(home)))
    change(admin, home, business_id=5)
    admin.post(f"{LIST}{home.pk}/delete/", {"post": "yes"})

    assert page.cssselect("input[name=business_id]") == []
    assert Seller.objects.get().business_id == HOME.business_id


def test_a_seller_without_chats_can_be_deleted(admin, home):
    admin.post(f"{LIST}{home.pk}/delete/", {"post": "yes"})

    assert not Seller.objects.exists()


@pytest.mark.parametrize("path", [LIST, ADD])
def test_an_agent_has_no_business_in_the_admin(client, agent, market, path):
    client.force_login(agent)

    response = client.post(path, {"token": HOME.token, "active": "on"}, follow=True)

    assert response.status_code == 403
    assert market.calls == []


def test_a_member_of_staff_who_is_no_superuser_sends_nothing_to_market(client, agent, market):
    agent.is_staff = True
    agent.save()
    client.force_login(agent)

    response = client.post(ADD, {"token": HOME.token, "active": "on"}, follow=True)

    assert response.status_code == 403
    assert market.calls == []
