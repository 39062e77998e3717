"""A2: a token pasted into any field but its own is refused, kept nowhere, and not shown again."""

import logging
import time
from urllib.parse import quote

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from lxml import html

from chats.market.token import MARK, held_a_token, looks_like_a_token, with_tokens_cut_out, without_tokens
from chats.middleware import NoTokenInFormMiddleware
from chats.models import PreparedAnswer, Seller
from chats.sandbox.content.cabinets import HOME
from chats.validators import UNGUARDED
from dashboard.logs import RedactingFormatter
from tests.security.canary import SECRET, TOKEN, hits, wire
from tests.security.routes import address_of, every

TYPED = "input:not([type=checkbox]):not([type=radio]):not([type=file]):not([type=submit]), textarea, select"


@pytest.fixture(autouse=True)
def english():
    """The form of the preferences changes the language of this thread, too."""
    with translation.override("en"), timezone.override(None):
        yield


def text_columns():
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                yield f"{model._meta.label}.{field.name}", field


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (TOKEN, MARK),
        (f"Dom {TOKEN.lower()}", f"Dom {MARK}"),
        (f"Ключ «{TOKEN}» от кабинета", f"Ключ «{MARK}» от кабинета"),
        (f"the key {TOKEN} is new", f"the key {MARK} is new"),
        (f"{TOKEN[:9]} {TOKEN[9:30]}\r\n{TOKEN[30:]}", MARK),
        (TOKEN.replace(":", "："), MARK),
        (f"{TOKEN[:20]}\u200b{TOKEN[20:]}", MARK),
        (quote(TOKEN, safe=""), MARK),
        (TOKEN[:24], MARK),
        (SECRET, MARK),
        (f"{SECRET}:0badcafe", MARK),
        (f"y0_{SECRET}", MARK),
    ],
)
def test_a2_what_looks_like_a_token_is_cut_out_whole_and_the_words_around_it_stay(text, left):
    assert looks_like_a_token(text)
    assert with_tokens_cut_out(text) == left
    assert hits(without_tokens(with_tokens_cut_out(text))) == []
    assert held_a_token(left) and not looks_like_a_token(left)


@pytest.mark.parametrize(
    "text",
    [
        "ACMA",
        "ACMA: tools",
        "ACMA:12",
        "ACMA — бренд инструментов",
        "9" * 40,
        "заказ 54810000102, трек 80088888888888888888",
        "a" * 40,
        "3f8e6ba0c1d2e3f4a5b60718293a4b5c6d7e8f90",
        "https://market.yandex.ru/product--drel/1779?do-waremd5=aB1cD2eF3gH4iJ5kL6mN7o",
    ],
)
def test_a2_a_word_a_number_and_a_link_are_no_token(text):
    assert not looks_like_a_token(text)
    assert with_tokens_cut_out(text) == text


@pytest.mark.parametrize("text", ["ACMA:" * 20_000, "ACMA:" + "A " * 60_000, "aB1" * 60_000, "y0_" * 60_000])
def test_a2_a_text_made_to_be_slow_to_read_is_read_at_once(text):
    started = time.perf_counter()
    looks_like_a_token(text)
    without_tokens(text)

    assert time.perf_counter() - started < 1


def test_a2_every_text_column_of_every_model_refuses_a_token_or_says_why_not():
    columns = dict(text_columns())

    for name, column in columns.items():
        if name in UNGUARDED:
            continue
        with pytest.raises(ValidationError) as refusal:
            column.run_validators(TOKEN)
        assert "token" in [error.code for error in refusal.value.error_list], name
        assert hits(refusal.value.messages) == []

    assert set(UNGUARDED) <= set(columns)
    assert all(UNGUARDED.values())


def test_a2_only_these_fields_of_forms_may_be_sent_a_token():
    assert {
        "admin:chats_seller_add": {"token"},
        "admin:chats_seller_change": {"token"},
        "reply": {"text"},
        "draft": {"text"},
    } == NoTokenInFormMiddleware.OWN_FIELDS


def test_a2_forty_random_characters_stay_a_good_password(browser_of, db):
    User.objects.create_user("agent", password=SECRET)

    answer = browser_of().post("/login/", {"username": "agent", "password": SECRET})
    validate_password(SECRET)

    assert answer.status_code == 302


def forms_on(page):
    """Each form that a person can send, with what it would send as it stands, and where."""
    if not page.content.strip().startswith(b"<!"):
        return
    for form in html.fromstring(page.content.decode()).cssselect("form"):
        fields = {one.get("name"): one.get("value") or one.text or "plain words" for one in form.cssselect(TYPED)}
        yield form, {name: value for name, value in fields.items() if name}


@pytest.mark.parametrize("who", ["agent", "boss"])
@pytest.mark.parametrize("route", every())
def test_a2_no_form_keeps_or_shows_a_token_in_any_field(browsers, gaps, market, caplog, route, who):
    caplog.set_level(logging.DEBUG)
    address = address_of(route, **gaps(route))
    page = browsers[who].get(address)
    answers = []

    for form, fields in forms_on(page):
        target = (form.get("action") or address).partition("?")[0]
        if "logout" in target:
            continue
        send = browsers[who].post if form.get("method") == "post" else browsers[who].get
        for name in fields:
            if "draft" in target or "reply" in target or (name == "token" and "/seller/" in target):
                continue
            answers.append(send(target, {**fields, name: TOKEN}, follow=True))

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert [found for answer in answers for found in hits(wire(answer))] == []
    assert [found for answer in answers for step in answer.redirect_chain for found in hits(step)] == []
    rows = [list(model.objects.values()) for model in apps.get_models()]
    assert hits(rows) == []
    assert hits("\n".join(map(RedactingFormatter().format, caplog.records))) == []
    assert hits([call for call in market.calls if "token" not in vars(call)]) == []


@pytest.mark.parametrize(
    ("address", "fields", "where"),
    [
        ("/admin/auth/group/add/", {"name": TOKEN}, "name"),
        ("/admin/chats/seller/add/", {"name": TOKEN, "business_id": "5", "token": HOME.token}, "name"),
        ("/admin/chats/seller/add/", {"name": "Dom", "business_id": TOKEN, "token": HOME.token}, "business_id"),
        ("/admin/chats/preparedanswer/add/", {"title": f"Mine {TOKEN}", "text": "Hello"}, "title"),
        ("/admin/chats/preparedanswer/add/", {"title": "Mine", "text": f"Hello {TOKEN}"}, "text"),
    ],
)
def test_a2_the_refusal_stands_beside_the_field_and_nothing_is_saved(browsers, market, page_of, address, fields, where):
    browsers["boss"]
    before = [model.objects.count() for model in (Group, User, Seller, PreparedAnswer)]

    answer = browsers["boss"].post(address, fields)

    errors = page_of(answer).cssselect(f".field-{where} .errorlist, .errors .errorlist")
    assert "token" in " ".join(one.text_content() for one in errors)
    assert [model.objects.count() for model in (Group, User, Seller, PreparedAnswer)] == before
    assert hits(wire(answer)) == []


def test_a2_an_address_with_a_token_as_its_path_is_not_repeated(browsers):
    answers = [browsers[who].get(f"/nowhere/{TOKEN}/") for who in ("anonymous", "agent")]

    assert [found for answer in answers for found in hits(wire(answer))] == []
