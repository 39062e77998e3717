"""The part named `file` of a multipart/form-data body."""

import re
from typing import Final, NamedTuple

from .answers import refusal
from .call import Call

MAX_FILE: Final = 5 * 1024 * 1024
# In a part's headers: field name, file name, content type. Plain UTF-8, not percent-encoded (RFC 7578).
PART_HEADERS: Final = (
    re.compile(rb'[; ]name="([^"\r\n]*)"', re.IGNORECASE),
    re.compile(rb'[; ]filename="([^"\r\n]*)"', re.IGNORECASE),
    re.compile(rb"^content-type: *([^\r\n]*)", re.IGNORECASE | re.MULTILINE),
)


class Upload(NamedTuple):
    name: str
    content: bytes
    content_type: str


def uploaded_file(call: Call) -> Upload:
    """The file of a call. Raises Market's refusal where there is none."""
    sent = call.headers.get("Content-Type") or ""
    if call.headers.get_content_type() != "multipart/form-data":
        raise refusal(415, f"Content type '{sent[:100]}' not supported" if sent else "Unknown content-type: ''")
    boundary = call.headers.get_boundary()
    if not boundary:
        raise refusal(400, "Failed to parse multipart servlet request")
    parts = [parse_part(raw) for raw in (b"\r\n" + call.body).split(b"\r\n--" + boundary.encode())[1:-1]]
    file = next((part for part in parts if part and part[0] == "file"), None)
    if file is None:
        raise refusal(400, "Required request part 'file' is not present")
    if call.too_big or len(file[1].content) > MAX_FILE:
        raise refusal(400, f"Maximum upload size of {MAX_FILE} bytes exceeded")
    return file[1]


def parse_part(raw: bytes) -> tuple[str, Upload] | None:
    """The name of a part's form field, and its file."""
    head, blank, content = raw.partition(b"\r\n\r\n")
    if not blank:
        return None
    matches = [pattern.search(head) for pattern in PART_HEADERS]
    field, name, content_type = (match[1].decode(errors="replace") if match else "" for match in matches)
    return field, Upload(name, content, content_type)
