import re
from pathlib import Path

import pytest

from dashboard.installation import env

BASE_DIR = Path(__file__).resolve().parent.parent
EXAMPLE = (BASE_DIR / ".env.example").read_text()


def listed():
    pairs = {}
    for line in EXAMPLE.splitlines():
        name, equals, value = line.removeprefix("# ").partition("=")
        if equals and name.isupper() and name.replace("_", "").isalnum():
            assert name not in pairs, f"{name} is listed twice"
            pairs[name] = (value, line.startswith("#"))
    return pairs


def comment_above(name):
    """The words above a setting, down to it, since the setting before it or an empty line."""
    lines = EXAMPLE[: re.search(rf"^(# )?{name}=", EXAMPLE, re.MULTILINE).start()].splitlines()
    words = []
    while lines and lines[-1].startswith("# ") and not (words and re.match(r"# [A-Z_]+=", lines[-1])):
        words.insert(0, lines.pop().removeprefix("# "))
    return " ".join(words)


def test_the_example_lists_every_setting_and_nothing_else():
    assert listed().keys() == env.described.keys()


@pytest.mark.parametrize(("name", "setting"), env.described.items())
def test_the_example_shows_the_default_that_holds(name, setting):
    shown, commented = listed()[name]

    assert (shown, commented) == (("", False) if setting.default is None else (setting.default, True))


@pytest.mark.parametrize(("name", "setting"), env.described.items())
def test_a4_every_number_has_bounds_and_the_example_shows_them(name, setting):
    bounds = re.search(r"number from (\S+) to ([\d.]+)", setting.kind.right)

    if setting.default and re.fullmatch(r"\d+(\.\d+)?", setting.default):
        assert bounds, f"{name} is a number without bounds"
        assert f"({bounds[1]} to {bounds[2]})" in comment_above(name)


@pytest.mark.parametrize(("name", "setting"), env.described.items())
def test_every_default_is_of_the_kind_that_its_setting_has(name, setting):
    if setting.default is not None:
        setting.kind.parse(setting.default)
