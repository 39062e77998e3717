"""Counts files per folder and imports between modules and folders; finds the longest chain of imports, circles among
them, and the longest functions and files.

.venv/bin/python -m tests.checks.house
"""

import ast
import statistics
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]


def files_of(place: str) -> list[Path]:
    return sorted((BASE_DIR / place).rglob("*.py"))


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(BASE_DIR).with_suffix("").parts).removesuffix(".__init__")


def graph_of(*places: str) -> dict[str, set[str]]:
    """Each module and those of the same places that it imports; `from package import name` means the module `name`
    where there is one, else the package's own file."""
    modules = {module_of(file): file for place in places for file in files_of(place)}
    graph: dict[str, set[str]] = {}
    for module, file in modules.items():
        targets = {name if name in modules else name.rpartition(".")[0] for name in names_imported(file)}
        graph[module] = {target for target in targets if target in modules and target != module}
    return graph


def names_imported(file: Path) -> list[str]:
    """The names as written after `from`, completed by what is taken from there."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{source_of(node, file)}.{alias.name}" for alias in node.names]
    return found


def source_of(node: ast.ImportFrom, file: Path) -> str:
    folder = file.relative_to(BASE_DIR).parts[: -node.level] if node.level else ()
    return ".".join([*folder, *filter(None, [node.module])])


def rooms_of(graph: dict[str, set[str]], depth: int) -> dict[str, set[str]]:
    """The graph drawn over by the first `depth` parts of each name."""
    rooms: dict[str, set[str]] = {}
    for module, targets in graph.items():
        room = shortened(module, depth)
        rooms.setdefault(room, set()).update({shortened(target, depth) for target in targets} - {room})
    return rooms


def shortened(module: str, depth: int) -> str:
    return ".".join(module.split(".")[:depth])


def longest_chain(graph: dict[str, set[str]]) -> int | str:
    """How many modules (or folders) the longest chain of imports goes through; the circle, where there is one."""
    try:
        return max(heights(graph).values(), default=0)
    except CycleError as error:
        return "in a circle: " + " > ".join(error.args[1])


def heights(graph: dict[str, set[str]]) -> dict[str, int]:
    """Of each, the length of the longest chain of imports that begins with it."""
    height: dict[str, int] = {}
    for node in TopologicalSorter(graph).static_order():
        height[node] = 1 + max((height[target] for target in graph.get(node, ())), default=0)
    return height


def imports_in(graph: dict[str, set[str]]) -> int:
    return sum(len(targets) for targets in graph.values())


def lengths(files: Iterable[Path]) -> list[tuple[int, str]]:
    found = []
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append((lines, f"{file.relative_to(BASE_DIR)}:{node.name}"))
    return sorted(found, reverse=True)


def main() -> None:
    product = [file for place in ("chats", "dashboard") for file in files_of(place) if "migrations" not in file.parts]
    for place in ("chats/services", "chats/sandbox"):
        graph = graph_of(place)
        flat = rooms_of(graph, 3)
        print(f"{place}: {len(graph)} modules, {imports_in(graph)} imports, longest chain {longest_chain(graph)};")
        print(f"  by folder ({len(flat)}): {imports_in(flat)} imports across, longest chain {longest_chain(flat)}")
    for place in ("chats", "dashboard"):
        print(f"{place}: longest chain of imports {longest_chain(graph_of(place))}")
    folders = sorted({file.parent for file in product})
    for folder in folders:
        count = len([file for file in folder.glob("*.py") if file.name != "__init__.py"])
        print(f"  {count:3} files in {folder.relative_to(BASE_DIR)}")
    functions = lengths(product)
    print(f"{len(functions)} functions with signatures, median {statistics.median(n for n, _ in functions):.0f} lines;")
    print("  the longest: " + ", ".join(f"{name} {lines}" for lines, name in functions[:3]))
    sizes = sorted(
        ((len(file.read_text().splitlines()), str(file.relative_to(BASE_DIR))) for file in product), reverse=True
    )
    print(f"{len(sizes)} files, {statistics.median(lines for lines, _ in sizes):.0f} lines in the median;")
    print("  the longest: " + ", ".join(f"{name} {lines}" for lines, name in sizes[:3]))


if __name__ == "__main__":
    main()
