"""W5: no draft is overwritten by a tab that has not seen it."""

import threading

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chats.models import Draft
from chats.services.drafts import Base, version_of
from chats.services.replies import MINE, THEIRS, choose_text, drafts, key_of, take_from_beside
from tests.desk_fixture import NOW

LONG = "Длинный и обстоятельный ответ, который писали десять минут."


@pytest.fixture
def chat(read_chat):
    return read_chat


class Tab:
    """A tab with its composer, as static/js/draft.js keeps it."""

    def __init__(self, agent, chat, name: str) -> None:
        self.agent, self.chat, self.name, self.saves = agent, chat, name, 0
        draft = drafts.draft_of(agent, chat)
        self.known, self.text = {version_of(draft)}, draft.text

    def base(self) -> Base:
        self.saves += 1
        version = f"{self.name}-{self.saves}"
        base = Base(known=frozenset(self.known), version=version)
        self.known.add(version)
        return base

    def save(self, text: str, *, base: Base | None = None, leaving: bool = False) -> drafts.Saved:
        self.text = text
        return drafts.save_draft(self.agent, self.chat, text, now=NOW, base=base or self.base(), leaving=leaving)


@pytest.fixture
def tabs(agent, chat) -> tuple[Tab, Tab]:
    return Tab(agent, chat, "a"), Tab(agent, chat, "b")


def kept(agent, chat) -> tuple[str, list[str]]:
    draft = drafts.draft_of(agent, chat)
    return draft.text, draft.aside


def test_w5_a_short_text_in_the_second_tab_does_not_overwrite_the_long_one_of_the_first(tabs, agent, chat):
    first, second = tabs
    first.save(LONG)

    saved = second.save("ок")

    assert (saved.conflict, saved.draft.text) == (True, LONG)
    assert kept(agent, chat) == (LONG, [])


def test_w5_not_even_an_emptied_composer_overwrites_it(tabs, agent, chat):
    first, second = tabs
    first.save(LONG)

    assert second.save("").conflict
    assert kept(agent, chat)[0] == LONG


def test_w5_a_tab_may_go_on_without_hearing_of_its_own_saves(tabs):
    first, _ = tabs
    texts = [LONG[:end] for end in range(5, 30, 5)]

    assert not any(first.save(text).conflict for text in texts)


def test_w5_a_save_that_is_overtaken_by_a_later_one_of_its_tab_changes_nothing(tabs, agent, chat):
    first, _ = tabs
    early, late = first.base(), first.base()
    first.save("Добрый день!", base=late)

    overtaken = first.save("Добрый", base=early, leaving=True)

    assert not overtaken.conflict
    assert kept(agent, chat) == ("Добрый день!", [])


@pytest.mark.parametrize("version", ["", "a", "a-", "a-x", "a-²", "b-9", "a-3"])
def test_w5_only_a_later_save_of_the_same_tab_overtakes(tabs, version):
    first, second = tabs
    second.save(LONG, base=Base(known=frozenset(second.known), version=version))

    assert first.save("ок", base=Base(version="a-3")).conflict is (version != "a-3")


def test_w5_a_tab_that_is_closed_leaves_its_text_beside_the_draft(tabs, agent, chat):
    first, second = tabs
    first.save(LONG)

    second.save("ок", leaving=True)
    second.save("ок, ждём", leaving=True)

    assert kept(agent, chat) == (LONG, ["ок, ждём"])


@pytest.mark.parametrize(("choice", "text", "aside"), [(MINE, "ок", [LONG]), (THEIRS, LONG, ["ок"])])
def test_w5_the_second_tab_can_take_either_and_the_other_one_is_kept(tabs, agent, chat, choice, text, aside):
    first, second = tabs
    first.save(LONG)
    second.save("ок")

    choose_text(agent, chat, "ок", choice, now=NOW)

    assert kept(agent, chat) == (text, aside)
    assert first.save(LONG + "!").conflict == (choice == MINE)


def test_w5_a_text_that_is_sent_leaves_what_another_tab_has_written(tabs, agent, chat, submit):
    first, second = tabs
    first.save(LONG)

    sent = submit("ок", base=second.base())

    assert (sent.kind, kept(agent, chat)) == ("sent", (LONG, []))


def test_w5_after_sending_an_empty_draft_is_no_ones(tabs, agent, chat, submit):
    first, second = tabs
    first.save(LONG)
    submit(LONG, base=first.base())

    assert not second.save("Спасибо").conflict
    assert kept(agent, chat)[0] == "Спасибо"


def test_a_text_beside_the_draft_is_put_back_at_its_end_or_taken_away(tabs, agent, chat):
    first, second = tabs
    first.save(LONG)
    second.save("ок", leaving=True)

    take_from_beside(agent, chat, key_of("ок"), insert=True, now=NOW)
    assert kept(agent, chat) == (f"{LONG}\n\nок", [])

    second.save("да", leaving=True)
    take_from_beside(agent, chat, "no such key", insert=True, now=NOW)
    take_from_beside(agent, chat, key_of("да"), insert=False, now=NOW)
    assert kept(agent, chat) == (f"{LONG}\n\nок", [])


def test_a_text_beside_the_draft_goes_once_the_draft_holds_it(tabs, agent, chat):
    first, second = tabs
    first.save(LONG)
    second.save("ок", leaving=True)

    first.save(f"{LONG}\nок")

    assert kept(agent, chat) == (f"{LONG}\nок", [])


STEPS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["type", "leave", "mine", "theirs"]), st.text("абв ", max_size=4)),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(STEPS)
def test_w5_whatever_two_tabs_do_no_text_goes_but_by_a_tab_that_has_shown_it(agent, chat, steps):
    Draft.objects.all().delete()
    tabs = {name: Tab(agent, chat, name) for name in "ab"}
    shown: dict[str, set[str]] = {"a": set(), "b": set()}
    conflict = {"a": False, "b": False}
    for name, act, text in steps:
        tab, (before, beside) = tabs[name], kept(agent, chat)
        if act in (MINE, THEIRS) and conflict[name]:
            draft = choose_text(agent, chat, tab.text, act, now=NOW)
            tab.known.add(version_of(draft))
            tab.text, conflict[name] = draft.text, False
        else:
            conflict[name] = tab.save(text, leaving=act == "leave").conflict
        after, still_beside = kept(agent, chat)

        assert before in shown[name] or anywhere(before, after, still_beside)
        assert all(anywhere(one, after, still_beside) for one in beside)
        assert act != "leave" or anywhere(text, after, still_beside)
        if act == "leave":
            tabs[name], conflict[name] = Tab(agent, chat, f"{tab.name}{name}"), False
        shown[name] |= {tabs[name].text, text, *([after] if not conflict[name] else [])}


def anywhere(text: str, draft: str, beside: list[str]) -> bool:
    return any(text.strip() in one for one in (draft, *beside))


@pytest.mark.django_db(transaction=True)
def test_w5_two_tabs_that_save_at_the_same_moment_overwrite_nothing(agent, chat):
    tabs = [Tab(agent, chat, name) for name in "abcd"]
    saved = []

    def save(tab: Tab) -> None:
        try:
            saved.append((tab.name, tab.save(f"Ответ из вкладки {tab.name}")))
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[tab]) for tab in tabs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [winner] = [name for name, one in saved if not one.conflict]
    assert len(saved) == 4
    assert kept(agent, chat) == (f"Ответ из вкладки {winner}", [])
