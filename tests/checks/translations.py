"""The catalogs in locale/ against the sources: `python -m tests.checks.translations` fails on a missing, fuzzy or
superfluous entry and on a compiled catalog that is not the written one; `--write` brings the catalogs up to date.

Works on a copy, so that a check changes nothing. The compiled catalogs are committed: the desk starts without gettext.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

BASE_DIR = Path(__file__).resolve().parents[2]
LOCALE = BASE_DIR / "locale"
LANGUAGES = ("ru", "zh_Hans")
SOURCES = ("chats", "dashboard", "templates")
Entries = dict[tuple[str | None, str, str], polib.POEntry]


def extract(folder: Path) -> None:
    """Runs makemessages in the folder, over a copy of the sources and catalogs."""
    for name in SOURCES:
        shutil.copytree(BASE_DIR / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(LOCALE, folder / "locale", dirs_exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    options = [f"--locale={language}" for language in LANGUAGES]
    command = [sys.executable, "-m", "django", "makemessages", *options, "--no-wrap", "--add-location=file", "-v0"]
    subprocess.run(command, cwd=folder, env=environment, check=True)


def catalog(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "django.po"


def entries(path: Path) -> Entries:
    if not path.exists():
        return {}
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural): entry for entry in polib.pofile(path) if not entry.obsolete
    }


def faults(language: str, wanted: Path) -> Iterator[str]:
    written, needed = entries(catalog(LOCALE, language)), entries(catalog(wanted, language))
    yield from (f"not in the catalog: {key[1]!r}" for key in needed.keys() - written.keys())
    yield from (f"in no source any more: {key[1]!r}" for key in written.keys() - needed.keys())
    for key, entry in written.items():
        if entry.fuzzy:
            yield f"fuzzy: {key[1]!r}"
        elif not entry.translated():
            yield f"not translated: {key[1]!r}"
    yield from compiled_faults(language)


def compiled_faults(language: str) -> Iterator[str]:
    path = catalog(LOCALE, language)
    if not path.exists():
        return
    checked = subprocess.run(
        ["msgfmt", "--check-format", "-o", os.devnull, path], capture_output=True, text=True, check=False
    )
    if checked.returncode:
        yield checked.stderr.strip()
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or words(polib.mofile(compiled)) != words(polib.pofile(path)):
        yield "the compiled catalog is not the written one: make messages"


def words(file: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], object]:
    return {(entry.msgctxt, entry.msgid): entry.msgstr_plural or entry.msgstr for entry in file.translated_entries()}


def write(wanted: Path) -> None:
    for language in LANGUAGES:
        file = polib.pofile(catalog(wanted, language), wrapwidth=0)
        for entry in file.obsolete_entries():
            file.remove(entry)
        target = catalog(LOCALE, language)
        target.parent.mkdir(parents=True, exist_ok=True)
        file.save(target)
        file.save_as_mofile(target.with_suffix(".mo"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="bring the catalogs up to date and compile them")
    options = parser.parse_args()
    if not shutil.which("xgettext"):
        sys.exit("The check of translations needs gettext (Debian: apt install gettext).")
    with tempfile.TemporaryDirectory() as folder:
        extract(Path(folder))
        if options.write:
            write(Path(folder) / "locale")
        found = [
            f"{language}: {fault}" for language in LANGUAGES for fault in faults(language, Path(folder) / "locale")
        ]
    sys.stdout.write("".join(f"{fault}\n" for fault in sorted(found)) or "The catalogs are complete.\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
