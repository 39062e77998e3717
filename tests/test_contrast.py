"""WCAG contrast of every pair of colours that meet on a page, in both themes, from the stylesheet itself."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parent.parent / "static/css/tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);")
COLOURS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text())}
THEMES = {"light": 0, "dark": 1}

GROUNDS = ["canvas", "surface", "surface2"]
BADGES = ["new", "partner", "customer", "arbiter", "market", "finished", "unknown", "dispute"]
TONES = ["danger", "warn", "ok"]
TAGS = ["grey", "red", "orange", "green", "teal", "blue", "purple", "pink"]
LEAST = {
    **{("text", ground): 7.0 for ground in GROUNDS},
    **{(words, ground): 4.5 for words in ["text2", "muted", "accent", "accent-hover"] for ground in GROUNDS},
    **{("control", ground): 3.0 for ground in GROUNDS},
    **{("focus", ground): 3.0 for ground in GROUNDS},
    **{("on-accent", ground): 4.5 for ground in ["accent", "accent-hover"]},
    **{(tone, ground): 4.5 for tone in TONES for ground in [f"{tone}-ground", "canvas", "surface"]},
    **{(words, f"{tone}-ground"): 4.5 for words in ["text", "text2"] for tone in TONES},
    **{(f"{badge}-text", f"{badge}-ground"): 4.5 for badge in BADGES},
    **{(f"{badge}-border", ground): 3.0 for badge in BADGES for ground in GROUNDS if ground != "surface2"},
    **{(f"tag-{colour}", ground): 3.0 for colour in TAGS for ground in GROUNDS},
    **{("text", ground): 4.5 for ground in ["own", "market", "changed"]},
}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one_to_one():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", LEAST, ids=" on ".join)
def test_a_pair_of_colours_can_be_told_apart(pair, theme):
    words, ground = (COLOURS[name][THEMES[theme]] for name in pair)

    assert contrast(words, ground) >= LEAST[pair]


def test_every_colour_has_both_themes():
    defined = set(re.findall(r"--([\w-]+): [^;]*#", TOKENS.read_text()))

    assert defined == set(COLOURS)
