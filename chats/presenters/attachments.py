"""Files that agents send: what is accepted, and why one of them was not."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from chats.market.limits import LARGEST_FILE
from chats.presenters.formats.cached import cached_by_language
from chats.presenters.formats.sizes import KILOBYTES, MEGABYTES, size_text
from chats.presenters.formats.text import clean
from chats.problems import EMPTY_FILE, FILE_TYPE, TOO_LARGE
from chats.services import attachments
from chats.services.replies import MOST_FILES

# The order in which they are listed.
GROUPS: Final = {
    "picture": pgettext_lazy("kinds of files", "pictures"),
    "video": pgettext_lazy("kinds of files", "video"),
    "pdf": "PDF",
    "document": pgettext_lazy("kinds of files", "documents"),
    "sheet": pgettext_lazy("kinds of files", "spreadsheets"),
    "slides": pgettext_lazy("kinds of files", "presentations"),
    "text": pgettext_lazy("kinds of files", "text"),
}
# static/js/files.js says the same before anything leaves the browser.
REFUSALS: Final = {
    EMPTY_FILE: gettext_lazy("%(name)s is empty."),
    TOO_LARGE: gettext_lazy("%(name)s, %(size)s: Market accepts files of up to %(most)s."),
    FILE_TYPE: gettext_lazy("%(name)s: files of this kind are not sent. Accepted: %(kinds)s."),
}


ARRIVED: Final = gettext_lazy("Arrived: %(names)s.")
TOO_MANY: Final = gettext_lazy("Up to %(most)s files at a time. Left out: %(names)s.")


@dataclass(frozen=True, kw_only=True)
class FileWords:
    """What the script says about files, with %(name)s, %(size)s and %(names)s for it to fill in."""

    empty: str
    too_big: str
    kind: str
    too_many: str
    arrived: str
    kilobytes: str
    megabytes: str


@dataclass(frozen=True, kw_only=True)
class FileLimits:
    """Which files the composer takes: for the browser's dialog (`accept`), in a few words (`groups`), and by names."""

    accept: str
    groups: str
    names: str
    most: str
    most_bytes: int
    most_files: int
    point: str  # the decimal point
    words: FileWords


@cached_by_language(10)
def limits_for(names: tuple[str, ...]) -> FileLimits:
    """`names` is FILE_KINDS, which is the cache key."""
    most, kinds = size_text(LARGEST_FILE), ", ".join(name.upper() for name in attachments.accepted_kinds())
    kept = {"name": "%(name)s", "size": "%(size)s", "most": most, "kinds": kinds}
    return FileLimits(
        accept=accept_attribute(),
        groups=accepted_groups(),
        names=kinds,
        most=most,
        most_bytes=LARGEST_FILE,
        most_files=MOST_FILES,
        point=get_format("DECIMAL_SEPARATOR"),
        words=FileWords(
            empty=str(REFUSALS[EMPTY_FILE]) % kept,
            too_big=str(REFUSALS[TOO_LARGE]) % kept,
            kind=str(REFUSALS[FILE_TYPE]) % kept,
            too_many=str(TOO_MANY) % {"most": MOST_FILES, "names": "%(names)s"},
            arrived=str(ARRIVED),
            kilobytes=str(KILOBYTES),
            megabytes=str(MEGABYTES),
        ),
    )


def file_limits() -> FileLimits:
    return limits_for(tuple(settings.FILE_KINDS))


def accept_attribute() -> str:
    """The accepted kinds for the browser's dialog, as extensions and as types."""
    kinds = attachments.accepted_kinds().values()
    extensions = [f".{extension}" for kind in kinds for extension in kind.extensions]
    return ",".join([*extensions, *(kind.content_type for kind in kinds)])


def accepted_groups() -> str:
    """The accepted kinds in a few words: "pictures, video, PDF"."""
    groups = {kind.group for kind in attachments.accepted_kinds().values()}
    return ", ".join(str(word) for group, word in GROUPS.items() if group in groups)


def refusal(kind: str, *, name: str, size: int) -> str:
    """Why a file is not sent; `size` in bytes."""
    limits = file_limits()
    values = {"name": clean(name, 120) or _("File without a name"), "size": size_text(size)}
    return str(REFUSALS[kind]) % {**values, "most": limits.most, "kinds": limits.names}
