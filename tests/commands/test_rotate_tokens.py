import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from chats.market.token import Token
from chats.models import Seller

pytestmark = pytest.mark.django_db
OLD, NEW, LOST = (Fernet.generate_key().decode() for _ in range(3))


def seller(number, key, settings):
    settings.TOKEN_KEYS = [key]
    return Seller.objects.create(name=f"Seller {number}", business_id=number, token=Token(f"token-{number}"))


@pytest.fixture
def sellers(settings):
    rows = [seller(1, OLD, settings), seller(2, NEW, settings), seller(3, OLD, settings)]
    Seller.objects.create(name="Without", business_id=4)
    settings.TOKEN_KEYS = [NEW, OLD]
    return rows


def test_after_a_rotation_the_old_key_can_be_taken_out(sellers, settings, capsys):
    call_command("rotate_tokens")

    settings.TOKEN_KEYS = [NEW]
    assert [row.token.open() for row in Seller.objects.exclude(business_id=4).order_by("pk")] == [
        Token(f"token-{row.business_id}") for row in sellers
    ]
    assert capsys.readouterr().out == "Of the newest key: 1; newly encrypted: 2; lost: 0.\n"


def test_a_second_rotation_has_nothing_to_do(sellers, capsys):
    call_command("rotate_tokens")
    call_command("rotate_tokens")

    assert capsys.readouterr().out.endswith("Of the newest key: 3; newly encrypted: 0; lost: 0.\n")


def test_a_check_changes_nothing(sellers, settings, capsys):
    call_command("rotate_tokens", check=True)

    assert capsys.readouterr().out == "Of the newest key: 1; older: 2; lost: 0.\n"
    settings.TOKEN_KEYS = [OLD]
    assert Seller.objects.get(pk=sellers[0].pk).token.open() == Token("token-1")


@pytest.mark.parametrize("check", [True, False])
def test_a_lost_token_is_named_after_the_others_are_done(sellers, settings, capsys, check):
    lost = seller(9, LOST, settings)
    settings.TOKEN_KEYS = [NEW, OLD]

    with pytest.raises(CommandError, match=rf"“Seller 9” \({lost.pk}\)") as said:
        call_command("rotate_tokens", check=check)

    assert said.value.returncode == 1
    assert "lost: 1" in capsys.readouterr().out
    settings.TOKEN_KEYS = [NEW, LOST]
    assert Seller.objects.get(pk=lost.pk).token.open() == Token("token-9")
    assert Seller.objects.get(pk=sellers[0].pk).token.is_of_newest_key is not check
