"""A file as the body of a request: multipart/form-data with one part named `file`.

https://www.rfc-editor.org/rfc/rfc7578
"""

import re

from urllib3.filepost import encode_multipart_formdata

from chats.market.text import storable, visible

# They would end the quoted name, start an escape sequence, or turn the name into a path.
UNSAFE = re.compile(r'["\\/]')
TYPE = re.compile(r"[A-Za-z0-9][\w.+-]{0,99}/[A-Za-z0-9][\w.+-]{0,99}", re.ASCII)
LONGEST_NAME = 255  # bytes, as most file systems have it
LONGEST_ENDING = 16


def sendable_name(name: str) -> str:
    """A file name that needs no escaping in the part's header: visible characters on one line, at most 255 bytes, with
    its extension kept."""
    name = UNSAFE.sub("_", visible(storable(name, most=4_000))).strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    tail = (dot + ending).encode()
    return (stem.encode()[: LONGEST_NAME - len(tail)] + tail).decode(errors="ignore")


def encode(name: str, content: bytes, content_type: str) -> tuple[bytes, str]:
    """The body and its Content-Type. An invalid `content_type` becomes application/octet-stream."""
    kind = content_type if TYPE.fullmatch(content_type) else "application/octet-stream"
    return encode_multipart_formdata([("file", (sendable_name(name), content, kind))])
