import json

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.utils import timezone

from chats.models import Campaign, Seller
from chats.sandbox.content.cabinets import API_OFF, FULL_ACCESS, HOME
from chats.services import sellers
from tests.admin.seller_pages import add, change, check_now, edit

pytestmark = pytest.mark.django_db


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


def test_a_new_seller_has_an_address_for_notifications_and_keeps_it(admin, market):
    add(admin)
    secret = Seller.objects.get().notification_address.secret

    change(admin, Seller.objects.get(), name="Another name")

    assert Seller.objects.get().notification_address.secret == secret


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


def test_the_history_names_the_field_and_not_the_token(admin, market, home, support):
    change(admin, home, groups=[support.pk], token=FULL_ACCESS[HOME.business_id])

    entry = LogEntry.objects.get()
    assert json.loads(entry.change_message) == [{"changed": {"fields": ["New token"]}}]


def test_markup_in_a_stores_name_stays_text(admin, home, page_of):
    Campaign.objects.create(seller=home, campaign_id=5, name="<b id=trap>", api_availability="MANUALLY_DISABLED")

    page = page_of(admin.get(edit(home)))

    assert page.cssselect("#trap") == []
