import pytest
from django.core.exceptions import ImproperlyConfigured

from dashboard.environment import Environment


def environment(**values):
    env = Environment()
    env.ENVIRON = values
    return env


def test_a_missing_secret_is_named_with_what_to_put_there():
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY is not set\. It signs sessions\. .*make run"):
        environment().required("SECRET_KEY", "It signs sessions.")


@pytest.mark.parametrize("value", ["eighty", "", "80.5"])
def test_a_number_that_is_none_is_named(value):
    with pytest.raises(ImproperlyConfigured, match="PORT is not a number"):
        environment(PORT=value).int("PORT", default=8000)


@pytest.mark.parametrize(
    "value", ["", "desk.sqlite3", "mysql://desk:secret@db/desk", "postgres://desk:secret@db:port/desk", "sqlite://"]
)
def test_a_database_the_desk_cannot_use_is_refused_without_showing_its_password(value):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not understood") as refusal:
        environment(DATABASE_URL=value).database("DATABASE_URL", default="sqlite:///data/desk.sqlite3")

    assert "secret" not in str(refusal.value)


def test_both_databases_are_understood():
    lite = environment().database("DATABASE_URL", default="sqlite:///data/desk.sqlite3")
    server = environment(DATABASE_URL="postgres://desk:p%40ss@db:5432/desk").database("DATABASE_URL", default="")

    assert lite["NAME"] == "data/desk.sqlite3"
    assert (server["HOST"], server["PASSWORD"], server["NAME"]) == ("db", "p@ss", "desk")
