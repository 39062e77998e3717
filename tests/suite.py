"""In which order the tests run, which of them one pass in CI is enough for, and how a pass shows its progress."""

from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent

# Neither the database engine nor Django has a part in these, so CI runs them on one pair of the two. `tests/market` is
# not among them: sockets and TLS differ from one Python to the next.
ENGINE_FREE = ("tests/sandbox/", "tests/test_contrast.py", "tests/test_imports.py")

# What these prove is Market's side of the line: how the client and the pages bear its answers. They keep rows, but no
# engine and no version of Django has a part in what they find, so one pass in CI is enough for them too.
MARKET_SIDE = ("tests/faults/test_upstream_",)

# Side by side, files are handed out in this order. First what mirrors the code, so that a slip is told by the test
# nearest to it; then real processes and attacks, the longest files first; last what is short and fills the end, so that
# no process waits for another's long file.
LONG = (
    "tests/faults/test_machine_steps.py",
    "tests/faults/test_upstream_fuzz.py",
    "tests/faults/test_upstream_crowd.py",
    "tests/test_serve.py",
    "tests/test_demo.py",
    "tests/security/test_l_a_day_at_the_desk.py",
    "tests/faults/test_machine_memory.py",
    "tests/faults/",
    "tests/security/",
)
SHORT = ("tests/market/", "tests/sandbox/", "tests/commands/")
PASSED_PER_DOT = 25

passed = 0


def place(item: pytest.Item) -> str:
    return item.path.relative_to(BASE_DIR).as_posix() if item.path.is_relative_to(BASE_DIR) else ""


def rank(item: pytest.Item) -> int:
    order = [*LONG, *SHORT]
    found = [number for number, prefix in enumerate(order, start=1) if place(item).startswith(prefix)]
    return min(found, default=0)


# Before pytest leaves out what `-m` does not ask for.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if place(item).startswith(ENGINE_FREE):
            item.add_marker(pytest.mark.engine_free)
        if place(item).startswith(MARKET_SIDE):
            item.add_marker(pytest.mark.market_side)


# After pytest-django has sorted by the kind of transaction, which this keeps within a file.
@pytest.hookimpl(trylast=True, specname="pytest_collection_modifyitems")
def long_ones_first(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=rank)


def pytest_runtest_setup(item: pytest.Item) -> None:
    uses_database = item.get_closest_marker("django_db") or {"db", "transactional_db"} & {*item.fixturenames}
    if item.get_closest_marker("engine_free") and uses_database:
        pytest.fail("An engine_free test uses the database: CI would run it on one engine only.", pytrace=False)


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Four thousand tests side by side fill the screen: one dot stands for many that passed."""
    global passed  # noqa: PLW0603  (the hook has nothing else to count in)
    if not (report.passed and report.when == "call" and hasattr(report, "node")):
        return None
    passed += 1
    return "passed", "" if passed % PASSED_PER_DOT else ".", "PASSED"
