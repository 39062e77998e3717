"""Bundles: the source has many small style sheets and scripts, the browser gets one of each."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The order matters: of two rules of equal specificity the later wins.
BUNDLES = {
    "css/all.css": [
        *("tokens", "base", "layout", "components"),
        *(
            "lookup",
            "rows",
            "inbox",
            "bulk",
            "chat-head",
            "answers",
            "about",
            "conversation",
            "pictures",
            "composer",
            "notes",
            "presence",
        ),
        *("order", "ledger", "search", "team", "tags", "steps", "reports", "board"),
    ],
    # desk.js comes first, because it defines what the others share. The others may come in any order.
    "js/all.js": [
        "desk",
        *(
            "answers",
            "beside",
            "board",
            "brief",
            "bulk",
            "composer",
            "conversation",
            "copy",
            "draft",
            "files",
            "groups",
            "hand-over",
            "inbox",
            "intake",
        ),
        *(
            "lookup",
            "mentions",
            "menus",
            "notes",
            "notices",
            "page",
            "palette",
            "pictures",
            "pulse",
            "restart",
            "seen",
            "sending",
            "shortcuts",
            "snooze",
            "swaps",
            "tags",
            "times",
            "unsent",
        ),
    ],
}


# Indentation, lines with nothing but a comment, empty lines; and JSDoc, which tells the type checker about types.
LEFT_OUT_OF_SCRIPTS = re.compile(r"/\*\*(?:.|\n)*?\*/ ?|^[ \t]*(?://.*)?\n|^[ \t]+(?://.*\n)?", re.MULTILINE)
LEFT_OUT_OF_STYLES = re.compile(r"/\*(?:.|\n)*?\*/|^\s+", re.MULTILINE)


def parts(bundle: str) -> list[str]:
    """The bundle's source files that exist."""
    folder, _, name = bundle.partition("/")
    kind = name.rpartition(".")[2]
    names = [f"{folder}/{part}.{kind}" for part in BUNDLES[bundle]]
    return [one for one in names if source(one).exists()]


def source(name: str) -> Path:
    return Path(settings.STATICFILES_DIRS[0]) / name


def joined(bundle: str) -> str:
    """The bundle as browsers get it. No names are shortened, so that an error in a browser's console can be read.

    Only what stands on lines of its own goes, and comments: of the minifiers for Python, rjsmin takes a regular
    expression for a comment, and rcssmin the blank from `.table :is(td)`.
    """
    whole = "\n".join(source(one).read_text(encoding="utf-8") for one in parts(bundle))
    return (LEFT_OUT_OF_SCRIPTS if bundle.endswith(".js") else LEFT_OUT_OF_STYLES).sub("", whole)


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Joins the files of each bundle when static files are collected, without their comments and indentation, which
    are a quarter of them even when compressed.

    With DEBUG on, and in tests, pages link the source files one by one.
    """

    def post_process(
        self, paths: dict[str, tuple[object, str]], dry_run: bool = False, **options: object
    ) -> Iterator[tuple[str, str, bool]]:
        for bundle in () if dry_run else BUNDLES:
            self.delete(bundle)
            self._save(bundle, ContentFile(joined(bundle).encode()))
            paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run, **options)
