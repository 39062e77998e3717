"""Small files of each kind, made here: documents of Office, old and new, pictures and videos by their first bytes."""

import io
import struct
import zipfile

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
MAIN_TYPES = '<Types><Override PartName="/x" ContentType="application/xml"/></Types>'
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR = 512


def archive(*parts: str | tuple[str, str | bytes]) -> bytes:
    """A ZIP with these parts, each a name, or a name with what is in it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for part in parts:
            name, content = part if isinstance(part, tuple) else (part, "<xml/>")
            file.writestr(name, content)
    return whole.getvalue()


def office(*parts: str | tuple[str, str | bytes], types: str | bytes = MAIN_TYPES) -> bytes:
    return archive(("[Content_Types].xml", types), *parts)


def open_document(kind: str, *parts: str) -> bytes:
    return archive(("mimetype", f"application/vnd.oasis.opendocument.{kind}"), "content.xml", *parts)


def media(*brands: bytes) -> bytes:
    """The beginning of a video or a HEIC picture: its own brand, and those it is compatible with."""
    own, *others = brands
    content = b"ftyp" + own + b"\0\0\0\0" + b"".join(others)
    return struct.pack(">I", len(content) + 4) + content + b"\0" * 200


def compound(*names: str, streams: dict[str, bytes] | None = None, clsid: bytes = bytes(16)) -> bytes:
    """A compound file with these entries: "Name" is a stream of zeros, "Name/" an empty storage, both at the top.

    https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/
    """
    contents = {**dict.fromkeys(names, b""), **(streams or {})}
    files = {name: data.ljust(8 * SECTOR, b"\0") for name, data in contents.items() if not name.endswith("/")}
    fat, data, entries = [FAT, END], b"", []
    fat += [END] * (-(-(len(contents) + 1) // 4) - 1)  # the directory, four entries to a sector
    fat[1 : len(fat) - 1] = range(2, len(fat))
    for at, name in enumerate(contents):
        following = at + 2 if at + 1 < len(contents) else FREE
        if name in files:
            entries.append(entry(name, 2, following, start=len(fat), size=len(files[name])))
            length = -(-len(files[name]) // SECTOR)
            fat += [*range(len(fat) + 1, len(fat) + length), END]
            data += files[name].ljust(length * SECTOR, b"\0")
        else:
            entries.append(entry(name.rstrip("/"), 1, following))
    root = entry("Root Entry", 5, FREE, child=1 if contents else FREE, clsid=clsid, start=END)
    directory = b"".join([root, *entries])
    directory += bytes(128) * (-(len(entries) + 1) % 4)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHHHII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, END, 0, END, 0, 0)
    header += struct.pack("<108I", *[FREE] * 108)
    return header + struct.pack("<128I", *fat, *[FREE] * (128 - len(fat))) + directory + data


def entry(
    name: str, kind: int, following: int, *, child: int = FREE, clsid: bytes = bytes(16), start: int = 0, size: int = 0
) -> bytes:
    written = name.encode("utf-16-le")
    line = (written + b"\0\0").ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
    line += struct.pack("<III", FREE, following, child) + clsid + bytes(20)
    return line + struct.pack("<IQ", start, size)


def workbook(*sheet_types: int, protected: bool = False) -> bytes:
    """The stream of a workbook with a sheet of each type: 0 is a table, 1 macros of Excel 4."""
    records = [(0x0809, bytes(16))]
    records += [(0x002F, bytes(6))] * protected
    records += [(0x0085, struct.pack("<IBB", 0, 0, one) + b"\x05\0Sheet") for one in sheet_types]
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in [*records, (0x000A, b"")])
