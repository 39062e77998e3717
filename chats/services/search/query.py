"""What somebody typed into the search field, as terms to look for."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from chats.market.types import Sender
from chats.services.search.words import LONGEST_WORD, folded, is_without_spaces, terms_of_word, words_of

NOTE: Final = "NOTE"  # the sender of private notes, which Market knows nothing of
SHORTEST: Final = 2  # letters
SHORTEST_BEGINNING: Final = 3  # letters of a word that is not finished; two begin far too many words
MOST_SELLERS: Final = 20  # that a query names
QUOTES: Final = '"“”„«»「」『』'
PIECE: Final = re.compile(rf"[{QUOTES}](?P<phrase>[^{QUOTES}]*)[{QUOTES}]?|(?P<words>[^{QUOTES}]+)")
FROM: Final = re.compile(r"(?<!\S)(?:от|from|来自)\s?[:：]\s?(?P<who>\w+)", re.IGNORECASE)
# The beginnings of the words for who wrote, in the languages of the desk.
WHO: Final = {
    "покуп": Sender.CUSTOMER, "клиент": Sender.CUSTOMER, "buyer": Sender.CUSTOMER, "customer": Sender.CUSTOMER,
    "买家": Sender.CUSTOMER, "магаз": Sender.PARTNER, "продав": Sender.PARTNER, "shop": Sender.PARTNER,
    "seller": Sender.PARTNER, "店铺": Sender.PARTNER, "商家": Sender.PARTNER, "маркет": Sender.MARKET,
    "market": Sender.MARKET, "арбитр": Sender.SUPPORT, "поддерж": Sender.SUPPORT, "support": Sender.SUPPORT,
    "客服": Sender.SUPPORT, "замет": NOTE, "note": NOTE, "备注": NOTE,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Part:
    """Terms that have to follow each other: a word, or a phrase. `open`: the last one may be the beginning of a term.
    `beginning` is a word that may not be finished: a term that begins like it is as good as `terms`."""

    terms: tuple[str, ...]
    open: bool = False
    beginning: str = ""


@dataclass(frozen=True, kw_only=True)
class Query:
    """A message has to have all parts. `sender` is who has to have written it, where the text says so."""

    parts: tuple[Part, ...]
    sender: str = ""


def read_query(text: str) -> Query:
    """The query that a text is. It has no parts where there is no word in the text."""
    text, sender = without_sender(text)
    parts = dict.fromkeys(parts_of(text))
    return Query(parts=tuple(parts), sender=sender)


def is_words(text: str) -> bool:
    """Whether the text is one to search for in messages: of two letters at least, and without a digit."""
    letters = [letter for word in words_of(text) for letter in word]
    return len(letters) >= SHORTEST and not any(letter.isdigit() for letter in letters)


def without_sender(text: str) -> tuple[str, str]:
    """The text without `from:buyer`, and who that is. What is said of nobody known stays in the text."""
    for found in FROM.finditer(text):
        who = folded(found["who"])
        for beginning, sender in WHO.items():
            if who.startswith(beginning):
                return text[: found.start()] + text[found.end() :].lstrip(), sender
    return text, ""


def parts_of(text: str) -> Iterator[Part]:
    for piece in PIECE.finditer(text):
        if piece["phrase"] is not None:
            yield from phrase(list(words_of(piece["phrase"])))
            continue
        words = list(words_of(piece["words"]))
        unfinished = piece.end() == len(text) and re.search(r"[^\W_]\*?$", text) is not None
        for number, word in enumerate(words, start=1):
            yield from phrase([word], unfinished=unfinished and number == len(words))


def phrase(words: list[str], *, unfinished: bool = False) -> Iterator[Part]:
    """The part that a word or a phrase is, if it has any terms."""
    terms = [term for word in words for term in terms_of_word(word)]
    if not terms:
        return
    last = words[-1]
    if is_without_spaces(last):
        # Where the query ends, the run of letters may go on.
        yield Part(terms=tuple(terms if len(last) == 1 else terms[:-1]), open=len(last) == 1)
    else:
        beginning = last[:LONGEST_WORD] if unfinished and len(last) >= SHORTEST_BEGINNING else ""
        yield Part(terms=tuple(terms), beginning=beginning)


def for_sqlite(query: Query) -> str:
    """As an expression of FTS5. Terms are letters and digits, and in quotes nothing else has a meaning.
    https://www.sqlite.org/fts5.html#full_text_query_syntax"""

    def expression(part: Part) -> str:
        exact = f'"{" ".join(part.terms)}"' + (" *" if part.open else "")
        return f'({exact} OR "{part.beginning}" *)' if part.beginning else exact

    return " AND ".join(expression(part) for part in query.parts)


def for_postgresql(query: Query, sellers: Collection[int]) -> str:
    """As a tsquery. https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY

    Of few sellers, their terms are among those asked for: the index then meets a common word and a small seller, where
    it would fetch each message with the word to see whose it is.
    """

    def expression(part: Part) -> str:
        exact = " <-> ".join(f"'{term}'" for term in part.terms) + (":*" if part.open else "")
        return f"({exact} | '{part.beginning}':*)" if part.beginning else f"({exact})"

    parts = [expression(part) for part in query.parts]
    if 0 < len(sellers) <= MOST_SELLERS:
        parts.append("(" + " | ".join(f"'{term_of_seller(one)}'" for one in sellers) + ")")
    return " & ".join(parts)


def term_of_seller(seller_id: int) -> str:
    """No word has a low line."""
    return f"_{seller_id:d}"
