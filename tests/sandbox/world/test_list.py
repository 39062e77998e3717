from datetime import datetime, timedelta

import pytest

from ..asking import get_chat, get_chats
from .many import HOME_ID, OPEN, WAITING, many, walked


def times(sandbox, ids, name):
    return [datetime.fromisoformat(get_chat(sandbox, chat_id).json["result"][name]) for chat_id in ids]


@pytest.mark.parametrize(("order", "name"), [("updated", "updatedAt"), ("created", "createdAt")])
def test_the_newest_come_first(order, name):
    with many(chats=60, order=order) as (sandbox, _):
        shown = times(sandbox, walked(sandbox), name)

        assert shown == sorted(shown, reverse=True)


def test_a_list_without_an_order_is_the_same_at_every_call_and_goes_by_no_time():
    with many(chats=60, order="none") as (sandbox, _):
        ids = walked(sandbox)

        assert walked(sandbox) == ids
        assert sorted(ids) not in (ids, ids[::-1])
        for name in ("createdAt", "updatedAt"):
            shown = times(sandbox, ids, name)
            assert sorted(shown) not in (shown, shown[::-1])


@pytest.mark.parametrize("paging", ["key", "offset"])
@pytest.mark.parametrize("order", ["updated", "created", "none"])
@pytest.mark.parametrize("body", [{}, OPEN, WAITING, {"types": ["ARBITRAGE"]}, {"contextTypes": ["DIRECT", "RETURN"]}])
def test_pages_lead_through_all_that_match_once(order, paging, body):
    with many(chats=100, order=order, paging=paging) as (sandbox, _):
        pages, one_by_one = walked(sandbox, body), walked(sandbox, body, limit=1)

    assert pages == one_by_one
    assert len(pages) == len(set(pages)) > 0


def test_with_offsets_a_reader_misses_what_moves_up_and_meets_another_twice():
    with many(chats=60, order="updated", paging="offset") as (sandbox, clock):
        ids = walked(sandbox)
        clock.now += timedelta(seconds=1)
        moved = ids[30]

        seen = walked(sandbox, between=once(lambda: sandbox.buyer_writes(HOME_ID, moved)))

        assert moved not in seen
        assert seen.count(ids[19]) == 2
        assert walked(sandbox)[0] == moved


def once(act):
    """Does it at the first call only."""
    left = [act]
    return lambda: left.pop()() if left else None


def test_with_keys_nothing_else_shifts():
    with many(chats=60, order="updated", paging="key") as (sandbox, clock):
        ids = walked(sandbox)
        clock.now += timedelta(seconds=1)

        seen = walked(sandbox, between=once(lambda: sandbox.buyer_writes(HOME_ID, ids[30])))

        assert seen == [one for one in ids if one != ids[30]]


def test_a_chat_that_leaves_the_filter_shifts_the_pages_of_offsets():
    with many(chats=60, is_open=60, waiting=50, order="created", paging="offset") as (sandbox, _):
        ids = walked(sandbox, WAITING)

        seen = walked(sandbox, WAITING, between=once(lambda: sandbox.finish(HOME_ID, ids[0])))

        assert seen == [one for one in ids if one != ids[20]]


def test_the_order_can_be_changed_while_it_runs_and_old_tokens_are_bad_then():
    with many(chats=60) as (sandbox, _):
        token = get_chats(sandbox).json["result"]["paging"]["nextPageToken"]
        by_update = walked(sandbox)
        sandbox.set_list(order="created")
        refused = get_chats(sandbox, query={"pageToken": token})
        by_creation = walked(sandbox)
        sandbox.set_list(paging="offset")

        assert (refused.status, refused.message) == (400, "Bad page token")
        assert by_creation != by_update
        assert walked(sandbox) == by_creation
        with pytest.raises(ValueError, match="sideways"):
            sandbox.set_list(order="sideways")
