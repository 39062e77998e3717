import ast
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
SWITCH = {"on": True, "off": False}


def read_by_settings():
    """Name to default, None without one; a default that is computed cannot be promised in a file and fails here."""
    found = {}
    for node in ast.walk(ast.parse((BASE_DIR / "dashboard/settings.py").read_text())):
        if isinstance(node, ast.Call) and is_reader(node.func) and isinstance(node.args[0], ast.Constant):
            defaults = [keyword.value for keyword in node.keywords if keyword.arg == "default"]
            found[node.args[0].value] = constant(defaults[0]) if defaults else None
    return found


def is_reader(function):
    of_env = isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "env"
    return of_env and function.attr != "read_env"


def constant(node):
    return eval(compile(ast.Expression(node), "settings", "eval"), {"__builtins__": {}})


def listed():
    pairs = {}
    for line in (BASE_DIR / ".env.example").read_text().splitlines():
        name, equals, value = line.removeprefix("# ").partition("=")
        if equals and name.isupper() and name.replace("_", "").isalnum():
            assert name not in pairs, f"{name} is listed twice"
            pairs[name] = (value, line.startswith("#"))
    return pairs


def test_the_example_lists_every_setting_and_nothing_else():
    assert listed().keys() == read_by_settings().keys()


@pytest.mark.parametrize(("name", "default"), read_by_settings().items())
def test_the_example_shows_the_default_that_holds(name, default):
    shown, commented = listed()[name]

    if default is None:
        assert (shown, commented) == ("", False)
    else:
        kind = type(default)
        read = shown.split(",") if kind is list else SWITCH[shown] if kind is bool else kind(shown)
        assert (read, commented) == (default, True)
