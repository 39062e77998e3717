"""Many small files by subject in the source, one style sheet and one script for a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# In the order in which they apply.
BUNDLES = {
    "css/all.css": ["tokens", "base", "layout", "components", "about", "conversation", "order"],
    "js/all.js": [
        *("desk", "pulse", "copy", "keys", "swaps", "lookup"),
        *("conversation", "composer", "files", "answers", "deadline"),
    ],
}
# Comments on lines of their own and the space before a line mean nothing in either language.
NOT_NEEDED = re.compile(r"^\s*//.*\n|^/\*.*\*/\n|^\s+", re.MULTILINE)


def parts(bundle: str) -> list[str]:
    """The files that a bundle is made of, as far as they are there."""
    folder, _, name = bundle.partition("/")
    kind = name.rpartition(".")[2]
    names = [f"{folder}/{part}.{kind}" for part in BUNDLES[bundle]]
    return [one for one in names if source(one).exists()]


def source(name: str) -> Path:
    return Path(settings.STATICFILES_DIRS[0]) / name


class BundledStorage(CompressedManifestStaticFilesStorage):
    """Makes the bundles where files are collected; a browser at work on the sources gets them one by one."""

    def post_process(self, paths: dict, dry_run: bool = False, **options: object) -> Iterator[tuple]:
        for bundle in () if dry_run else BUNDLES:
            whole = "\n".join(NOT_NEEDED.sub("", source(one).read_text(encoding="utf-8")) for one in parts(bundle))
            self.delete(bundle)
            self._save(bundle, ContentFile(whole.encode()))
            paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run, **options)
