"""A2: a token typed as an argument, at a prompt or as a setting is refused, and not repeated."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from chats.models import Seller
from chats.sandbox.content.cabinets import HOME
from dashboard.management.administrator import ask_for_administrator
from tests.security.canary import TOKEN, hits
from tests.serve_fixture import BASE_DIR


@pytest.mark.parametrize("name", ["SECRET_KEY", "TIME_ZONE", "MARKET_PROXY", "DATABASE_URL", "ALLOWED_HOSTS"])
def test_a2_no_setting_takes_a_token(name):
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=BASE_DIR,
        env={**os.environ, "ENV_FILE": os.devnull, "DJANGO_SETTINGS_MODULE": "dashboard.settings", name: TOKEN},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, hits(done.stdout + done.stderr)) == (1, [])
    assert f"{name} holds what looks like a seller's token" in done.stderr


def test_a2_a_group_named_like_a_token_is_not_made_by_the_command(db, tmp_path, market):
    (tmp_path / "token").write_text(HOME.token)

    with pytest.raises(CommandError) as refusal:
        call_command("add_seller", token_file=str(tmp_path / "token"), group=TOKEN)

    assert hits(refusal.value) == []
    assert (Group.objects.count(), Seller.objects.count()) == (0, 0)


@pytest.mark.parametrize("fields", [{"username": TOKEN}, {"username": "new", "email": TOKEN}])
def test_a2_djangos_own_command_makes_nobody_with_a_token(db, monkeypatch, fields):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough password")

    with pytest.raises((CommandError, ValidationError)) as refusal:
        call_command("createsuperuser", interactive=False, **{"email": "", **fields})

    assert hits(refusal.value) == []
    assert not User.objects.exists()


def test_a2_the_first_administrator_is_not_named_by_a_token(db, monkeypatch, capsys):
    typed = iter([TOKEN])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(typed, None) or (_ for _ in ()).throw(EOFError))

    with pytest.raises(SystemExit):
        ask_for_administrator()

    said = capsys.readouterr().out
    assert "token" in said and hits(said) == []


@pytest.mark.parametrize(
    "arguments",
    [["add_seller", "--group", TOKEN], ["add_seller", TOKEN], [TOKEN], ["createsuperuser", "--username", TOKEN]],
)
def test_a2_no_command_repeats_a_token_that_was_typed_as_an_argument(arguments):
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert hits(done.stdout + done.stderr) == []
    assert "Traceback" not in done.stderr
