"""What the documents say about the repository is true: links lead somewhere, named files exist, codes are explained."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
OUTSIDE = {".git", ".venv", ".venv-newer", "data", "node_modules", "staticfiles"}
MADE_ON_THE_MACHINE = ("data/", "staticfiles/")

LINK = re.compile(r"\]\(([^)\s]+)\)")
IN_BACKTICKS = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
# Begins with a folder of the repository or of chats/, and has nothing in it that a path has not: no space, no ellipsis.
PATH = re.compile(
    r"(?:chats|dashboard|templates|static|tests|docs|locale|deploy|\.ci|\.github"
    r"|admin|forms|market|models|presenters|sandbox|services|templatetags|views)/[\w./*{},-]*"
)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
BRACES = re.compile(r"\{([^}]*)\}")

LETTERS = "UNMBSLPRWOAF"
# Not after a %, or the Russian letters of an address would be taken for codes.
CODE = re.compile(rf"(?<![\w%])[{LETTERS}][1-9]\d?(?!\w)")
IN_A_NAME = re.compile(rf"test_((?:[{LETTERS.lower()}][1-9]\d?_)+)")
DEFINED = re.compile(rf"^\| ([{LETTERS}]\d+) \|", re.MULTILINE)


def files(pattern: str, *, below: str = "") -> list[Path]:
    folders = [one for one in (BASE_DIR / below).iterdir() if one.is_dir() and one.name not in OUTSIDE]
    return sorted([*(BASE_DIR / below).glob(pattern), *(file for folder in folders for file in folder.rglob(pattern))])


def name_of(file: Path) -> str:
    return file.relative_to(BASE_DIR).as_posix()


def links(document: Path) -> Iterator[str]:
    """Those that lead to a place in the repository."""
    yield from (one for one in LINK.findall(document.read_text(encoding="utf-8")) if not re.match(r"[a-z]+:", one))


def leads_somewhere(target: str, document: Path) -> bool:
    path, _, place = target.partition("#")
    file = document.parent / path if path else document
    return file.exists() and (not place or place in places(file))


def places(document: Path) -> set[str]:
    """The headings, as a link names them."""
    headings = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def paths(document: Path) -> Iterator[str]:
    for words in IN_BACKTICKS.findall(document.read_text(encoding="utf-8")):
        if PATH.fullmatch(words) and not words.startswith(MADE_ON_THE_MACHINE):
            yield words


def spelled_out(path: str) -> Iterator[str]:
    """`a/{b,c}.py` is two paths."""
    if braces := BRACES.search(path):
        for part in braces[1].split(","):
            yield from spelled_out(path[: braces.start()] + part.strip() + path[braces.end() :])
    else:
        yield path


def exists(path: str) -> bool:
    """A module may be named without its ending, and without `chats/`."""
    names = (path.rstrip("/"), f"{path}.py")
    return any(any(folder.glob(name)) for folder in (BASE_DIR, BASE_DIR / "chats") for name in names)


def codes(text: str) -> set[str]:
    named = (name.upper().strip("_").split("_") for name in IN_A_NAME.findall(text))
    return {*CODE.findall(text), *(code for names in named for code in names)}


@pytest.mark.parametrize("document", files("*.md"), ids=name_of)
def test_every_link_leads_somewhere(document):
    assert [target for target in links(document) if not leads_somewhere(target, document)] == []


# The changelog also tells of files that were there once.
@pytest.mark.parametrize("document", [one for one in files("*.md") if one.name != "CHANGELOG.md"], ids=name_of)
def test_every_file_that_a_document_names_exists(document):
    named = [one for path in paths(document) for one in spelled_out(path)]

    assert [path for path in named if not exists(path)] == []


def test_every_code_of_a_fault_is_explained():
    explained = set(DEFINED.findall((BASE_DIR / "docs/faults.md").read_text(encoding="utf-8")))
    sources = [*files("*.py", below="tests"), *files("*.md")]

    used = {name_of(file): codes(file.read_text(encoding="utf-8")) for file in sources}

    assert explained
    assert {name: found - explained for name, found in used.items() if found - explained} == {}


def test_a_code_is_found_in_words_and_in_names_of_tests():
    assert codes('def test_u2_u13_it_ends():\n    """S1, and M9: over."""') == {"U2", "U13", "S1", "M9"}
    assert codes("/user/%D0%B8/ UTF8 U0 BASE_U1") == set()
