"""Files that agents send: what they are is judged by their content, never by what a browser calls them.

Market names no formats that it takes or refuses. The desk takes those that shops and buyers exchange, pictures, PDF
and documents without macros, and none that runs or that a browser would show as a page, as HTML and SVG. Plain text is
a message.
https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendFileToChat
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Final

from chats.market.http.multipart import sendable_name
from chats.market.limits import LARGEST_FILE
from chats.problems import EMPTY_FILE, FILE_TYPE, TOO_LARGE

OFFICE: Final = "application/vnd.openxmlformats-officedocument."
# Endings by type; the first is given to a name that has none of them.
ENDINGS: Final = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    f"{OFFICE}wordprocessingml.document": ("docx",),
    f"{OFFICE}spreadsheetml.sheet": ("xlsx",),
}
BEGINNINGS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
DOCUMENTS: Final = {
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
}
# Windows gives a file with such a stem to a device.
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
    """The file as it goes to Market, or the kind of the problem with it: EMPTY_FILE, TOO_LARGE, FILE_TYPE."""
    if not content:
        return EMPTY_FILE
    if len(content) > LARGEST_FILE:
        return TOO_LARGE
    content_type = type_of(content)
    if content_type is None:
        return FILE_TYPE
    return Attachment(name=name_for(name, content_type), content=content, content_type=content_type)


def type_of(content: bytes) -> str | None:
    """One of ENDINGS, or None."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:4] == b"PK\x03\x04":
        return document_type_of(content)
    return next((type_ for beginning, type_ in BEGINNINGS if content.startswith(beginning)), None)


def document_type_of(content: bytes) -> str | None:
    """A document of Office without macros: only the list of what is in the archive is read, nothing unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return None
    if "[Content_Types].xml" not in names or any("vbaproject" in name.lower() for name in names):
        return None
    return next((type_ for name, type_ in DOCUMENTS.items() if name in names), None)


def name_for(name: str, content_type: str) -> str:
    """A name of at most 255 bytes without folders, invisible characters and names of devices, with an ending that says
    what it is."""
    endings = ENDINGS[content_type]
    stem = name.replace("\\", "/").rpartition("/")[2].strip(" .")
    if not stem.lower().endswith(tuple(f".{ending}" for ending in endings)):
        stem = f"{stem or 'file'}.{endings[0]}"
    device = stem.partition(".")[0].strip().lower() in RESERVED
    return sendable_name(f"_{stem}" if device else stem)
