"""The house's own limits: files of 250 lines, functions of 30, views of 15. What grows past them is split by noun."""

import ast
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW = 250, 30, 15

PRODUCT = [
    file
    for folder in ("chats", "dashboard")
    for file in sorted((BASE_DIR / folder).rglob("*.py"))
    if "migrations" not in file.parts
]
TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))
STATIC = [
    file
    for kind in ("css", "js")
    for file in sorted((BASE_DIR / "static").rglob(f"*.{kind}"))
    if "vendor" not in file.parts
]
TESTS = sorted((BASE_DIR / "tests").rglob("*.py"))


def name_of(file: Path) -> str:
    return str(file.relative_to(BASE_DIR))


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of its body, without the signature, decorators and the docstring."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def too_long(files: list[Path], most: int) -> dict[str, int]:
    functions = (
        (file, node)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return {f"{name_of(file)}:{node.name}": lines_of(node) for file, node in functions if lines_of(node) > most}


@pytest.mark.parametrize("files", [PRODUCT, TEMPLATES, STATIC, TESTS], ids=["product", "templates", "static", "tests"])
def test_no_file_passes_the_length_at_which_it_is_split(files):
    lengths = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}

    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_passes_the_length_that_one_reads_at_a_glance():
    assert too_long(PRODUCT, LONGEST_FUNCTION) == {}


def test_no_view_does_more_than_read_ask_present_and_render():
    views = [file for file in PRODUCT if (BASE_DIR / "chats/views") in file.parents]

    assert views
    assert too_long(views, LONGEST_VIEW) == {}
