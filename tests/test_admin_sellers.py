import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from chats.market.token import Token
from chats.models import Campaign, Quota, Seller, Standing
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
from chats.services import sellers

pytestmark = pytest.mark.django_db
ADD = "/admin/chats/seller/add/"
LIST = "/admin/chats/seller/"
CANARY = "ACMA:CANARYcanaryCANARYcanaryCANARYcanary0000:0badcafe"


@pytest.fixture
def admin(client, boss):
    client.force_login(boss)
    return client


def edit(seller):
    return reverse("admin:chats_seller_change", args=[seller.pk])


def add(admin, **fields):
    return admin.post(ADD, {"active": "on", "token": HOME.token, **fields}, follow=True)


def change(admin, seller, **fields):
    usual = {"name": seller.name, "business_id": seller.business_id, "active": "on"}
    return admin.post(edit(seller), {**usual, **fields}, follow=True)


def errors(page, name):
    return " ".join(node.text_content().strip() for node in page.cssselect(f".field-{name} .errorlist li"))


def said(page, level):
    return [node.text_content() for node in page.cssselect(f".messagelist .{level}")]


def column(page, name):
    return [node.text_content().strip() for node in page.cssselect(f"#result_list .field-{name}")]


def test_a_token_alone_makes_a_seller(admin, market, page_of):
    page = page_of(add(admin))

    seller = Seller.objects.get()
    assert (seller.name, seller.business_id, seller.active) == (HOME.name, HOME.business_id, True)
    assert seller.token.open() == Token(HOME.token)
    assert seller.campaigns.count() == len(HOME.campaigns)
    assert len(said(page, "success")) == 1
    assert said(page, "warning") == []


def test_a_name_that_was_typed_wins_over_markets(admin, market, support):
    add(admin, name="Garden", groups=[support.pk])

    seller = Seller.objects.get()
    assert (seller.name, list(seller.groups.all())) == ("Garden", [support])


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
        (API_OFF.token, "switched the API off"),
    ],
)
def test_what_a_token_lacks_is_a_warning_and_stays_on_the_sellers_page(admin, market, page_of, token, words):
    page = page_of(add(admin, token=token))

    assert [words in warning for warning in said(page, "warning")] == [True]
    [report] = page_of(admin.get(edit(Seller.objects.get()))).cssselect(".field-check_report .readonly")
    assert words in report.text_content()


def test_scopes_that_could_not_be_had_are_a_warning(admin, market, page_of):
    market.fail("500", operation="getAuthTokenInfo")

    page = page_of(add(admin))

    assert ["did not say what it may do" in warning for warning in said(page, "warning")] == [True]


def test_without_market_a_seller_is_saved_with_a_warning_if_all_is_filled_in(admin, page_of):
    page = page_of(add(admin, name="Garden", business_id=5))

    assert ["no connection" in warning for warning in said(page, "warning")] == [True]
    seller = Seller.objects.get()
    assert (seller.business_id, seller.check_kind) == (5, "not_reached")
    assert seller.token.open() == Token(HOME.token)


def test_without_market_the_rest_must_be_filled_in_by_hand(admin, page_of):
    page = page_of(add(admin))

    assert all("could not be asked" in errors(page, name) for name in ("name", "business_id"))
    assert not Seller.objects.exists()


def test_a_token_of_an_unusual_shape_is_only_warned_about(admin, page_of):
    page = page_of(add(admin, token="y0_another-kind-of-key", name="Garden", business_id=5))

    assert sum("does not look like" in warning for warning in said(page, "warning")) == 1
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


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_market_takes_its_time(admin, market, monkeypatch):
    open_ones = []
    check = sellers.check_token

    def watched(*args, **rest):
        open_ones.append(connection.in_atomic_block)
        return check(*args, **rest)

    monkeypatch.setattr(sellers, "check_token", watched)

    add(admin)
    check_now(admin, Seller.objects.get())

    assert open_ones == [False, False]


def test_the_page_shows_the_tokens_hint_and_age_and_never_the_token(admin, market, page_of):
    add(admin)

    page = page_of(admin.get(edit(Seller.objects.get())))

    [state] = page.cssselect(".field-token_state .readonly")
    assert state.text_content().startswith(f"ACMA:…{HOME.token[-4:]}, set ")
    [field] = page.cssselect("input[name=token]")
    assert (field.get("type"), field.get("value"), field.get("autocomplete")) == ("password", None, "off")


