"""Imports run one way; DESIGN.md and docs/architecture.md draw the picture."""

import ast
import sys
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
STDLIB = sys.stdlib_module_names

# What a folder or file may import: of ours by prefix, of others by top-level name.
MAY = {
    "chats/market": {"chats.market", "requests", "urllib3", "msgspec"},
    "chats/sandbox": {"chats.sandbox", "chats.market.types"},
}
# What it may not, though all else is free.
MAY_NOT = {
    "chats/models": {"chats.services", "chats.views", "chats.forms", "chats.presenters", "requests"},
    "chats/services": {"django.http", "chats.views", "chats.forms", "chats.presenters", "chats.admin", "requests"},
    # Presenters and forms know values that services hand around (a problem, a pasted number), never what asks for them.
    "chats/presenters": {
        "chats.views",
        "chats.forms",
        "chats.market.client",
        "chats.services.upstream",
        "django.db",
    },
    "chats/views": {"chats.market.client", "requests", "chats.sandbox"},
    "chats/forms.py": {"chats.views", "chats.market.client", "chats.services.upstream", "requests"},
    "chats/middleware.py": {"chats.views", "chats.market.client", "requests"},
}


def imports(place: str) -> list[tuple[str, str]]:
    """Every (file, imported name), names as written after `from` completed by what is taken from there."""
    path = BASE_DIR / place
    found = []
    for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found += [(file.name, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                here = file.relative_to(BASE_DIR).parts[: -node.level] if node.level else ()
                source = ".".join([*here, *filter(None, [node.module])])
                found += [(file.name, f"{source}.{alias.name}") for alias in node.names]
    return found


def within(name: str, prefixes: set[str]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


@pytest.mark.parametrize("place", MAY)
def test_what_stands_alone_imports_only_what_it_may(place):
    seen = imports(place)

    assert seen
    assert [pair for pair in seen if pair[1].split(".")[0] not in STDLIB and not within(pair[1], MAY[place])] == []


@pytest.mark.parametrize("place", MAY_NOT)
def test_nothing_imports_against_the_one_way(place):
    seen = imports(place)

    assert seen
    assert [pair for pair in seen if within(pair[1], MAY_NOT[place])] == []


def test_every_import_stands_at_the_top_of_its_file():
    files = [*BASE_DIR.glob("chats/**/*.py"), *BASE_DIR.glob("dashboard/**/*.py")]
    functions = [
        (file, node)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    inside = [
        f"{file.relative_to(BASE_DIR)}:{child.lineno}"
        for file, function in functions
        for child in ast.walk(function)
        if isinstance(child, ast.Import | ast.ImportFrom)
    ]

    assert functions
    assert inside == []
