"""Where in a text the words of a query are, to mark them."""

import re
from collections.abc import Iterator
from typing import Final

from chats.services.search.query import Part, Query
from chats.services.search.words import WITHOUT_SPACES, folded, is_without_spaces, terms_of_word

# As `words.WORD`, with the accents that folding takes away.
WORD: Final = re.compile(rf"[{WITHOUT_SPACES}]+|(?:[^\W_{WITHOUT_SPACES}][\u0300-\u036f]*)+")


def marks_in(text: str, query: Query) -> list[tuple[int, int]]:
    """Start and end of each word of the text that the query asks for, in order. Of a phrase, its words wherever they
    stand."""
    exact = {term for part in query.parts for term in part.terms}
    beginnings = tuple(part.beginning for part in query.parts if part.beginning)
    letters = {run for part in query.parts for run in runs_of(part)}
    found = list[tuple[int, int]]()
    for word in WORD.finditer(text):
        if is_without_spaces(word[0]):
            found += runs_in(word[0], letters, at=word.start())
            continue
        plain = folded(word[0])
        if plain.startswith(beginnings) or exact.issuperset(terms_of_word(plain)):
            found.append(word.span())
    return found


def runs_of(part: Part) -> Iterator[str]:
    """The runs of letters without spaces that a part asks for."""
    run = ""
    for term in (*part.terms, ""):
        if run and not (is_without_spaces(term) and len(term) > 1):
            yield run  # a letter alone is the last one of its run
            run = ""
        elif is_without_spaces(term):
            run += term[1:] if run else term
    if run:
        yield run


def runs_in(word: str, runs: set[str], *, at: int) -> list[tuple[int, int]]:
    found = sorted(here.span() for run in runs for here in re.finditer(re.escape(run), word))
    joined = list[tuple[int, int]]()
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return [(start + at, end + at) for start, end in joined]
