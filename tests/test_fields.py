import json

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from chats.fields import SealedToken, Undecryptable, seal, unseal
from chats.market.token import Token
from chats.models import Seller

SECRET = "ACMA:CANARYcanaryCANARYcanaryCANARYcanary0000:0badcafe"
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def seller(db) -> Seller:
    return Seller.objects.create(name="Дом и сад", business_id=1001, token=Token(SECRET))


def in_the_database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM chats_seller")
        return cursor.fetchone()[0]


def test_a_token_lies_encrypted_and_opens_again(seller):
    assert "CANARY" not in in_the_database()
    assert in_the_database().startswith("f1$")
    assert Seller.objects.get().token.open() == Token(SECRET)


def test_a_seller_just_saved_holds_the_same_as_one_just_read(seller):
    assert isinstance(seller.token, SealedToken)
    assert seller.token.sealed == in_the_database()


def test_saving_a_seller_again_leaves_the_token_as_it_lies(seller):
    before = in_the_database()

    Seller.objects.get().save()

    assert in_the_database() == before


def test_a_token_can_be_set_and_taken_away_without_loading_the_seller(seller):
    Seller.objects.update(token=Token("other"))
    assert Seller.objects.get().token.open() == Token("other")

    Seller.objects.update(token=None)
    assert Seller.objects.get().token is None
    assert in_the_database() is None


def test_an_older_key_still_opens_and_the_newest_one_seals(settings, seller):
    settings.TOKEN_KEYS = [OLD]
    sealed = SealedToken(seal(Token(SECRET)))

    settings.TOKEN_KEYS = [NEW, OLD]

    assert sealed.open() == Token(SECRET)
    assert not sealed.is_of_newest_key
    assert SealedToken(seal(Token(SECRET))).is_of_newest_key


def test_a_lost_key_is_said_and_ciphertext_never_passes_for_a_token(settings, seller):
    settings.TOKEN_KEYS = [NEW]
    lost = Seller.objects.get()

    with pytest.raises(Undecryptable) as said:
        lost.token.open()

    assert said.value.__cause__ is None
    assert lost.token.sealed not in str(said.value)


def test_saving_a_seller_whose_key_is_lost_does_not_encrypt_twice(settings, seller):
    key = settings.TOKEN_KEYS
    settings.TOKEN_KEYS = [NEW]
    Seller.objects.get().save()

    settings.TOKEN_KEYS = key

    assert Seller.objects.get().token.open() == Token(SECRET)


@pytest.mark.parametrize("stored", [SECRET, "f2$whatever", "f1$", "f1$gAAAA"])
def test_what_is_no_ciphertext_of_ours_is_not_opened(stored):
    with pytest.raises(Undecryptable):
        unseal(stored)


def test_plain_text_is_not_taken_for_a_token(db):
    with pytest.raises(TypeError) as said:
        Seller.objects.create(name="Dom", business_id=1, token=SECRET)

    assert "CANARY" not in str(said.value)


@pytest.mark.parametrize("lookup", ["token", "token__exact", "token__in", "token__contains", "token__startswith"])
def test_a_token_cannot_be_searched_for(lookup):
    with pytest.raises(FieldError):
        Seller.objects.filter(**{lookup: [SECRET]})


def test_a_token_cannot_be_compared_inside_the_database_either():
    with pytest.raises(FieldError):
        Seller.objects.filter(token=F("name"))


def test_whether_a_token_is_set_can_be_asked(seller):
    Seller.objects.create(name="Without", business_id=2)

    assert [found.name for found in Seller.objects.filter(token__isnull=False)] == ["Дом и сад"]


@pytest.mark.parametrize("form", ["json", "xml", "python", "jsonl"])
def test_no_export_holds_a_token_or_its_ciphertext(seller, form):
    exported = str(serializers.serialize(form, Seller.objects.all()))

    assert "***" in exported
    assert "CANARY" not in exported
    assert in_the_database() not in exported


def test_a_loaded_export_leaves_the_seller_without_a_token(seller, tmp_path):
    dump = tmp_path / "dump.json"
    call_command("dumpdata", "chats.seller", output=str(dump))
    assert json.loads(dump.read_text())[0]["fields"]["token"] == "***"
    Seller.objects.all().delete()

    call_command("loaddata", str(dump), verbosity=0)

    assert Seller.objects.get().token is None


def test_neither_shape_of_a_token_prints_itself(seller):
    for shown in (repr(seller.token), str(seller.token), f"{seller.token}", repr(seller), repr(Token(SECRET))):
        assert "CANARY" not in shown
        assert "gAAAA" not in shown
