import io
import sys

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from chats.market.token import Token
from chats.models import Seller
from chats.sandbox.content.cabinets import FULL_ACCESS, HOME, ORDERS_ONLY, TECH, UNKNOWN

pytestmark = pytest.mark.django_db
CANARY = "ACMA:CANARYcanaryCANARYcanaryCANARYcanary0000:0badcafe"


@pytest.fixture
def token_file(tmp_path):
    def write(text, name="token"):
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)

    return write


def test_a_token_file_alone_makes_a_seller(market, token_file, capsys):
    call_command("add_seller", token_file=token_file(HOME.token + "\n"))

    seller = Seller.objects.get()
    assert (seller.name, seller.business_id) == (HOME.name, HOME.business_id)
    assert seller.token.open() == Token(HOME.token)
    assert seller.notification_address.made_at
    assert capsys.readouterr().out == f"Registered “{HOME.name}”, business ID {HOME.business_id}.\n"


def test_a_token_is_read_from_standard_input(market, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(HOME.token))

    call_command("add_seller", name="Garden", token_file="-")

    assert Seller.objects.get().name == "Garden"


def test_a_seller_is_given_to_a_group_that_is_made_when_missing(market, token_file):
    call_command("add_seller", token_file=token_file(HOME.token), group="Support")

    assert list(Seller.objects.get().groups.all()) == [Group.objects.get(name="Support")]


def test_what_the_token_lacks_is_said_on_the_other_stream(market, token_file, capsys):
    call_command("add_seller", token_file=token_file(ORDERS_ONLY[HOME.business_id]))

    assert "may not read chats" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("token", "options", "words"),
    [
        (UNKNOWN, {}, "does not accept this token"),
        (HOME.token, {"business_id": TECH.business_id}, f"its business ID is {HOME.business_id}"),
        (HOME.token, {"business_id": HOME.campaigns[0].campaign_id}, "campaign ID"),
        (HOME.token, {"unchecked": True, "name": "Dom"}, "business ID"),
        (HOME.token, {"unchecked": True, "business_id": 5}, "name"),
        (HOME.token, {"name": CANARY}, "looks like a token"),
        (f"Bearer {CANARY}", {}, "without “Bearer”"),
        ("", {}, "Paste the token"),
        (CANARY.replace("C", "С"), {}, "Latin"),
        (b"\xff\xfe" + CANARY.encode("utf-16-le"), {}, "Latin"),
        (b"\0" * 9, {}, "Latin"),
    ],
)
def test_each_refusal_has_words_an_exit_code_and_no_token(market, token_file, token, options, words):
    with pytest.raises(CommandError) as refusal:
        call_command("add_seller", token_file=token_file(token), **options)

    assert words in str(refusal.value)
    assert "CANARY" not in str(refusal.value)
    assert refusal.value.returncode == 1
    assert not Seller.objects.exists()


def test_without_market_the_exit_code_says_that_a_later_try_may_do(token_file):
    with pytest.raises(CommandError, match="--unchecked") as refusal:
        call_command("add_seller", token_file=token_file(HOME.token), name="Garden", business_id=5)

    assert refusal.value.returncode == 3


def test_unchecked_saves_without_asking_anybody(market, token_file, capsys):
    call_command("add_seller", token_file=token_file(UNKNOWN), name="Garden", business_id=5, unchecked=True)

    assert Seller.objects.get().token.open() == Token(UNKNOWN)
    assert market.calls == []
    assert "not checked" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_in_words(market):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("add_seller", token_file="/nowhere/token")


def test_a_registered_business_keeps_its_token_unless_it_is_to_be_replaced(market, home, token_file):
    new = token_file(FULL_ACCESS[HOME.business_id])

    with pytest.raises(CommandError, match="--replace-token"):
        call_command("add_seller", token_file=new)
    assert Seller.objects.get().token.open() == Token(HOME.token)

    call_command("add_seller", token_file=new, replace_token=True)
    assert Seller.objects.get().token.open() == Token(FULL_ACCESS[HOME.business_id])


@pytest.mark.parametrize("number", ["0", "-5", "9223372036854775808", "garden", CANARY])
def test_a_business_id_is_a_number_and_anything_else_is_not_repeated(number):
    with pytest.raises(CommandError) as refusal:
        call_command("add_seller", f"--business-id={number}", "--token-file=-")

    assert "number from 1 up" in str(refusal.value)
    assert "CANARY" not in str(refusal.value)


def test_the_token_is_never_an_argument():
    with pytest.raises(CommandError) as refusal:
        call_command("add_seller", "--token", CANARY, "--token-file=-")

    assert "put the token into a file" in str(refusal.value)
    assert "CANARY" not in str(refusal.value)
