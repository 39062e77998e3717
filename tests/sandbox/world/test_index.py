from hypothesis import given
from hypothesis import strategies as st

from chats.sandbox.content.listed import Codes, Listed, with_statuses
from chats.sandbox.world.index import MOST_INDEXES, Index, Indexes

PAIRS = st.dictionaries(st.integers(1, 40), st.integers(0, 6), max_size=30)


def row(chat_id, status="NEW", updated=0):
    return Listed(chat_id, status, "CHAT", "DIRECT", 0, updated)


@given(PAIRS, st.lists(st.tuples(st.integers(1, 40), st.integers(0, 6)), max_size=30))
def test_it_stays_the_sorted_list_whatever_moves(keys, moves):
    index = Index((key, chat_id) for chat_id, key in keys.items())
    for chat_id, key in moves:
        if chat_id in keys:
            index.remove(keys[chat_id], chat_id)
        keys[chat_id] = key
        index.add(key, chat_id)

    expected = [chat_id for key, chat_id in sorted(((key, chat_id) for chat_id, key in keys.items()), reverse=True)]
    assert index.ids(0, 100) == expected
    for first in range(0, 35, 7):
        assert index.ids(first, 7) == expected[first : first + 7]
    assert [index.after(keys[chat_id], chat_id) for chat_id in expected] == list(range(1, len(expected) + 1))


def test_what_follows_a_chat_that_has_gone_is_known_all_the_same():
    index = Index([(10, 1), (20, 2), (30, 3)])
    index.remove(20, 2)

    assert index.ids(index.after(20, 2), 5) == [1]


def test_a_chat_that_changes_leaves_one_list_and_enters_another():
    rows = [row(1, updated=1), row(2, updated=2)]
    indexes = Indexes(lambda: rows, lambda one: one.updated)
    new, finished, every = with_statuses("NEW"), with_statuses("FINISHED"), Codes()
    before = [indexes.index(codes).ids(0, 9) for codes in (new, finished, every)]

    indexes.move(rows[0], row(1, "FINISHED", updated=3))
    indexes.move(None, row(5, updated=9))

    assert before == [[2, 1], [], [2, 1]]
    assert [indexes.index(codes).ids(0, 9) for codes in (new, finished, every)] == [[5, 2], [1], [5, 1, 2]]


def test_only_the_filters_used_last_are_kept():
    made = []
    indexes = Indexes(lambda: made.append(1) or [], lambda one: one.updated)
    often = with_statuses("NEW")
    for number in range(3 * MOST_INDEXES):
        indexes.index(with_statuses(str(number)))
        indexes.index(often)

    assert len(made) == 3 * MOST_INDEXES + 1
