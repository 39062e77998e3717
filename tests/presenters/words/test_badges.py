import pytest
from django.utils import translation

from chats.market.types import ChatStatus, ChatType, ContextType
from chats.presenters.words import badges
from chats.presenters.words.badges import LONGEST_CODE, context_tag, status_badge, type_tag, type_word


def values(vocabulary: type) -> list[str]:
    return [value for name, value in vars(vocabulary).items() if name.isupper()]


@pytest.mark.parametrize(
    ("vocabulary", "table"),
    [(ChatStatus, badges.STATUSES), (ChatType, badges.TYPES), (ContextType, badges.CONTEXTS)],
)
def test_every_code_of_market_has_a_presentation(vocabulary, table):
    assert set(table) == set(values(vocabulary))


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_the_glyph_and_the_code_do_not_depend_on_the_language(language):
    with translation.override(language):
        shown = {code: status_badge(code) for code in values(ChatStatus)}

    assert {code: badge.code for code, badge in shown.items()} == {code: code for code in shown}
    assert {badge.glyph for badge in shown.values()} == {"dot", "reply", "clock", "scale", "store", "check"}
    assert all(badge.word and badge.full and badge.inline and badge.known for badge in shown.values())


def test_no_two_statuses_share_a_word_or_a_glyph():
    shown = [status_badge(code) for code in values(ChatStatus)]

    assert len({badge.word for badge in shown}) == len({badge.glyph for badge in shown}) == len(shown)


def test_the_words_are_those_of_the_look():
    with translation.override("en"):
        words = [status_badge(code).word for code in values(ChatStatus)]

    assert words == [
        "New",
        "Waiting for buyer",
        "Your reply needed",
        "Waiting for arbiter",
        "Waiting for Market",
        "Finished",
    ]


@pytest.mark.parametrize("presented", [status_badge, type_word, context_tag])
def test_an_unknown_code_is_shown_raw_with_a_question_mark(presented):
    with translation.override("en"):
        shown = presented("PAUSED")

    assert (shown.word, shown.glyph, shown.known, shown.code) == ("Unknown: PAUSED", "unknown", False, "PAUSED")


def test_a_hostile_code_is_cleaned_and_cut():
    shown = status_badge("A\u202e\x00B" + "C" * 500)

    assert shown.code.startswith("ABC")
    assert len(shown.code) == LONGEST_CODE


def test_the_usual_chat_needs_no_tag_and_a_dispute_has_one():
    assert type_tag(ChatType.CHAT) is None
    assert type_tag(ChatType.ARBITRAGE).code == "ARBITRAGE"
