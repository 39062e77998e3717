"""What must not come out again, and how to find it in whatever form."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

SECRET = "CANARYcanaryCANARYcanaryCANARYcanary0000"
TOKEN = f"ACMA:{SECRET}:0badcafe"
# Words of a buyer: they belong on pages and into rows, and nowhere else.
BUYER = "Канарейка <Ка&нарская> О’Нил"
BUYER_ID = "canary-of-the-buyer"

ENOUGH = 16  # characters of a secret that nobody could have by chance


def parts(secret: str) -> tuple[str, ...]:
    """The whole, each half, and the same backwards."""
    half = len(secret) // 2
    pieces = (secret, secret[:half], secret[half:])
    return (*pieces, *(piece[::-1] for piece in pieces))


def encodings(text: str) -> Iterator[bytes]:
    raw = text.encode()
    yield raw
    yield text.encode("utf-16-le")
    yield from (quote(text, safe=safe).encode() for safe in ("", "/:"))
    yield quote(quote(text, safe=""), safe="").encode()
    yield quote_plus(text).encode()
    yield json.dumps(text)[1:-1].encode()
    yield repr(text)[1:-1].encode()
    yield text.encode("ascii", "xmlcharrefreplace")
    yield raw.hex().encode()
    yield from in_base64(raw)


def in_base64(raw: bytes) -> Iterator[bytes]:
    """As it looks inside a longer text: three ways, by where it begins. The edges mix with the neighbours."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw)
        middle = coded[4 if before else 0 : -4]
        yield middle
        yield middle.translate(bytes.maketrans(b"+/", b"-_"))


def needles(*secrets: str) -> frozenset[bytes]:
    found = {form for secret in secrets for part in parts(secret) for form in encodings(part)}
    return frozenset(form for form in found if len(form) >= ENOUGH)


TOKEN_NEEDLES = needles(SECRET, SECRET.lower())
BUYER_NEEDLES = needles(BUYER, BUYER_ID)


def hits(content: object, sought: frozenset[bytes] = TOKEN_NEEDLES) -> list[bytes]:
    """Every form in which it is there, with what stands around it."""
    data = content if isinstance(content, bytes) else str(content).encode(errors="surrogateescape")
    return [data[max(0, data.find(form) - 80) :][:240] for form in sought if form in data]


def hits_in_files(places: list[Path], sought: frozenset[bytes] = TOKEN_NEEDLES) -> dict[str, list[bytes]]:
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*")))]
    found = {str(file): hits(file.read_bytes(), sought) for file in files if file.is_file()}
    return {name: there for name, there in found.items() if there}


def wire(response) -> bytes:
    """All of a response that goes out: status line, headers, cookies, body."""
    head = f"{response.status_code} {response.reason_phrase} {dict(response.headers)} {response.cookies.output()}"
    return head.encode() + b"\n" + b"".join(response)
