from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from chats.market.token import Token
from chats.models import Circuit, Quota, Seller
from chats.sandbox.content.cabinets import HOME, REVOKED, TECH
from tests.admin.seller_pages import CANARY, LIST, check_now, column, edit, said

pytestmark = pytest.mark.django_db


def test_the_list_shows_at_a_glance_how_each_seller_stands(admin, home, tech, page_of):
    now = timezone.now()
    Seller.objects.filter(pk=home.pk).update(
        token_hint="1f2c", token_set_at=now, check_kind="ok", checked_at=now, scopes=["COMMUNICATION"]
    )
    Seller.objects.filter(pk=tech.pk).update(token=None)
    Circuit.objects.create(seller=tech, error_kind="dead_key", error_at=now)
    hour = {"operation": "getChat", "allowance": 1000}
    Quota.objects.create(seller=home, remaining=3, renews_at=now + timedelta(minutes=5), **hour)
    Quota.objects.create(seller=tech, remaining=3, renews_at=now - timedelta(minutes=5), **hour)

    page = page_of(admin.get(LIST))

    words = [node.text_content().strip() for node in page.cssselect(".field-state .state")]
    assert words == ["sees no orders", "no token"]
    assert column(page, "calls_left") == ["3 of 1,000", "1,000 of 1,000"]


@pytest.mark.parametrize(
    ("known", "error", "word", "tone"),
    [
        ({}, "", "works", "ok"),
        ({"check_kind": ""}, "", "not checked yet", "warn"),
        ({"check_kind": "dead_key"}, "", "key not accepted", "danger"),
        ({"check_kind": "campaign_id"}, "", "a campaign ID instead of the business ID", "danger"),
        ({"check_kind": "not_reached"}, "", "no connection", "warn"),
        ({"scopes": ["INVENTORY_AND_ORDER_PROCESSING"]}, "", "does not see chats", "danger"),
        ({"scopes": ["ALL_METHODS_READ_ONLY"]}, "", "reads only", "warn"),
        ({"active": False}, "dead_key", "switched off", "muted"),
        ({}, "api_off", "API switched off", "danger"),
        ({}, "broken", "Market could not answer", "warn"),
    ],
)
def test_one_column_says_how_a_seller_stands_by_the_worst_that_is_known(admin, home, page_of, known, error, word, tone):
    now = timezone.now()
    usual = {"check_kind": "ok", "checked_at": now, "scopes": ["ALL_METHODS"]}
    Seller.objects.filter(pk=home.pk).update(**{**usual, **known})
    Circuit.objects.create(seller=home, error_kind=error, error_at=now)

    [state] = page_of(admin.get(LIST)).cssselect(".field-state .state")

    assert (state.text_content().strip(), state.get("data-tone")) == (word, tone)
    assert state.cssselect("svg use")


@pytest.mark.parametrize(("off", "word"), [(1, "API of a store switched off"), (2, "API switched off")])
def test_a_store_whose_api_is_off_is_no_seller_that_works(admin, home, page_of, off, word):
    Seller.objects.filter(pk=home.pk).update(check_kind="ok", scopes=["ALL_METHODS"])
    stores = [store.pk for store in home.campaigns.all()]
    home.campaigns.exclude(pk__in=stores[:2]).delete()
    home.campaigns.filter(pk__in=stores[:off]).update(api_availability="MANUALLY_DISABLED")

    [state] = page_of(admin.get(LIST)).cssselect(".field-state .state")

    assert state.text_content().strip() == word


def test_the_list_says_who_sees_each_seller(admin, agent, home, tech, page_of):
    tech.groups.clear()
    Seller.objects.create(name="Closed", business_id=7, active=False)
    User.objects.create_user("gone", is_active=False).groups.set(home.groups.all())

    page = page_of(admin.get(LIST))

    assert column(page, "seen_by") == ["administrators only", "agent", "administrators only"]
    assert len(page.cssselect(".field-seen_by .state[data-tone=warn]")) == 1  # not where it is switched off


@pytest.mark.parametrize(
    ("kind", "words"), [("hourly_limit", ""), ("unknown_limit", ": Market names no limit"), ("", "")]
)
def test_f11_a_limit_that_market_reported_counts_for_more_than_the_ledger(admin, home, page_of, kind, words):
    now = timezone.now()
    later = now + timedelta(minutes=30)
    usual = {"operation": "getChat", "allowance": 1000, "remaining": 900, "renews_at": later}
    Quota.objects.create(seller=home, exhausted_until=later, exhausted_kind=kind, **usual)

    [left] = column(page_of(admin.get(LIST)), "calls_left")

    assert left.startswith("none until ")
    assert left.partition(": ")[1:] == words.partition(": ")[1:]


def test_the_list_costs_the_same_for_two_sellers_and_for_forty(admin, home, tech, django_assert_num_queries):
    with CountedQueries() as few:
        admin.get(LIST)
    for number in range(40):
        seller = Seller.objects.create(name=f"Seller {number}", business_id=9000 + number, token=Token(CANARY))
        Circuit.objects.create(seller=seller, error_kind="broken", error_at=timezone.now())

    with django_assert_num_queries(few.count):
        admin.get(LIST)


class CountedQueries:
    def __enter__(self):
        self.count = 0
        self.wrapper = connection.execute_wrapper(self.counting)
        self.wrapper.__enter__()
        return self

    def counting(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)


def test_check_now_says_a_word_on_each_chosen_seller(admin, market, home, tech, page_of):
    Seller.objects.filter(pk=tech.pk).update(token=Token(REVOKED[TECH.business_id]))

    page = page_of(check_now(admin, home, tech))

    assert said(page, "success") == [f"{HOME.name}: in order"]
    [dead] = said(page, "error")
    assert dead.startswith(f"{TECH.name}: Market does not accept this token")
    assert list(Seller.objects.values_list("check_kind", flat=True)) == ["ok", "dead_key"]


def test_check_now_without_market_says_so_and_keeps_what_was_known(admin, home, page_of):
    page = page_of(check_now(admin, home))

    assert ["no connection" in warning for warning in said(page, "warning")] == [True]
    assert home.campaigns.exists()


def test_check_now_gives_up_in_words_when_market_takes_too_long(admin, market, home, tech, monkeypatch, page_of):
    monkeypatch.setattr("chats.admin.sellers.CHECK_SECONDS", -1)

    page = page_of(check_now(admin, home, tech))

    assert len(said(page, "warning")) == 2
    assert market.calls == []


def test_a_key_that_was_lost_breaks_no_page(admin, home, settings, page_of):
    settings.TOKEN_KEYS = ["A" * 43 + "="]

    assert admin.get(LIST).status_code == admin.get(edit(home)).status_code == 200
    page = page_of(check_now(admin, home))

    assert ["key cannot be opened" in warning for warning in said(page, "warning")] == [True]
