from datetime import timedelta

import pytest

from chats.market.token import Token
from chats.models import Campaign, Circuit, Quota, Seller
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
    SandboxSeller,
)
from chats.services.sellers.register import (
    BadToken,
    NotRegistered,
    check_token,
    looks_like_a_token,
    register_seller,
    set_token,
    store_check,
)
from chats.services.sellers.register import token_in as token_in_text
from chats.services.sellers.token_check import TokenCheck, findings
from tests.desk_fixture import NOW

pytestmark = pytest.mark.django_db
CANARY = "ACMA:CANARYcanaryCANARYcanaryCANARYcanary0000:0badcafe"


def unsaved(cabinet: SandboxSeller) -> Seller:
    return Seller(name=cabinet.name, business_id=cabinet.business_id)


def registered(**details):
    usual = {"name": "", "business_id": None, "token": Token(HOME.token), "unchecked": False}
    return register_seller(**{**usual, **details}, now=NOW)


def test_a_token_tells_whose_it_is_what_it_may_do_and_which_stores_it_sees(market):
    checked = check_token(None, Token(HOME.token), now=NOW)

    assert (checked.business_id, checked.business_name) == (HOME.business_id, HOME.name)
    assert [store.campaign_id for store in checked.campaigns] == [store.campaign_id for store in HOME.campaigns]
    assert checked.kind(None) == checked.kind(HOME.business_id) == "ok"
    assert not (checked.no_communication or checked.read_only or checked.no_order_access)


@pytest.mark.parametrize(
    ("tokens", "lacking"),
    [
        (FULL_ACCESS, ()),
        (COMMUNICATION_ONLY, ("no_order_access",)),
        (READ_ONLY, ("read_only",)),
        (ORDERS_ONLY, ("no_communication",)),
    ],
)
def test_each_lack_of_a_token_has_a_name_of_its_own(market, tokens, lacking):
    checked = check_token(None, Token(tokens[HOME.business_id]), now=NOW)

    assert checked.kind(HOME.business_id) == "ok"
    assert findings(checked.scopes) == lacking


def test_a_token_of_unknown_scopes_is_not_accused_of_anything():
    assert findings(()) == ()


@pytest.mark.parametrize("token", [REVOKED[HOME.business_id], UNKNOWN])
def test_a_dead_token_is_told_apart(market, token):
    checked = check_token(None, Token(token), now=NOW)

    assert checked.kind(None) == "dead_key"
    assert [call.operation for call in market.calls] == ["getCampaigns"]


def test_a_token_that_sees_no_store_names_no_business(market):
    checked = check_token(None, Token(NO_STORES.token), now=NOW)

    assert checked.kind(None) == checked.kind(NO_STORES.business_id) == "no_business"


def test_a_token_of_another_business_is_told_apart_from_a_campaign_id_in_the_wrong_place(market):
    checked = check_token(unsaved(TECH), Token(HOME.token), now=NOW)

    assert checked.kind(TECH.business_id) == "other_business"
    assert checked.kind(HOME.campaigns[1].campaign_id) == "campaign_id"
    assert checked.business_id == HOME.business_id


def test_a_market_that_is_not_there_is_a_problem_and_no_crash(settings):
    checked = check_token(None, Token(HOME.token), now=NOW)

    assert checked.kind(HOME.business_id) == "not_reached"
    assert checked.problem.at == NOW


def test_scopes_that_market_keeps_to_itself_are_a_lesser_problem(market):
    market.fail("500", operation="getAuthTokenInfo")

    checked = check_token(None, Token(HOME.token), now=NOW)

    assert (checked.kind(HOME.business_id), checked.scopes, checked.scopes_problem.kind) == ("ok", (), "broken")


def test_a_stored_token_is_checked_through_the_shared_ledger(market, home):
    check_token(home, now=NOW)

    spent = {quota.operation: quota.allowance - quota.remaining for quota in Quota.objects.all()}
    assert spent == {"getCampaigns": 1, "getAuthTokenInfo": 1}


def test_a_new_token_of_a_saved_seller_is_the_one_that_is_asked_about(market, home):
    checked = check_token(home, Token(UNKNOWN), now=NOW)

    assert checked.problem.kind == "dead_key"
    assert not Circuit.objects.filter(error_kind="dead_key").exists()


