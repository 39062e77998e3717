"""Documents that are ZIP archives inside, those of Office since 2007 and OpenDocument: what they are, and whether
anything in them can be run. Only short parts are unpacked, up to a limit."""

import io
import re
import zipfile
import zlib
from typing import Final

MAIN_PARTS: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
OPEN_DOCUMENTS: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MOST_PARTS, LARGEST_PART = 10_000, 256 * 1024
# Macros of Office and OpenDocument, controls, and packed files of any kind.
ACTIVE_PARTS = re.compile(r"vba|macro|activex|(^|/)(basic|scripts)/|/embeddings/.*\.bin$", re.IGNORECASE)
# What makes an archive a program: of Java, of Android, or simply one with a program in it.
PROGRAMS = re.compile(
    r"(^|/)(META-INF/MANIFEST\.MF|AndroidManifest\.xml|classes\d*\.dex)$"
    r"|\.(exe|dll|scr|com|bat|cmd|msi|ps1|vbs|vbe|js|jse|wsf|hta|jar|class|lnk|sh)$",
    re.IGNORECASE,
)
# Office reads from here what the parts are, so that a macro may hide behind any name. Character references and a
# document type could spell the words below in another way.
ACTIVE_TYPES = re.compile(rb"macro|vba|activex|oleobject|&#|<!", re.IGNORECASE)
UNREADABLE = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OverflowError, RuntimeError, EOFError)


def archive_kind(content: bytes) -> str | None:
    """ "docx", "xlsx", "pptx", "odt", "ods", or None: no such document, or one with something that can be run."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            if not is_one_archive(parts) or any(ACTIVE_PARTS.search(name) or PROGRAMS.search(name) for name in names):
                return None
            if names[0] == "mimetype":
                return OPEN_DOCUMENTS.get(read_part(archive, "mimetype"))
            kind = next((MAIN_PARTS[name] for name in names if name in MAIN_PARTS), None)
            return kind if kind and not ACTIVE_TYPES.search(content_types(archive)) else None
    except (*UNREADABLE, KeyError, IndexError, OSError):
        return None


def is_one_archive(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether every program sees the same parts: they begin at the first byte, and no name comes twice. Two archives in
    a row, or a name twice, are read differently by different programs."""
    names = {part.filename.lower() for part in parts}
    return len(names) == len(parts) <= MOST_PARTS and min(part.header_offset for part in parts) == 0


def content_types(archive: zipfile.ZipFile) -> bytes:
    return read_part(archive, "[Content_Types].xml").replace(b"\0", b"")  # it may be UTF-16


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        content = part.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise zipfile.BadZipFile
    return content


def holds_programs(content: bytes) -> bool:
    """Whether a file that is something else can be opened as an archive with a program in it, too."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(PROGRAMS.search(name) for name in archive.namelist())
    except (*UNREADABLE, OSError):
        return False
