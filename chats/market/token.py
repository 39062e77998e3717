import re

USUAL_SHAPE = re.compile(r"ACMA:[0-9A-Za-z]{40}:[0-9a-f]{8}")
# Wherever it may stand in a text, in an address also percent-encoded, once or more often.
SHAPE_IN_TEXT = re.compile(r"ACMA(?::|%(?:25)*3A)[0-9A-Za-z:%_.~*-]*", re.IGNORECASE)
HEADER_SAFE = re.compile(r"[\x21-\x7e]+")


def without_tokens(text: str) -> str:
    """The text, with only the beginning of what has the shape of a token."""
    return SHAPE_IN_TEXT.sub("ACMA:***", text)


class UnusableToken(ValueError):
    """The text cannot be sent as a header. Its message never holds the text."""


class Token:
    """A seller's Api-Key. Shows only its hint, wherever it is printed; `reveal` is for the wire and the vault."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        secret = secret.strip()
        # requests and http.client print a header they refuse, so it is refused here first.
        if not HEADER_SAFE.fullmatch(secret):
            raise UnusableToken("The token has characters that a key never has.")
        self._secret = secret

    def reveal(self) -> str:
        return self._secret

    @property
    def hint(self) -> str:
        """The last four characters, to tell two tokens apart."""
        return self._secret[-4:]

    @property
    def looks_usual(self) -> bool:
        """Whether it has the shape of Market's samples. The shape is not promised: warn by it, never refuse."""
        return USUAL_SHAPE.fullmatch(self._secret) is not None

    def __repr__(self) -> str:
        return f"Token(ACMA:…{self.hint})"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and other._secret == self._secret

    def __hash__(self) -> int:
        return hash(self._secret)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("A token is not pickled.")
