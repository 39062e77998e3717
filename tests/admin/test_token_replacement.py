"""A token that was pasted for a seller which the desk has already."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from chats.market.token import Token
from chats.models import Seller
from chats.sandbox.content.cabinets import FULL_ACCESS, HOME, REVOKED
from chats.services import sellers
from tests.admin.seller_pages import add, edit, errors, said

pytestmark = pytest.mark.django_db

NEW = FULL_ACCESS[HOME.business_id]


def offered(page):
    """The button, its form and what that sends."""
    [button] = page.cssselect(".known-seller button")
    [form] = page.cssselect(f"form#{button.get('form')}")
    [wrapped] = form.cssselect("input[name=wrapped]")
    return form.get("action"), wrapped.get("value")


def test_the_message_leads_to_the_seller_and_gives_it_the_token_by_one_press(admin, market, home, page_of):
    page = page_of(add(admin, token=NEW))
    action, wrapped = offered(page)
    [link] = page.cssselect(".known-seller a")

    answer = page_of(admin.post(action, {"wrapped": wrapped}, follow=True))

    assert link.get("href") == edit(home)
    seller = Seller.objects.get()
    assert seller.token.open() == Token(NEW)
    assert (seller.check_kind, seller.scopes) == ("ok", ["ALL_METHODS"])
    assert [home.name in text for text in said(answer, "success")] == [True]


def test_nobody_is_asked_to_paste_again_what_is_kept(admin, market, home, page_of):
    page = page_of(add(admin, token=NEW))

    assert "already has a seller" in errors(page, "business_id")
    assert errors(page, "token") == ""


def test_the_page_does_not_have_the_token_and_no_row_either(admin, market, home):
    answer = add(admin, token=NEW)

    assert NEW.encode() not in answer.content and NEW.split(":")[1].encode() not in answer.content
    assert Seller.objects.get().token.open() == Token(HOME.token)


def test_a_token_that_market_refuses_by_then_is_not_taken(admin, market, home, page_of):
    dead = sellers.wrap_token(Token(REVOKED[HOME.business_id]), home, by=admin_of(admin), now=timezone.now())

    page = page_of(admin.post(f"/admin/chats/seller/{home.pk}/replace-token/", {"wrapped": dead}, follow=True))

    assert "does not accept this token" in said(page, "error")[0]
    assert Seller.objects.get().token.open() == Token(HOME.token)


def test_what_the_desk_did_not_wrap_is_refused_in_words(admin, market, home, page_of):
    for forged in ("", "gAAAAA", "x" * 5000, home.token.sealed, home.token.sealed.removeprefix("f1$")):
        address = f"/admin/chats/seller/{home.pk}/replace-token/"

        page = page_of(admin.post(address, {"wrapped": forged}, follow=True))

        assert "Paste it here once more" in said(page, "error")[0]
    assert market.calls == []


def test_a_wrapped_token_is_for_one_seller_one_administrator_and_ten_minutes(home, tech, boss):
    now, other = timezone.now(), User.objects.create_superuser("other")
    wrapped = sellers.wrap_token(Token(NEW), home, by=boss, now=now)

    assert sellers.unwrap_token(wrapped, home, by=boss, now=now + timedelta(minutes=9)) == Token(NEW)
    assert sellers.unwrap_token(wrapped, tech, by=boss, now=now) is None
    assert sellers.unwrap_token(wrapped, home, by=other, now=now) is None
    assert sellers.unwrap_token(wrapped, home, by=boss, now=now + timedelta(minutes=11)) is None


def test_a_token_of_another_business_is_not_offered(admin, market, home, page_of):
    page = page_of(add(admin, business_id=home.business_id, token=REVOKED[HOME.business_id]))

    assert errors(page, "token")
    assert page.cssselect(".known-seller button") == []


def test_without_market_the_token_is_offered_and_saved_unchecked(admin, home, page_of):
    page = page_of(add(admin, business_id=home.business_id, token=NEW))
    action, wrapped = offered(page)

    answer = page_of(admin.post(action, {"wrapped": wrapped}, follow=True))

    assert Seller.objects.get().token.open() == Token(NEW)
    assert "no connection" in said(answer, "warning")[0]


def admin_of(browser):
    return User.objects.get(pk=browser.session["_auth_user_id"])