def test_a_seller_without_a_token_is_a_problem_of_its_own(home):
    home.token = None

    assert check_token(home, now=NOW).problem.kind == "no_token"


def test_stores_of_several_pages_are_all_seen_up_to_a_limit(market, monkeypatch):
    monkeypatch.setattr("chats.services.sellers.token_check.CAMPAIGNS_PER_PAGE", 1)

    checked = check_token(None, Token(HOME.token), now=NOW)

    assert len(checked.campaigns) == len(HOME.campaigns)
    assert checked.whole

    monkeypatch.setattr("chats.services.sellers.token_check.MOST_PAGES", 2)

    cut = check_token(None, Token(HOME.token), now=NOW)

    assert (len(cut.campaigns), cut.whole) == (2, False)


def test_a_check_that_went_well_is_kept_with_the_stores_and_opens_the_door_again(market, home):
    Circuit.objects.create(seller=home, failures=9, quiet_until=NOW + timedelta(minutes=9), error_kind="dead_key")
    Campaign.objects.create(seller=home, campaign_id=7, name="Closed long ago")
    home.campaigns.filter(campaign_id=HOME.campaigns[0].campaign_id).update(name="An old name")

    kind = store_check(home, check_token(home, Token(HOME.token), now=NOW), now=NOW)

    home.refresh_from_db()
    assert (kind, home.check_kind, home.checked_at) == ("ok", "ok", NOW)
    assert set(home.scopes) == set(HOME.scopes)
    kept = {store.campaign_id: (store.name, store.placement_type) for store in home.campaigns.all()}
    assert kept == {store.campaign_id: (store.name, store.placement_type) for store in HOME.campaigns}
    circuit = Circuit.objects.get(seller=home)
    assert (circuit.failures, circuit.quiet_until, circuit.error_kind) == (0, None, "")


def test_a_check_that_did_not_see_all_stores_forgets_none(market, home, monkeypatch):
    monkeypatch.setattr("chats.services.sellers.token_check.CAMPAIGNS_PER_PAGE", 1)
    monkeypatch.setattr("chats.services.sellers.token_check.MOST_PAGES", 1)

    store_check(home, check_token(home, now=NOW), now=NOW)

    assert home.campaigns.count() == len(HOME.campaigns)


def test_a_check_that_failed_keeps_what_was_known(market, home):
    store_check(home, check_token(home, now=NOW), now=NOW)
    market.fail("503")

    kind = store_check(home, check_token(home, Token(HOME.token), now=NOW), now=NOW)

    home.refresh_from_db()
    assert kind == home.check_kind == "broken"
    assert home.scopes and home.campaigns.count() == len(HOME.campaigns)


def test_a_check_of_another_business_keeps_none_of_its_stores(market, home):
    before = set(home.campaigns.values_list("campaign_id", flat=True))

    kind = store_check(home, check_token(home, Token(TECH.token), now=NOW), now=NOW)

    assert kind == "other_business"
    assert set(home.campaigns.values_list("campaign_id", flat=True)) == before


def test_a_new_token_forgets_what_was_known_of_the_old_one(home):
    Circuit.objects.create(seller=home, quiet_until=NOW, error_kind="dead_key", error_at=NOW, failures=0)
    store_check(home, TokenCheck(campaigns=(), scopes=("COMMUNICATION",)), now=NOW)

    set_token(home, Token(CANARY), now=NOW)

    fresh = Seller.objects.get(pk=home.pk)
    assert fresh.token.open() == Token(CANARY)
    assert (fresh.token_hint, fresh.token_set_at) == ("cafe", NOW)
    assert (fresh.check_kind, fresh.checked_at, fresh.scopes) == ("", None, [])
    assert Circuit.objects.get(seller=home).quiet_until is None


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


@pytest.mark.parametrize(
    ("text", "is_one"), [(CANARY, True), (f"Dom {CANARY.lower()}", True), ("Дом и сад", False), ("1001", False)]
)
def test_a_token_in_the_wrong_field_is_noticed(text, is_one):
    assert looks_like_a_token(text) is is_one
