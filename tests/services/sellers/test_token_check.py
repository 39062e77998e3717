"""What a token may do, asked of Market, and what of it is kept with the seller."""

from datetime import timedelta

import pytest

from chats.market.token import Token
from chats.models import Campaign, Circuit, Quota, Seller
from chats.sandbox.content.cabinets import (
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
    check_token,
    save_check,
)
from chats.services.sellers.token_check import findings
from tests.desk_fixture import NOW

pytestmark = pytest.mark.django_db


def unsaved(cabinet: SandboxSeller) -> Seller:
    return Seller(name=cabinet.name, business_id=cabinet.business_id)


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
    assert checked.complete

    monkeypatch.setattr("chats.services.sellers.token_check.MOST_PAGES", 2)

    cut = check_token(None, Token(HOME.token), now=NOW)

    assert (len(cut.campaigns), cut.complete) == (2, False)


def test_a_check_that_went_well_is_kept_with_the_stores_and_closes_the_circuit_again(market, home):
    Circuit.objects.create(seller=home, failures=9, paused_until=NOW + timedelta(minutes=9), error_kind="dead_key")
    Campaign.objects.create(seller=home, campaign_id=7, name="Closed long ago")
    home.campaigns.filter(campaign_id=HOME.campaigns[0].campaign_id).update(name="An old name")

    kind = save_check(home, check_token(home, Token(HOME.token), now=NOW), now=NOW)

    home.refresh_from_db()
    assert (kind, home.check_kind, home.checked_at) == ("ok", "ok", NOW)
    assert set(home.scopes) == set(HOME.scopes)
    kept = {store.campaign_id: (store.name, store.placement_type) for store in home.campaigns.all()}
    assert kept == {store.campaign_id: (store.name, store.placement_type) for store in HOME.campaigns}
    circuit = Circuit.objects.get(seller=home)
    assert (circuit.failures, circuit.paused_until, circuit.error_kind) == (0, None, "")


def test_a_check_that_did_not_see_all_stores_forgets_none(market, home, monkeypatch):
    monkeypatch.setattr("chats.services.sellers.token_check.CAMPAIGNS_PER_PAGE", 1)
    monkeypatch.setattr("chats.services.sellers.token_check.MOST_PAGES", 1)

    save_check(home, check_token(home, now=NOW), now=NOW)

    assert home.campaigns.count() == len(HOME.campaigns)


def test_a_check_that_failed_keeps_what_was_known(market, home):
    save_check(home, check_token(home, now=NOW), now=NOW)
    market.fail("503")

    kind = save_check(home, check_token(home, Token(HOME.token), now=NOW), now=NOW)

    home.refresh_from_db()
    assert kind == home.check_kind == "broken"
    assert home.scopes and home.campaigns.count() == len(HOME.campaigns)


def test_a_check_of_another_business_keeps_none_of_its_stores(market, home):
    before = set(home.campaigns.values_list("campaign_id", flat=True))

    kind = save_check(home, check_token(home, Token(TECH.token), now=NOW), now=NOW)

    assert kind == "other_business"
    assert set(home.campaigns.values_list("campaign_id", flat=True)) == before
