"""Files that agents send. Their type is judged by their content, never by what the browser calls it.

Market documents no list of formats. The desk takes those that shops and buyers exchange: pictures, PDF, and documents
without macros. It takes nothing that can be run or that a browser would show as a page, such as HTML and SVG. Plain
text is sent as a message.
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
# Extensions by type; a name without one of them gets the first.
EXTENSIONS: Final = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    f"{OFFICE}wordprocessingml.document": ("docx",),
    f"{OFFICE}spreadsheetml.sheet": ("xlsx",),
}
MAGIC_NUMBERS: Final = (
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
    content_type = type_of(content)
    if content_type is None:
        return FILE_TYPE
    return Attachment(name=name_for(name, content_type), content=content, content_type=content_type)


def type_of(content: bytes) -> str | None:
    """One of EXTENSIONS, or None."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[:4] == b"PK\x03\x04":
        return document_type_of(content)
    return next((type_ for magic, type_ in MAGIC_NUMBERS if content.startswith(magic)), None)


def document_type_of(content: bytes) -> str | None:
    """The type of an Office document without macros, or None. Reads the archive's list of names and unpacks nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return None
    if "[Content_Types].xml" not in names or any("vbaproject" in name.lower() for name in names):
        return None
    return next((type_ for name, type_ in DOCUMENTS.items() if name in names), None)


def name_for(name: str, content_type: str) -> str:
    """A file name of at most 255 bytes, without folders, invisible characters or device names, and with an extension
    that matches the content."""
    extensions = EXTENSIONS[content_type]
    stem = name.replace("\\", "/").rpartition("/")[2].strip(" .")
    if not stem.lower().endswith(tuple(f".{extension}" for extension in extensions)):
        stem = f"{stem or 'file'}.{extensions[0]}"
    device = stem.partition(".")[0].strip().lower() in RESERVED
    return sendable_name(f"_{stem}" if device else stem)
