"""Sizes of files. static/js/files.js does the same with the same words, so that a file has one size before it is sent
and after."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
KILOBYTES, MEGABYTES = gettext_lazy("%(size)s KB"), gettext_lazy("%(size)s MB")


def size_text(size: int) -> str:
    """The size in kilobytes or megabytes with one decimal at most, rounded up: a file above a limit never reads as the
    limit, and none as nothing."""
    tenths = -(-size * 10 // KILOBYTE)
    if tenths < 10 * KILOBYTE:
        return str(KILOBYTES) % {"size": decimal(tenths)}
    return str(MEGABYTES) % {"size": decimal(-(-size * 10 // MEGABYTE))}


def decimal(tenths: int) -> str:
    return number_format(tenths // 10 if tenths % 10 == 0 else tenths / 10, 1 if tenths % 10 else 0)
