"""Cleaners for other people's strings, from the least to the most they take away:

- `storable`: what no database row takes.
- `legible`: what would hide or turn around on a page; what emoji, Persian or Thai need stays.
- `without_invisible`: everything that shows nothing; whitespace stays.
- `visible`: the same on one line. Empty means there is nothing to see: the one test for "is there a name, a text?"
- `one_line`: a line for a log, without anything that has the shape of a token.

All of them agree on which characters show nothing.
"""

import re
import unicodedata

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

# What shows nothing by itself, listed by code point. Python's own tables would not do: what is newer than this Python
# is "unassigned" to them, and may be the emoji of this year. Controls but for whitespace; surrogates; noncharacters;
# the default-ignorable code points, reserved ones and direction marks among them
# (https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt); annotation marks.
FORMATS = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
)
# Letters, symbols and marks that are blank: the grapheme joiner, Hangul, Khmer and Khitan fillers, the empty Braille
# cell, the null note head, hieroglyphic blanks ...
FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U00013441\U00013442\U00016fe4\U0001d159"
# ... and variation selectors, which choose how the character before them looks.
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
UNSEEN = re.compile(f"[{FORMATS}{FILLERS}{SELECTORS}]")
CONTROL_SPACES = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
JOINERS = "\u200c\u200d"  # format characters that Persian and emoji need inside a word
HIDING = re.compile(f"(?![{JOINERS}])[{FORMATS}]")
MARKS_IN_A_ROW = 3  # Vietnamese and Thai need two; more only builds towers over neighbouring lines
# Unicode's blocks of marks for any script, so that a mark that Python does not know yet piles up no higher.
BLOCKS_OF_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
# Latin, Cyrillic and Han with their punctuation, which is most of what there is to clean: nothing in them hides, turns
# around or piles up, so one fast match replaces the look at each character.
PLAIN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2116"
    "\u3001-\u3029\u3030-\u303e\u4e00-\u9fff\uff01-\uff5e]*"
)


def without_lone_surrogates(body: bytes) -> bytes:
    r"""JSON with each half of a pair, such as \ud800 alone, written as U+FFFD: it is legal JSON, but no character."""
    if not SURROGATE_ESCAPE.search(body):
        return body
    return ESCAPES.sub(lambda found: rb"\ufffd" if found[1] else found[0], body)


def storable(text: str, *, most: int) -> str:
    """At most `most` characters, without NUL, which PostgreSQL refuses, and lone surrogates, which UTF-8 lacks."""
    return LONE_SURROGATE.sub("\ufffd", text.replace("\0", ""))[:most]


def legible(text: str) -> str:
    """The text without control, direction and format characters, and with at most three marks on a letter. Joiners and
    variation selectors stay, and so do fillers: a row of Braille needs its empty cells. Line breaks become spaces.
    Empty when nothing of it is visible."""
    if PLAIN.fullmatch(text):
        return text
    if not visible(text):
        return ""
    kept: list[str] = []
    marks = 0
    for character in HIDING.sub("", text):
        marks = marks + 1 if is_mark(character) else 0
        if marks <= MARKS_IN_A_ROW:
            kept.append(" " if character in CONTROL_SPACES else character)
    return "".join(kept)


def is_mark(character: str) -> bool:
    """Whether it is drawn over or under the letter before it and takes no room of its own."""
    category = unicodedata.category(character)
    return category in {"Mn", "Me"} or (category == "Cn" and BLOCKS_OF_MARKS.match(character) is not None)


def without_invisible(text: str) -> str:
    """The text without any character that shows nothing. Spaces and line breaks stay."""
    return UNSEEN.sub("", text)


def visible(text: str) -> str:
    """The visible characters on one line, each run of whitespace one space. Empty also for marks without a letter."""
    line = " ".join(without_invisible(text).split())
    return line if not all(is_mark(character) or character == " " for character in line) else ""


def one_line(text: str, *, most: int = 300) -> str:
    """Somebody else's words for a log or a page: visible, on one line, tokens redacted.

    Invisible characters go first, or one of them inside a token would hide it.
    """
    return SECRETS.sub(REDACTED, visible(storable(text, most=most * 10)))[:most]
