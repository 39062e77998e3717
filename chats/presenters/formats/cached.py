"""What comes out the same for the same values is made once in a process: words, dates, drawn pieces of pages."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import get_language

P = ParamSpec("P")
T = TypeVar("T")


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keeps the results used last, by arguments and language. For functions of nothing else, of values that can be
    compared: a row of a database equals its older self, so it is none."""

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(most)
        def kept(language: str | None, *args: P.args, **kwargs: P.kwargs) -> T:
            return make(*args, **kwargs)

        @wraps(make)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            return kept(get_language(), *args, **kwargs)

        # For many at once: asking for the language takes longer than finding what is kept.
        call.in_language = kept  # type: ignore[attr-defined]
        return call

    return decorate
