"""The one part named `file` of a body of multipart/form-data."""

import re
from typing import Final, NamedTuple

from .answers import refuse
from .call import Call

LARGEST_FILE: Final = 5 * 1024 * 1024
# What the headers of a part say, in UTF-8 as it is (RFC 7578).
SAID: Final = (
    re.compile(rb'[; ]name="([^"\r\n]*)"', re.IGNORECASE),
    re.compile(rb'[; ]filename="([^"\r\n]*)"', re.IGNORECASE),
    re.compile(rb"^content-type: *([^\r\n]*)", re.IGNORECASE | re.MULTILINE),
)


class Upload(NamedTuple):
    name: str
    content: bytes
    content_type: str


def upload(call: Call) -> Upload:
    """The file of a call, or Market's refusal."""
    sent = call.headers.get("Content-Type") or ""
    if call.headers.get_content_type() != "multipart/form-data":
        raise refuse(415, f"Content type '{sent[:100]}' not supported" if sent else "Unknown content-type: ''")
    boundary = call.headers.get_boundary()
    if not boundary:
        raise refuse(400, "Failed to parse multipart servlet request")
    parts = [_part(raw) for raw in (b"\r\n" + call.body).split(b"\r\n--" + boundary.encode())[1:-1]]
    found = next((part for part in parts if part and part[0] == "file"), None)
    if found is None:
        raise refuse(400, "Required request part 'file' is not present")
    if call.too_big or len(found[1].content) > LARGEST_FILE:
        raise refuse(400, f"Maximum upload size of {LARGEST_FILE} bytes exceeded")
    return found[1]


def _part(raw: bytes) -> tuple[str, Upload] | None:
    head, blank, content = raw.partition(b"\r\n\r\n")
    if not blank:
        return None
    named, name, kind = (found[1].decode(errors="replace") if (found := part.search(head)) else "" for part in SAID)
    return named, Upload(name, content, kind)
