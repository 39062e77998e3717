"""The digits of a text as numbers: which groups belong together, and what is the shop's own number of an order."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import Final

LONG: Final = 6  # digits of a group that is a number by itself
SHORT_TAIL: Final = 3  # digits after a hyphen that are the number of a box: 54810000102-1
LEAST_IN_GROUPS: Final = 6  # digits of a number written in groups ...
LEAST_BESIDE_LONG: Final = 8  # ... and beside a long number, where the groups may as well be amounts of a table
LONGEST_GROUP: Final = 5

LETTERS: Final = re.compile(r"[A-Za-zА-Яа-яЁё]+")
# Words that stand before a number of Market's.
NAMES: Final = re.compile(r"(?:no|n|id|заказ\w*|чат\w*|возврат\w*|order|chat|return)", re.IGNORECASE)
MOST_LETTERS: Final = 12
LEAST_DIGITS: Final = 4


def numbers_of(run: str) -> Iterator[tuple[int, str]]:
    """The numbers in a run of digits with spaces and hyphens between, each with its place in the run."""
    words = [(match.start(), match[0]) for match in re.finditer(r"[\d-]+", run)]
    is_long = [max(len(group) for group in word.split("-")) >= LONG for _, word in words]
    least = LEAST_BESIDE_LONG if any(is_long) else LEAST_IN_GROUPS
    stands_alone = {word: long or "-" in word[1] for word, long in zip(words, is_long, strict=True)}
    for alone, some in groupby(words, key=lambda word: stands_alone[word]):
        together = list(some)
        groups = [word for _, word in together]
        if not alone and are_one_number(groups, least=least):
            yield together[0][0], "".join(groups)
        else:
            for start, word in together:
                yield from ((start + offset, number) for offset, number in hyphenated(word))


def are_one_number(groups: Sequence[str], *, least: int) -> bool:
    """Whether groups with spaces between are one number: 987 654 321, or 548 1000 0101."""
    if len(groups) < 2 or sum(map(len, groups)) < least:
        return False
    in_threes = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    return in_threes or all(2 <= len(group) <= LONGEST_GROUP for group in groups)


def hyphenated(word: str) -> Iterator[tuple[int, str]]:
    """A long number with a short tail is an order and its box, of which the box says nothing here; groups that are all
    short are one number, unless it would be a small one (5-7 days); two long ones are two."""
    groups = word.split("-")
    lengths = [len(group) for group in groups]
    if lengths[0] >= LONG and max(lengths[1:], default=0) <= SHORT_TAIL:
        yield 0, groups[0]
    elif lengths[0] < LONG and sum(lengths) >= LEAST_IN_GROUPS:
        yield 0, "".join(groups)
    else:
        places = accumulate((length + 1 for length in lengths), initial=0)
        yield from zip(places, groups, strict=False)


def is_year(number: int) -> bool:
    return 1950 <= number < 2100


def is_own_number(word: str) -> bool:
    """Whether a word looks like a shop's own number of an order: letters and at least four digits with a hyphen or
    slash (УТ-00012345), or letters before a zero (УТ00012345). COVID-19 and 12-го do not."""
    letters, digits = LETTERS.findall(word), re.findall(r"\d+", word)
    if not letters or not digits or len(re.sub(r"[\d/_-]", "", word)) != sum(map(len, letters)):
        return False
    count = sum(map(len, digits))
    if sum(map(len, letters)) > MOST_LETTERS or any(NAMES.fullmatch(part) for part in letters):
        return False
    if not re.search("[-/_]", word):
        return bool(re.fullmatch(r"[^\W\d]+0\d{4,}", word))
    if count == LEAST_DIGITS and (len(digits) > 1 or is_year(int(digits[0])) or not "".join(letters).isupper()):
        return False
    return count >= LEAST_DIGITS
