"""The kinds of files that the desk can judge, and those of them that this installation takes.

Market documents no list of formats, so the list is a setting, FILE_KINDS. It can only choose from KINDS, since each
kind needs code that tells it from what merely pretends to be it. What can be run or would be shown as a page is no
kind: HTML, SVG, scripts, programs, documents with macros. Neither are archives: a ZIP can hold all of these, or be
encrypted, and nobody at the desk would know.
https://yandex.ru/dev/market/partner-api/doc/ru/reference/chats/sendFileToChat
"""

from dataclasses import dataclass
from typing import Final

from django.conf import settings

OFFICE: Final = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`extensions` are what its name may end with; a name without one of them gets the first. `group` is what people
    call it: PICTURE and its like below."""

    content_type: str
    extensions: tuple[str, ...]
    group: str


PICTURE, PDF, DOCUMENT, SHEET = "picture", "pdf", "document", "sheet"
SLIDES, TEXT, VIDEO = "slides", "text", "video"

KINDS: Final[dict[str, Kind]] = {
    "jpg": Kind(content_type="image/jpeg", extensions=("jpg", "jpeg"), group=PICTURE),
    "png": Kind(content_type="image/png", extensions=("png",), group=PICTURE),
    "gif": Kind(content_type="image/gif", extensions=("gif",), group=PICTURE),
    "webp": Kind(content_type="image/webp", extensions=("webp",), group=PICTURE),
    "heic": Kind(content_type="image/heic", extensions=("heic", "heif", "hif"), group=PICTURE),
    "pdf": Kind(content_type="application/pdf", extensions=("pdf",), group=PDF),
    "docx": Kind(content_type=f"{OFFICE}.wordprocessingml.document", extensions=("docx",), group=DOCUMENT),
    "doc": Kind(content_type="application/msword", extensions=("doc",), group=DOCUMENT),
    "odt": Kind(content_type=f"{OPEN_DOCUMENT}.text", extensions=("odt",), group=DOCUMENT),
    "xlsx": Kind(content_type=f"{OFFICE}.spreadsheetml.sheet", extensions=("xlsx",), group=SHEET),
    "xls": Kind(content_type="application/vnd.ms-excel", extensions=("xls",), group=SHEET),
    "ods": Kind(content_type=f"{OPEN_DOCUMENT}.spreadsheet", extensions=("ods",), group=SHEET),
    "csv": Kind(content_type="text/csv", extensions=("csv",), group=SHEET),
    "pptx": Kind(content_type=f"{OFFICE}.presentationml.presentation", extensions=("pptx",), group=SLIDES),
    "ppt": Kind(content_type="application/vnd.ms-powerpoint", extensions=("ppt",), group=SLIDES),
    "txt": Kind(content_type="text/plain", extensions=("txt",), group=TEXT),
    "mp4": Kind(content_type="video/mp4", extensions=("mp4", "m4v"), group=VIDEO),
    "mov": Kind(content_type="video/quicktime", extensions=("mov",), group=VIDEO),
}


def accepted_kinds() -> dict[str, Kind]:
    """The kinds that FILE_KINDS lists, in the order of KINDS."""
    listed = set(settings.FILE_KINDS)
    return {name: kind for name, kind in KINDS.items() if name in listed}
