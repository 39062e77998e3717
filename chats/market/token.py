import re
import unicodedata

from chats.market.text import without_invisible

USUAL_SHAPE = re.compile(r"ACMA:[0-9A-Za-z]{40}:[0-9a-f]{8}")
MARK = "ACMA:***"  # what stands where a token was cut out
# The usual shape, also where it was broken by spaces or line breaks when it was copied.
BROKEN = r"ACMA\s{0,3}:(?:\s{0,3}[0-9A-Z]){40}\s{0,3}:(?:\s{0,3}[0-9A-F]){8}(?![0-9A-Z])"
COLON = r"(?::|%(?:25)*3A)"  # in an address it may be percent-encoded, even several times over
# The secret without the prefix: with its tail, or alone where it mixes digits, small and capital letters.
MIXED = r"(?-i:(?=[0-9A-Z]*[a-z])(?=[0-9a-z]*[A-Z])(?=[A-Za-z]*[0-9])[0-9A-Za-z]{40})(?![\w-])"
BARE = rf"(?<![\w-])(?:[0-9A-Z]{{40}}:[0-9A-F]{{8}}(?![0-9A-Z])|{MIXED})"
OAUTH = r"(?<![\w-])y[0-3]_[\w-]{20,}"  # tokens of Yandex, which Market took before
# Some of a secret behind the prefix. Behind a space it takes more: somebody may be called “ACMA: tools”.
PIECE = rf"ACMA{COLON}[0-9A-Z]{{4}}[0-9A-Z:%_.~-]*|ACMA\s{{0,3}}{COLON}\s{{1,3}}[0-9A-Z]{{16}}[0-9A-Z:%_.~-]*"
LIKE_A_TOKEN = re.compile(rf"{BROKEN}|{PIECE}|{BARE}|{OAUTH}", re.IGNORECASE)
# In an address or a log a word less is no loss, so the prefix is enough.
SHAPE_IN_TEXT = re.compile(rf"{BROKEN}|{PIECE}|ACMA{COLON}[0-9A-Z:%_.~*-]*|{BARE}|{OAUTH}", re.IGNORECASE)
HEADER_SAFE = re.compile(r"[\x21-\x7e]+")


def looks_like_a_token(text: str) -> bool:
    """Whether a text that is no place for tokens seems to hold one, or some of one."""
    return LIKE_A_TOKEN.search(plain(text)) is not None


def with_tokens_cut_out(text: str) -> str:
    """The text as the desk may store it: all that `looks_like_a_token` finds is replaced by `MARK`."""
    return LIKE_A_TOKEN.sub(MARK, plain(text)) if looks_like_a_token(text) else text


def held_a_token(text: str) -> bool:
    """Whether a text looks like a token, or one was cut out of it."""
    return MARK in text or looks_like_a_token(text)


def without_tokens(text: str) -> str:
    """The text for a log or an address: everything is cut out that might be a token."""
    return SHAPE_IN_TEXT.sub(MARK, text)


def plain(text: str) -> str:
    """Without invisible and full-width characters, which would hide a token."""
    return text if text.isascii() else without_invisible(unicodedata.normalize("NFKC", text))


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
