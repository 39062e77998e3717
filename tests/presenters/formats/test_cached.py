import ast
import subprocess
import sys
import time
import weakref
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext

from chats.models import Seller
from chats.presenters.formats import cached as caches
from chats.presenters.formats.cached import CLEANER, Cleaner, cached, cached_by_language
from chats.presenters.formats.text import clean, clean_lines
from chats.templatetags.desk import cached_fragment

BASE_DIR = Path(__file__).resolve().parents[3]


def test_equal_values_are_made_once_in_each_language():
    made = []

    @cached_by_language(10)
    def word(msgid, *, mark=""):
        made.append(msgid)
        return gettext(msgid) + mark

    with translation.override("en"):
        english = [word("Seller"), word("Seller"), word("Seller", mark="!")]
    with translation.override("ru"):
        russian = [word("Seller"), word("Seller")]

    assert english == ["Seller", "Seller", "Seller!"]
    assert russian == ["Продавец", "Продавец"]
    assert len(made) == 3


def test_what_is_not_asked_for_any_more_is_dropped():
    made = []
    square = cached(2)(lambda value: made.append(value) or value * value)

    assert [square(value) for value in (1, 2, 3, 3, 1)] == [1, 4, 9, 9, 1]
    assert made == [1, 2, 3, 1]


def test_a_fragment_is_rendered_in_the_language_of_its_reader():
    with translation.override("en"):
        english = cached_fragment("_shortcuts.html")
    with translation.override("ru"):
        russian = cached_fragment("_shortcuts.html")

    assert ("This list of shortcuts" in english, "This list of shortcuts" in russian) == (True, False)


def test_a_model_instance_is_refused_since_it_equals_its_older_self():
    with pytest.raises(TypeError, match=r"_row\.html .* row"):
        cached_fragment("chats/lookup/_row.html", row=Seller(pk=1, name="Уютный дом"))


class BuyersWords(str):
    """A text that tells when the last copy of it has left memory."""


@pytest.fixture
def short_lifetime(monkeypatch):
    """A cleaner that comes round every tenth of a second, as the real one does every five minutes."""
    monkeypatch.setattr(caches, "LIFETIME", 0.1)
    CLEANER.reset_after_fork()
    yield
    monkeypatch.undo()
    CLEANER.reset_after_fork()


def gone_within(seconds, copies):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(copy() for copy in copies):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    "show",
    [
        clean,
        clean_lines,
        lambda words: cached_fragment("components/notice.html", tone="info", text=words),
        lambda words: cached_fragment("_shortcuts.html", key=(words,)),
    ],
    ids=["one line", "several lines", "fragment", "inside a value"],
)
def test_what_a_buyer_wrote_leaves_memory_though_nobody_asks_for_anything_again(short_lifetime, show):
    words = BuyersWords("Здравствуйте, это Иван П.")
    copies = [weakref.ref(words)]
    show(words)
    assert show(words) == show(words)
    del words

    assert copies[0]() is not None, "It was not cached, so this proves nothing"
    assert gone_within(5, copies)


def test_the_cleaner_comes_round_again_for_what_was_cached_after_its_first_round(short_lifetime):
    clean("Первое")
    time.sleep(0.3)
    words = BuyersWords("Второе")
    copies = [weakref.ref(words)]
    clean(words)
    del words

    assert gone_within(5, copies)


def test_the_lifetime_is_minutes():
    assert caches.LIFETIME <= 5 * 60


FORKS = """
import os, time
from chats.presenters.formats import cached
from chats.presenters.formats.text import clean
cached.LIFETIME = 0.1
clean("Здравствуйте, это Иван П.")
if os.fork() == 0:
    print(clean.cache_info().currsize, "inherited")
    clean("Ещё одно")
    time.sleep(0.5)
    print(clean.cache_info().currsize, "left")
else:
    os.wait()
"""


def test_a_forked_process_inherits_nothing_and_has_a_cleaner_of_its_own():
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKS],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert run.stdout.splitlines() == ["0 inherited", "0 left"]


LIVES_AS_LONG_AS_THE_PROCESS = {
    "icon",  # by the names of our own icons
    "client_for",  # by the settings
    "migrations_of_the_code",  # by nothing: they do not change while it runs
    "process_budget",  # two semaphores
    "searches",  # one
    "kept",  # in cached.py itself: the one with a lifetime
    "home",  # the address of the inbox
}


def makes_statements(function: ast.FunctionDef) -> bool:
    """They hold SQL and the keys of sellers: nothing that a buyer wrote is ever a part of a statement."""
    return function.returns is not None and "Statement[" in ast.unparse(function.returns)


def test_nothing_else_is_cached_without_a_lifetime():
    found = {
        node.name
        for file in BASE_DIR.glob("chats/**/*.py")
        if "sandbox" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and not makes_statements(node)
        for decorator in node.decorator_list
        if ast.unparse(decorator).partition("(")[0].removeprefix("functools.") in {"lru_cache", "cache"}
    }

    assert found == LIVES_AS_LONG_AS_THE_PROCESS


def test_without_a_thread_to_empty_them_caches_keep_no_more_than_the_newest_entry(monkeypatch):
    def no_more_threads(*args, **options):
        raise RuntimeError("can't start new thread")

    cleaner = Cleaner()
    monkeypatch.setattr("chats.presenters.formats.cached.CLEANER", cleaner)
    monkeypatch.setattr("chats.presenters.formats.cached.threading.Thread", no_more_threads)
    made = []
    make = cached(10)(lambda value: made.append(value) or value)

    assert [make("a"), make("a"), make("b"), make("a")] == ["a", "a", "b", "a"]
    assert made == ["a", "b", "a"]
