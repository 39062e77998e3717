"""What an agent pastes, read: what to look up, in which order, and what was left out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from chats.market.text import without_invisible
from chats.services.lookup.addresses import ADDRESS, identifiers_in_address, lookups_in_words, says_little
from chats.services.lookup.identifiers import Identifier, NotAnIdentifier, OwnNumber, Wanted, positive_id
from chats.services.lookup.not_ids import DOUBTED, NAMED, NOT_IDS, PHONE, ROUNDED, STREET, is_doubtful
from chats.services.lookup.numbers import LEAST_BESIDE_LONG, NAMES, is_own_number, is_year, numbers_of

MOST_NUMBERS: Final = 10
MOST_CHARACTERS: Final = 4_000
LIKELY_LENGTH: Final = 6  # digits of a bare number that is taken for an ID before shorter ones are
POSSIBLE_LENGTH: Final = 4
MOST_GROUPS: Final = 500  # of digits in one text

TOKEN: Final = re.compile(r"\bACMA:", re.IGNORECASE)
DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
OWN_NUMBER: Final = re.compile(r"(?<![\w@/-])[^\W_]+(?:[-/_][^\W_]+){0,3}(?![\w@/-])")
# УТ 00012345, and УТ - 00012345. Not after a preposition: ОТ 00012345.
SPACED_OWN_NUMBER: Final = re.compile(
    r"(?<![\w@/-])(?!(?:ОТ|НА|ПО|ЗА|ДО|ИЗ|КО|OF|TO|ON|IN) )"
    r"(?:([A-ZА-ЯЁ]{2,4}) (0\d{4,})|([^\W\d_]{2,4})(?: - ?|- )(0\d{4,}))(?![\w@/-])"
)
IN_THOUSANDS: Final = re.compile(r"(?<![\d.,'’-])\d{1,3}([.,'’])\d{3}(?:\1\d{3})+(?![.,'’]?\d)")  # 54,810,000,102
RUN_OF_DIGITS: Final = re.compile(r"\d+(?:(?: +|-)\d+)*")
# A word that makes even a short number an ID.
MEANT: Final = re.compile(
    r"(?:заказ\w*|чат\w*|возврат\w*|диалог\w*|order|chat|return|订单|聊天|会话|退货)\W{0,3}"
    r"(?:no|номер\w*|number|id|编?号)?\W{0,3}$",
    re.IGNORECASE,
)


class Chance(IntEnum):
    """How likely a piece is what the agent means; the lower comes first."""

    LIKELY = 0
    OWN = 1
    POSSIBLE = 2
    SMALL = 3  # a quantity, an ordinal, a year


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A piece that is no ID. `kind`: phone, too_long, zero, rounded, or "" when it is simply something else."""

    text: str
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Paste:
    """A pasted text, read. `likely` is looked up at once, at most ten and each once, in the order of the text;
    `otherwise` only when that led to nothing. `left_out` is what is never asked about."""

    likely: tuple[Wanted, ...]
    otherwise: tuple[Wanted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def read_paste(text: str) -> Paste:
    """What a pasted text holds: identifiers, or the shop's own numbers of orders.

    What cannot be an ID never refuses the text while something else in it can be one. Raises NotAnIdentifier when there
    is nothing to look for; it never holds the text, which may be a token or a phone number.
    """
    text = simplified(text)
    if not text.strip(" \t\r\n\"'«»“”„#"):
        raise NotAnIdentifier("empty")
    if TOKEN.search(text):
        raise NotAnIdentifier("token")
    reading = Reading(text)
    reading.take_all()
    return reading.result()


def has_numbers(text: str) -> bool:
    """Whether something in a text is likely to be an identifier."""
    try:
        return bool(read_paste(text).likely)
    except NotAnIdentifier:
        return False


def simplified(text: str) -> str:
    """Visible characters in their simplest form: by NFKC, which turns full-width digits into digits and № into No, by
    ASCII digits for those of other scripts, by plain spaces for those of any width, and by hyphens for dashes."""
    text = lookups_in_words(text[:MOST_CHARACTERS])
    text = unicodedata.normalize("NFKC", text.replace("№", " № "))[:MOST_CHARACTERS]
    kept = []
    for character in without_invisible(text):
        category = unicodedata.category(character)
        if category == "Zs":
            kept.append(" ")
        elif category == "Nd":
            kept.append(str(unicodedata.digit(character)))
        else:
            kept.append(character)
    return DASHES.sub("-", "".join(kept))


class Reading:
    """A text from which pieces are taken, one kind after another; what is taken leaves blanks of the same length, so
    that places in the text stay what they are."""

    def __init__(self, text: str) -> None:
        self.whole = text
        self.rest = text
        self.found: list[tuple[int, Chance, Wanted]] = []
        self.left_out: list[tuple[int, LeftOut]] = []
        self.beside_street = bool(STREET.search(text))

    def take(self, pattern: re.Pattern[str]) -> Sequence[re.Match[str]]:
        matches = list(pattern.finditer(self.rest))
        self.rest = pattern.sub(lambda match: "|" * len(match[0]), self.rest) if matches else self.rest
        return matches

    def take_all(self) -> None:
        for match in self.take(ADDRESS):
            self.add_address(match.start(), match[0])
        for pattern, kind in ((PHONE, "phone"), (ROUNDED, "rounded")):
            for match in self.take(pattern):
                self.leave_out(match.start(), match[0], kind=kind)
        for pattern in NOT_IDS:
            for match in self.take(pattern):
                self.leave_out(match.start(), match[0])
        self.take_own_numbers()
        if len(re.findall(r"\d+", self.rest)) > MOST_GROUPS:
            raise NotAnIdentifier("too_many")
        for match in self.take(IN_THOUSANDS):
            self.add_digits(match.start(), re.sub(r"\D", "", match[0]))
        for match in self.take(RUN_OF_DIGITS):
            for offset, digits in numbers_of(match[0]):
                self.add_digits(match.start() + offset, digits)
        if not self.found:
            self.take_what_has_another_name()

    def take_own_numbers(self) -> None:
        for match in SPACED_OWN_NUMBER.finditer(self.rest):
            letters, digits = match[1] or match[3], match[2] or match[4]
            if not NAMES.fullmatch(letters):
                self.add_own_number(match, f"{letters}{' ' if match[1] else '-'}{digits}")
        for match in OWN_NUMBER.finditer(self.rest):
            if is_own_number(match[0]):
                self.add_own_number(match, match[0])

    def take_what_has_another_name(self) -> None:
        """Of a text that holds nothing else, the numbers that it calls a parcel, an article and the like: agents and
        buyers give an order's number such names too."""
        for start, piece in list(self.left_out):
            run = RUN_OF_DIGITS.search(piece.text) if NAMED.fullmatch(piece.text) else None
            numbers = [digits for _, digits in numbers_of(run[0]) if len(digits) >= LIKELY_LENGTH] if run else []
            if numbers:
                self.left_out.remove((start, piece))
                self.add_digits(start, numbers[0])

    def add_address(self, start: int, address: str) -> None:
        try:
            found = identifiers_in_address(address)
        except NotAnIdentifier as refusal:
            self.leave_out(start, address, kind=refusal.kind)
            return
        chance = Chance.POSSIBLE if says_little(address, found) else Chance.LIKELY
        self.found += [(start, chance, one) for one in found]

    def add_own_number(self, match: re.Match[str], number: str) -> None:
        """The digits of a long ID stay in the rest: УТ-54810000102 may be the shop's mark before Market's number."""
        start = match.start()
        self.found.append((start, Chance.OWN, OwnNumber(text=number)))
        blank = re.sub(r"(?<!\d)(?:0\d*|\d{1,8})(?!\d)|\D", lambda piece: "|" * len(piece[0]), match[0])
        self.rest = self.rest[:start] + blank + self.rest[match.end() :]

    def add_digits(self, start: int, digits: str) -> None:
        try:
            identifier = Identifier(number=positive_id(digits))
        except NotAnIdentifier as refusal:
            self.leave_out(start, digits, kind=refusal.kind)
            return
        self.found.append((start, self.chance_of(start, digits, identifier.number), identifier))

    def chance_of(self, start: int, digits: str, number: int) -> Chance:
        before, length = self.whole[max(0, start - 48) : start], len(str(number))
        if MEANT.search(before):
            return Chance.LIKELY
        if length < POSSIBLE_LENGTH or is_year(number):
            return Chance.SMALL
        written_in_groups = not self.whole.startswith(digits, start)
        if written_in_groups and length < LEAST_BESIDE_LONG:  # 170-176, 12 345: sizes and sums as well
            return Chance.POSSIBLE
        if DOUBTED.search(before) or is_doubtful(str(number), beside_street=self.beside_street):
            return Chance.POSSIBLE
        return Chance.LIKELY if length >= LIKELY_LENGTH else Chance.POSSIBLE

    def leave_out(self, start: int, text: str, *, kind: str = "") -> None:
        self.left_out.append((start, LeftOut(text=text.strip(), kind=kind)))

    def result(self) -> Paste:
        if not self.found:
            raise NotAnIdentifier(self.reason())
        self.found.sort(key=lambda one: one[0])
        best = min(chance for _, chance, _ in self.found)
        likely = [one for _, chance, one in self.found if chance is best]
        wanted = tuple(dict.fromkeys(likely))
        if len(wanted) > MOST_NUMBERS or (best is Chance.SMALL and len(likely) > MOST_NUMBERS):
            raise NotAnIdentifier("too_many")
        others = sorted((one for one in self.found if best < one[1] < Chance.SMALL), key=lambda one: (one[1], one[0]))
        otherwise = tuple(dict.fromkeys(one for _, _, one in others if one not in wanted))
        return Paste(
            likely=wanted, otherwise=otherwise[: MOST_NUMBERS - len(wanted)], left_out=self.pieces_left_out(best)
        )

    def pieces_left_out(self, best: Chance) -> tuple[LeftOut, ...]:
        small = [
            (start, LeftOut(text=str(one.number)))
            for start, chance, one in self.found
            if chance is Chance.SMALL and best is not Chance.SMALL and isinstance(one, Identifier)
        ]
        pieces = sorted([*self.left_out, *small], key=lambda piece: piece[0])
        return tuple(dict.fromkeys(piece for _, piece in pieces))

    def reason(self) -> str:
        """Why there is nothing to look for: the reason of the first piece that has one."""
        kinds = [piece.kind for _, piece in sorted(self.left_out, key=lambda piece: piece[0]) if piece.kind]
        return "phone" if "phone" in kinds else kinds[0] if kinds else "no_digits"