def test_the_page_shows_the_stores_in_words(admin, market, page_of):
    add(admin, token=API_OFF.token)

    rows = page_of(admin.get(edit(Seller.objects.get()))).cssselect(".field-stores tbody tr")

    cells = [[cell.text_content() for cell in row] for row in rows]
    store = API_OFF.campaigns[0]
    assert cells == [[store.name, str(store.campaign_id), "FBS", "off: switched off in the cabinet"]]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("dead_key", "does not accept"),
        ("api_off", "API switched off"),
        ("not_reached", "no connection"),
        ("no_business", "no store"),
        ("campaign_id", "do not belong together"),
        ("", "not checked yet"),
    ],
)
def test_each_outcome_of_a_check_is_said_in_plain_words(admin, home, page_of, kind, words):
    Seller.objects.update(check_kind=kind, checked_at=timezone.now() if kind else None, check_trace="00-abc")

    [report] = page_of(admin.get(edit(home))).cssselect(".field-check_report .readonly")

    assert words in report.text_content()


def test_the_list_shows_at_a_glance_how_each_seller_stands(admin, home, tech, page_of):
    now = timezone.now()
    Seller.objects.filter(pk=home.pk).update(
        token_hint="1f2c", token_set_at=now, check_kind="ok", checked_at=now, scopes=["COMMUNICATION"]
    )
    Seller.objects.filter(pk=tech.pk).update(token=None)
    Standing.objects.create(seller=tech, error_kind="dead_key", error_at=now)
    hour = {"operation": "getChat", "allowance": 1000}
    Quota.objects.create(seller=home, remaining=3, renews_at=now + timedelta(minutes=5), **hour)
    Quota.objects.create(seller=tech, remaining=3, renews_at=now - timedelta(minutes=5), **hour)

    page = page_of(admin.get(LIST))

    states = column(page, "token_state")
    assert states[0].startswith("ACMA:…1f2c, set ") and states[1] == "not set"
    checks = column(page, "last_check")
    assert checks[0].startswith("sees no orders, ") and checks[1] == "not checked yet"
    failures = column(page, "last_error")
    assert failures[0] == "—" and failures[1].startswith("key not accepted, ")
    assert column(page, "calls_left") == ["3 of 1000", "1000 of 1000"]


def test_a_limit_that_market_reported_counts_for_more_than_the_ledger(admin, home, page_of):
    now = timezone.now()
    later = now + timedelta(minutes=30)
    Quota.objects.create(
        seller=home, operation="getChat", allowance=1000, remaining=900, renews_at=later, shut_until=later
    )

    [left] = column(page_of(admin.get(LIST)), "calls_left")

    assert left.startswith("none until ")


def test_the_list_costs_the_same_for_two_sellers_and_for_forty(admin, home, tech, django_assert_num_queries):
    with CountedQueries() as few:
        admin.get(LIST)
    for number in range(40):
        seller = Seller.objects.create(name=f"Seller {number}", business_id=9000 + number, token=Token(CANARY))
        Standing.objects.create(seller=seller, error_kind="broken", error_at=timezone.now())

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


def check_now(admin, *chosen):
    chosen = [seller.pk for seller in chosen]
    return admin.post(LIST, {"action": "check_now", "_selected_action": chosen}, follow=True)


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
    monkeypatch.setattr("chats.admin.sellers.CHECKS_TAKE_AT_MOST", -1)

    page = page_of(check_now(admin, home, tech))

    assert len(said(page, "warning")) == 2
    assert market.calls == []


def test_a_key_that_was_lost_breaks_no_page(admin, home, settings, page_of):
    settings.TOKEN_KEYS = ["A" * 43 + "="]

    assert admin.get(LIST).status_code == admin.get(edit(home)).status_code == 200
    page = page_of(check_now(admin, home))

    assert ["key cannot be opened" in warning for warning in said(page, "warning")] == [True]


def test_the_history_names_the_field_and_not_the_token(admin, market, home, support):
    change(admin, home, groups=[support.pk], token=FULL_ACCESS[HOME.business_id])

    entry = LogEntry.objects.get()
    assert json.loads(entry.change_message) == [{"changed": {"fields": ["New token"]}}]


def test_markup_in_a_stores_name_stays_text(admin, home, page_of):
    Campaign.objects.create(seller=home, campaign_id=5, name="<b id=trap>", api_availability="MANUALLY_DISABLED")

    page = page_of(admin.get(edit(home)))

    assert page.cssselect("#trap") == []


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
