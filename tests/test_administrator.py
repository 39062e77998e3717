import getpass

import pytest
from django.contrib.auth.models import User

from dashboard.management.administrator import ask_for_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    """Puts lines where a person would type them; after the last one comes the end of input."""

    def type_in(*lines):
        left = iter(lines)

        def answer(_prompt=""):
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr(getpass, "getpass", answer)

    return type_in


def test_the_terminal_asks_until_name_and_password_are_fit(typed, capsys):
    User.objects.create_user("taken")
    typed(
        "",
        "taken",
        "head-of-desk",
        "short",
        "head-of-the-desk",
        "a long pass phrase",
        "a lung pass phrase",
        *["a long pass phrase"] * 2,
    )

    ask_for_administrator()

    boss = User.objects.get(username="head-of-desk")
    assert boss.is_superuser and boss.is_staff and boss.check_password("a long pass phrase")
    said = capsys.readouterr().out
    assert "already exists" in said and "too short" in said and "too similar" in said and "differ" in said


def test_the_end_of_input_ends_in_words_and_makes_nobody(typed):
    typed("boss")

    with pytest.raises(SystemExit, match="No administrator was made"):
        ask_for_administrator()

    assert not User.objects.exists()
