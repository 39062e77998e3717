"""Documents of Office before 2007, which are compound files: small file systems of storages and streams.

https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/
"""

import io
import struct
from collections.abc import Iterator
from typing import Final

import olefile

# The stream by which a document is known, by its name at the top.
STREAMS: Final = {"worddocument": "doc", "workbook": "xls", "book": "xls", "powerpoint document": "ppt"}
# Macros, by the parts of their names, and packed files of any kind. An encrypted document cannot be judged.
ACTIVE: Final = ("vba", "macros", "ole10native", "encryptedpackage")
INSTALLER_CLASS: Final = "000C1084-0000-0000-C000-000000000046"  # of an MSI
# Records of a workbook: https://learn.microsoft.com/openspecs/office_file_formats/ms-xls/
SHEET, PROTECTED, END = 0x0085, 0x002F, 0x000A
MACRO_SHEETS: Final = {1, 6}  # macros of Excel 4, a module of Visual Basic


def compound_kind(content: bytes) -> str | None:
    """ "doc", "xls", "ppt", or None: no such document, or one with something that can be run."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as file:
            paths = [[part.lower() for part in path] for path in file.listdir(streams=True, storages=True)]
            kinds = {STREAMS[path[0]] for path in paths if len(path) == 1 and path[0] in STREAMS}
            active = any(word in part for path in paths for part in path for word in ACTIVE)
            if len(kinds) != 1 or active or file.root.clsid == INSTALLER_CLASS:
                return None
            (kind,) = kinds
            return None if kind == "xls" and has_macro_sheets(file) else kind
    except Exception:
        return None  # a damaged file: olefile raises whatever its offsets lead to


def has_macro_sheets(file: olefile.OleFileIO) -> bool:
    """Whether macros stand in sheets, as those of Excel 4 do, or encryption hides the list of sheets."""
    names = [name for name in ("Workbook", "Book") if file.exists(name)]
    return any(is_macro_sheet(kind, record) for name in names for kind, record in records(file.openstream(name).read()))


def is_macro_sheet(kind: int, record: bytes) -> bool:
    return kind == PROTECTED or (kind == SHEET and record[5] in MACRO_SHEETS)


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records about the workbook as a whole, which come first and name all its sheets."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == END:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
