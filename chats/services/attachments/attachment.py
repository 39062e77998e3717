"""A file as it is sent to Market. Its kind is judged by its content, never by what the browser calls it."""

from dataclasses import dataclass
from typing import Final

from chats.market.http.multipart import sendable_name
from chats.market.limits import LARGEST_FILE
from chats.problems import EMPTY_FILE, FILE_TYPE, TOO_LARGE
from chats.services.attachments.archives import archive_kind, holds_programs
from chats.services.attachments.compound import compound_kind
from chats.services.attachments.kinds import Kind, accepted_kinds
from chats.services.attachments.plain_text import is_plain_text

MAGIC_NUMBERS: Final = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
)
ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The brands of an ISO base media file say what it is: its own first, then those it is compatible with.
BRANDS: Final = {
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"), "mp4"),
    b"qt  ": "mov",
}
# On Windows a file name with such a stem means a device.
RESERVED: Final = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}


@dataclass(frozen=True, kw_only=True)
class Attachment:
    name: str
    content: bytes
    content_type: str


def attachment_of(name: str, content: bytes) -> Attachment | str:
    """The file as it is sent to Market, or the kind of the problem with it: EMPTY_FILE, TOO_LARGE or FILE_TYPE."""
    if not content:
        return EMPTY_FILE
    if len(content) > LARGEST_FILE:
        return TOO_LARGE
    kind = accepted_kinds().get(kind_of(name, content) or "")
    if kind is None:
        return FILE_TYPE
    return Attachment(name=name_for(name, kind), content=content, content_type=kind.content_type)


def kind_of(name: str, content: bytes) -> str | None:
    """The name of one of KINDS, or None. The file's name decides only between TXT and CSV, which look alike."""
    if content.startswith(ZIP):
        return archive_kind(content)
    if content.startswith(COMPOUND):
        return compound_kind(content)
    if kind := binary_kind(content):
        # A ZIP is read from its end, so a picture can be one as well: a program with the face of a photo.
        return None if holds_programs(content) else kind
    extension = name.strip(" .").rpartition(".")[2].lower()
    return extension if extension in ("txt", "csv") and is_plain_text(content) else None


def binary_kind(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        length = min(int.from_bytes(content[:4]), 256)
        brands = (content[8:12], *(content[at : at + 4] for at in range(16, length, 4)))
        return next((BRANDS[brand] for brand in brands if brand in BRANDS), None)
    return next((kind for magic, kind in MAGIC_NUMBERS if content.startswith(magic)), None)


def name_for(name: str, kind: Kind) -> str:
    """A file name of at most 255 bytes, without folders, invisible characters or device names, and with an extension
    that matches the content."""
    stem = name.replace("\\", "/").rpartition("/")[2].strip(" .")
    if not stem.lower().endswith(tuple(f".{extension}" for extension in kind.extensions)):
        stem = f"{stem or 'file'}.{kind.extensions[0]}"
    device = stem.partition(".")[0].strip().lower() in RESERVED
    return sendable_name(f"_{stem}" if device else stem)
