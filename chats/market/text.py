"""Strings of Market made safe to keep and to show."""

import re

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
ESCAPES = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
    rb"|\\."
)
SURROGATE_ESCAPE = re.compile(rb"\\u[dD][89a-fA-F]")
# Api-Keys of the usual shape whole or in part, OAuth tokens of Yandex, and whatever follows the name of a scheme.
SECRETS = re.compile(
    r"ACMA:\S*|\b[0-9A-Za-z]{40,}\b(?::[0-9a-f]{8}\b)?|\by[0-3]_[\w-]{20,}|\b(?:Bearer|OAuth) [\w.~+/:-]{16,}",
    re.IGNORECASE,
)
REDACTED = "[…]"
# What Unicode calls letters, symbols and marks, and shows nothing: fillers, the joiner of graphemes, the empty Braille
# cell, selectors of variants.
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def without_lone_surrogates(body: bytes) -> bytes:
    r"""JSON with each half of a pair, such as \ud800 alone, written as U+FFFD: it is legal JSON, but no character."""
    if not SURROGATE_ESCAPE.search(body):
        return body
    return ESCAPES.sub(lambda found: rb"\ufffd" if found[1] else found[0], body)


def cleaned(text: str, *, most: int) -> str:
    """At most that many characters, without NUL, which PostgreSQL refuses, and lone surrogates, which no row takes."""
    return LONE_SURROGATE.sub("\ufffd", text.replace("\0", ""))[:most]


def visible(text: str) -> str:
    """The text on one line, without control, direction and other invisible characters."""
    kept = "".join(" " if character.isspace() else character for character in text)
    kept = INVISIBLE.sub("", "".join(character for character in kept if character.isprintable()))
    return " ".join(kept.split())


def one_line(text: str, *, most: int = 300) -> str:
    """Another's words for a log or a page: one line, nothing invisible, nothing that has the shape of a token."""
    text = cleaned(text, most=most * 10)
    text = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return SECRETS.sub(REDACTED, text)[:most]
