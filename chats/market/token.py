import re

USUAL_SHAPE = re.compile(r"ACMA:[0-9A-Za-z]{40}:[0-9a-f]{8}")
# Anywhere in a text; in an address the colon may be percent-encoded, even several times over.
SHAPE_IN_TEXT = re.compile(r"ACMA(?::|%(?:25)*3A)[0-9A-Za-z:%_.~*-]*", re.IGNORECASE)
# What may be a token in a text that a person typed or pasted: the prefix with some of the secret behind it, or the
# whole secret without the prefix.
LIKE_A_TOKEN = re.compile(
    r"ACMA\s*(?:[:：]|%(?:25)*3A)\s*[0-9A-Za-z]{4}[0-9A-Za-z:%_.~-]*"
    r"|(?<![0-9A-Za-z])[0-9A-Za-z]{40}:[0-9A-Fa-f]{8}(?![0-9A-Za-z])",
    re.IGNORECASE,
)
HEADER_SAFE = re.compile(r"[\x21-\x7e]+")


def without_tokens(text: str) -> str:
    """The text with the secret part of every token cut out."""
    return SHAPE_IN_TEXT.sub("ACMA:***", text)


def looks_like_a_token(text: str) -> bool:
    """Whether a text that is no place for tokens seems to hold one, or most of one."""
    return LIKE_A_TOKEN.search(text) is not None


def with_tokens_cut_out(text: str) -> str:
    """The text as the desk may store it: all that `looks_like_a_token` finds is replaced by ACMA:***."""
    return LIKE_A_TOKEN.sub("ACMA:***", text)


class UnusableToken(ValueError):
    """The text cannot be an HTTP header. The message never holds the text."""


class Token:
    """A seller's Api-Key. Printing one shows only its hint. Only what sends or encrypts it may call `reveal`."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        secret = secret.strip()
        # requests and http.client put a header that they refuse into the error, so it is refused here first.
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
        """Whether it has the shape of Market's samples. Market does not promise the shape, so this is
        good for a warning and never for a refusal."""
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
