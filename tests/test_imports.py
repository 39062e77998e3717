"""Imports run one way, services are entered by their faces, and nothing runs in a circle (docs/architecture.md)."""

import ast
import re
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.checks.house import graph_of, names_imported, rooms_of

BASE_DIR = Path(__file__).resolve().parent.parent
STDLIB = sys.stdlib_module_names
SERVICES = BASE_DIR / "chats/services"
FOLDERS = sorted(path.parent.name for path in SERVICES.glob("*/__init__.py"))

# What a folder may import: of ours by prefix, of others by top-level name.
MAY = {
    "chats/market": {"chats.market", "requests", "urllib3", "msgspec"},
    "chats/sandbox": {"chats.sandbox", "chats.market.types"},
}
PAGES = {"chats.views", "chats.forms", "chats.presenters", "chats.admin", "chats.urls", "django.http"}
ABOVE_SERVICES = {"chats.worker", *PAGES}
# What it may not, though all else is free.
MAY_NOT = {
    "chats": {"dashboard"},
    "chats/clock.py": {"chats.models", "chats.services", *ABOVE_SERVICES},
    "chats/problems.py": {"chats.models", "chats.services", *ABOVE_SERVICES},
    "chats/models": {"chats.services", "requests", *ABOVE_SERVICES},
    "chats/services": {"chats.sandbox", "requests", *ABOVE_SERVICES},
    # What is noted for colleagues has no way to a buyer, nor has what sends any to a note.
    "chats/services/notes": {
        *("chats.market.client", "chats.market.caller", "chats.market.chats", "chats.market.http"),
        *(
            "chats.services.upstream",
            "chats.services.replies",
            "chats.services.conversation",
            "chats.services.chat_page",
        ),
    },
    "chats/services/replies": {"chats.services.notes", "chats.models.notes"},
    "chats/views/notes.py": {"chats.services.replies", "chats.services.upstream", "chats.services.conversation"},
    "chats/views/reply.py": {"chats.services.notes", "chats.presenters.notes"},
    # The background asks services for all it does, and knows nothing of pages.
    "chats/worker": {"chats.market.client", "chats.sandbox", "requests", *PAGES},
    # Presenters and forms know values that services hand around (a problem, an identifier), never what asks for them.
    "chats/presenters": {"chats.views", "chats.forms", "chats.admin", "chats.market.client", "chats.services.upstream"},
    "chats/forms": {"chats.views", "chats.admin", "chats.market.client", "chats.services.upstream", "requests"},
    "chats/views": {"chats.admin", "chats.market.client", "chats.services.upstream.calls", "chats.sandbox", "requests"},
    "chats/admin": {"chats.views", "chats.market.client", "chats.sandbox", "requests"},
    "chats/middleware.py": {"chats.views", "chats.market.client", "requests"},
    "chats/context_processors.py": {"chats.views", "chats.forms", "chats.market.client", "requests"},
    "chats/templatetags": {"chats.views", "chats.forms", "chats.services", "chats.models", "requests"},
    "chats/management": {"chats.views", "chats.forms", "chats.market.client", "requests"},
}


def files_of(place: str) -> list[Path]:
    path = BASE_DIR / place
    return sorted(path.rglob("*.py")) if path.is_dir() else [path] if path.exists() else []


def imports(place: str) -> list[tuple[str, str]]:
    return [(str(file.relative_to(BASE_DIR)), name) for file in files_of(place) for name in names_imported(file)]


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


def test_only_what_starts_the_desk_and_the_page_that_shows_its_work_know_the_worker():
    elsewhere = [pair for pair in imports("chats") if not pair[0].startswith("chats/worker/")]

    assert {pair[0] for pair in elsewhere if within(pair[1], {"chats.worker"})} == {"chats/admin/background.py"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_of_services_has_a_face_that_names_what_others_may_use(folder):
    tree = ast.parse((SERVICES / folder / "__init__.py").read_text(encoding="utf-8"))

    taken = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    listed = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
    ]

    assert ast.get_docstring(tree)
    assert [set(names) for names in listed] == [taken]


@pytest.mark.parametrize("folder", FOLDERS)
def test_nobody_outside_a_folder_of_services_imports_past_its_face(folder):
    inside = f"chats/services/{folder}/"
    modules = {f"chats.services.{folder}.{file.stem}" for file in (SERVICES / folder).glob("*.py")}

    past_it = [
        pair
        for place in ("chats", "dashboard")
        for pair in imports(place)
        if within(pair[1], modules) and not pair[0].startswith(inside)
    ]

    assert past_it == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_face_lists_nothing_that_only_tests_use(folder):
    names = face_of(folder)
    others = [file for place in ("chats", "dashboard") for file in files_of(place)]
    texts = [file.read_text(encoding="utf-8") for file in others if not file.is_relative_to(SERVICES / folder)]

    unused = {name for name in names if not any(re.search(rf"\b{name}\b", text) for text in texts)}

    assert unused == set()


def face_of(folder: str) -> set[str]:
    tree = ast.parse((SERVICES / folder / "__init__.py").read_text(encoding="utf-8"))
    return {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}


@pytest.mark.parametrize("places", [("chats", "dashboard"), ("chats/sandbox",), ("tests",)])
def test_no_module_imports_itself_in_a_circle(places):
    graph = graph_of(*places)

    assert len(graph) > 20
    assert circle_in(graph) == []


def test_no_folder_of_services_imports_another_in_a_circle():
    rooms = rooms_of(graph_of("chats/services"), 3)

    assert len(rooms) > 8
    assert circle_in(rooms) == []


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


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
