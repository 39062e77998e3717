import pytest

from chats.market.token import Token
from chats.models import Campaign, Circuit, Seller
from chats.sandbox.content.cabinets import (
    API_OFF,
    FULL_ACCESS,
    HOME,
    NO_STORES,
    ORDERS_ONLY,
    TECH,
    UNKNOWN,
)
from chats.services.sellers.register import (
    BadToken,
    NotRegistered,
    register_seller,
    save_check,
    set_token,
)
from chats.services.sellers.register import token_in as token_in_text
from chats.services.sellers.token_check import TokenCheck
from tests.desk_fixture import NOW

pytestmark = pytest.mark.django_db
CANARY = "ACMA:CANARYcanaryCANARYcanaryCANARYcanary0000:0badcafe"


def registered(**details):
    usual = {"name": "", "business_id": None, "token": Token(HOME.token), "unchecked": False}
    return register_seller(**{**usual, **details}, now=NOW)


def test_a_new_token_forgets_what_was_known_of_the_old_one(home):
    Circuit.objects.create(seller=home, paused_until=NOW, error_kind="dead_key", error_at=NOW, failures=0)
    save_check(home, TokenCheck(campaigns=(), scopes=("COMMUNICATION",)), now=NOW)

    set_token(home, Token(CANARY), now=NOW)

    fresh = Seller.objects.get(pk=home.pk)
    assert fresh.token.open() == Token(CANARY)
    assert (fresh.token_hint, fresh.token_set_at) == ("cafe", NOW)
    assert (fresh.check_kind, fresh.checked_at, fresh.scopes) == ("", None, [])
    assert Circuit.objects.get(seller=home).paused_until is None


def test_a_token_alone_registers_a_seller(market):
    done = registered()

    seller = Seller.objects.get()
    assert (done.seller, done.is_new) == (seller, True)
    assert (seller.name, seller.business_id, seller.check_kind) == (HOME.name, HOME.business_id, "ok")
    assert seller.token.open() == Token(HOME.token)
    assert seller.campaigns.count() == len(HOME.campaigns)


def test_a_token_that_may_not_read_chats_is_saved_all_the_same(market):
    done = registered(token=Token(ORDERS_ONLY[HOME.business_id]))

    assert done.checked.no_communication
    assert Seller.objects.get().check_kind == "ok"


def test_a_store_whose_api_is_off_is_kept_as_such(market):
    registered(token=Token(API_OFF.token))

    assert Campaign.objects.get().api_availability == "MANUALLY_DISABLED"


@pytest.mark.parametrize(
    ("details", "kind"),
    [
        ({"token": Token(UNKNOWN)}, "dead_key"),
        ({"token": Token(NO_STORES.token)}, "no_business"),
        ({"business_id": TECH.business_id}, "other_business"),
        ({"business_id": HOME.campaigns[0].campaign_id}, "campaign_id"),
        ({"unchecked": True, "name": "Dom"}, "business_missing"),
        ({"unchecked": True, "business_id": 1}, "name_missing"),
        ({"unchecked": True, "business_id": 1, "name": "\u3164\u2800"}, "name_missing"),
        ({"name": CANARY}, "name_is_token"),
        ({"unchecked": True, "name": "Dom", "business_id": 0}, "business_missing"),
    ],
)
def test_what_cannot_be_registered_leaves_nothing_behind(market, details, kind):
    with pytest.raises(NotRegistered) as refusal:
        registered(**details)

    assert refusal.value.kind == kind
    assert not Seller.objects.exists()


def test_without_market_a_seller_is_registered_only_unchecked():
    with pytest.raises(NotRegistered, match="not_reached"):
        registered(name="Dom", business_id=5)

    done = registered(name="Dom", business_id=5, unchecked=True)

    assert (done.checked, done.seller.check_kind, done.seller.checked_at) == (None, "", None)


def test_a_business_is_registered_once_and_its_token_replaced_only_on_purpose(market):
    first = registered().seller

    with pytest.raises(NotRegistered, match="taken"):
        registered()
    done = registered(token=Token(FULL_ACCESS[HOME.business_id]), replace_token=True, name="Another name")

    first.refresh_from_db()
    assert (done.seller, done.is_new) == (first, False)
    assert first.token.open() == Token(FULL_ACCESS[HOME.business_id])
    assert first.name == HOME.name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \n", "empty"),
        (f"Bearer {CANARY}", "prefix"),
        (f"Api-Key: {CANARY}", "prefix"),
        (f"{CANARY[:20]}\n{CANARY[20:]}", "characters"),
        (CANARY.replace("C", "С"), "characters"),
        (f"{CANARY[:20]} {CANARY[20:]}", "characters"),
        ("A" * 501, "too_long"),
    ],
)
def test_what_cannot_be_a_token_is_refused_without_repeating_it(text, kind):
    with pytest.raises(BadToken) as refusal:
        token_in_text(text)

    assert refusal.value.kind == kind
    assert str(refusal.value) == kind
    assert refusal.value.__cause__ is None


def test_a_token_with_space_around_it_is_taken():
    assert token_in_text(f"  {CANARY}\r\n") == Token(CANARY)
