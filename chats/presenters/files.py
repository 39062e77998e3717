"""The files of a message: name, size, link, and whether the page shows the picture itself."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from chats.presenters.formats.sizes import size_text
from chats.presenters.formats.text import clean

# What every browser draws; the others have the icon of a picture, and a link.
DRAWN: Final = frozenset({"jpg", "jpeg", "png", "gif", "webp"})
ICONS: Final = {
    **dict.fromkeys((*DRAWN, "heic", "bmp"), "image"),
    **dict.fromkeys(("mp4", "mov", "avi", "webm", "mkv"), "video"),
}


@dataclass(frozen=True, kw_only=True)
class FileView:
    """`url` is empty when Market's address cannot be a link, `size` when it is not known. `drawn` says that browsers
    load the picture from there."""

    name: str
    url: str
    size: str
    icon: str
    drawn: bool = False


def file_view(file: dict[str, Any]) -> FileView:
    name = clean(str(file.get("name") or ""), 120)
    size = file.get("size")
    url = str(file.get("url") or "")
    extension = name.rpartition(".")[2].lower()
    return FileView(
        name=name or _("File without a name"),
        url=url if url.lower().startswith(("https://", "http://")) else "",
        size=size_text(size) if isinstance(size, int) and size >= 0 else "",
        icon=ICONS.get(extension, "file"),
        drawn=extension in DRAWN and from_picture_host(url),
    )


def from_picture_host(url: str) -> bool:
    """Whether the address begins with the whole origin of a host in PICTURE_HOSTS. Compared as text and never parsed: a
    user name, a port, another dot or letter makes another text, and after the slash nothing can change the host."""
    return any(url.startswith(f"{origin}/") for origin in settings.PICTURE_HOSTS)
