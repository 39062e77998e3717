"""The passes over a business's lists, page by page."""

from datetime import timedelta

import pytest

from chats.market.errors import KeyRejected
from chats.market.limits import GET_CHATS
from chats.market.types import ChatsPage
from chats.models import Chat, Mirror, Quota, Sync
from chats.problems import NotNow
from chats.services import jobs, sweep
from chats.services.sightings import Merged
from chats.services.sweep import begin
from chats.services.sweep.passes import Part
from chats.services.sweep.turn import take
from tests.desk_fixture import NOW
from tests.services.sweep.conftest import HOME_ID, at_market, known, status_of, turn_of, whole_pass, work


def getchats(market) -> int:
    return sum(call.operation == GET_CHATS for call in market.calls)


def test_a_turn_reads_one_page_and_notes_where_the_next_one_begins(swept, market):
    sync = turn_of(swept, Part.ALL)

    assert getchats(market) == 1
    assert (sync.pages, sync.chats, Chat.objects.count()) == (1, 20, 20)
    assert sync.page_token
    assert sync.due_at == NOW
    assert sync.leased_until < NOW


def test_a_pass_over_all_chats_ends_with_all_of_them(swept, market):
    sync = whole_pass(swept, Part.ALL)

    assert known(swept) == at_market(market)
    assert sync.finished_chats == len(at_market(market))
    assert sync.finished_at == NOW
    assert Mirror.objects.get().complete_since == NOW
    assert sync.due_at == NOW + timedelta(hours=6)


def test_a_restart_goes_on_where_the_pass_was(swept, market):
    first = turn_of(swept, Part.ALL)
    second = turn_of(swept, Part.ALL, now=NOW + timedelta(seconds=40))

    assert second.chats > first.chats
    assert second.began_at == first.began_at == NOW
    assert Chat.objects.count() == second.chats


def test_a_pass_over_waiting_chats_reads_no_others(swept, market):
    whole_pass(swept, Part.WAITING)

    waiting = {chat: status for chat, status in at_market(market).items() if status in {"NEW", "WAITING_FOR_PARTNER"}}
    assert known(swept) == waiting


def test_a_chat_that_left_the_waiting_list_is_asked_for_and_never_concluded_from(swept, market):
    whole_pass(swept, Part.WAITING)
    chat = Chat.objects.filter(status="WAITING_FOR_PARTNER", context_type="ORDER").first()
    market.set_chat(HOME_ID, chat.chat_id, status="FINISHED", updated_at=chat.updated_at)
    later = NOW + timedelta(seconds=20)

    whole_pass(swept, Part.WAITING, now=later)

    assert status_of(swept, chat.chat_id) == "WAITING_FOR_PARTNER"
    assert Chat.objects.get(pk=chat.pk).doubtful_since == later
    calls = getchats(market)
    sync = turn_of(swept, Part.DOUBTFUL, now=later)
    assert getchats(market) == calls + 1
    assert status_of(swept, chat.chat_id) == "FINISHED"
    assert sync.due_at is None


def test_twenty_chats_in_doubt_cost_one_call(swept, market):
    whole_pass(swept, Part.ALL)
    chats = Chat.objects.filter(context_type="ORDER").exclude(status="FINISHED")[:20]
    for chat in chats:
        market.set_chat(HOME_ID, chat.chat_id, status="FINISHED", updated_at=chat.updated_at)
    Chat.objects.filter(pk__in=[chat.pk for chat in chats]).update(doubtful_since=NOW)
    calls = getchats(market)

    turn_of(swept, Part.DOUBTFUL)

    assert getchats(market) == calls + 1
    assert {status_of(swept, chat.chat_id) for chat in chats} == {"FINISHED"}


def test_a_direct_chat_in_doubt_is_asked_for_by_its_id(swept, market):
    whole_pass(swept, Part.ALL)
    chat = Chat.objects.filter(context_type="DIRECT").exclude(status="FINISHED").first()
    market.set_chat(HOME_ID, chat.chat_id, status="FINISHED", updated_at=chat.updated_at)
    Chat.objects.filter(pk=chat.pk).update(doubtful_since=NOW)

    turn_of(swept, Part.DOUBTFUL)

    assert status_of(swept, chat.chat_id) == "FINISHED"


def test_a_chat_that_market_does_not_know_any_more_is_not_asked_for_again_and_again(swept, market, known_chat):
    gone = known_chat(swept, 999999, order_id=99999999999, seen_at=NOW - timedelta(hours=1))

    work(0)
    calls = len(market.calls)
    whole_pass(swept, Part.WAITING, now=NOW + timedelta(seconds=20))

    assert Chat.objects.get(pk=gone.pk).problem_kind == "not_found"
    assert Sync.objects.get(part=Part.DOUBTFUL).due_at is None
    assert len(market.calls) > calls


def test_a_page_whose_lease_was_lost_changes_nothing(swept, market):
    [late] = jobs.claim(Sync.objects.filter(part=Part.ALL), 1, now=NOW)
    jobs.claim(Sync.objects.filter(part=Part.ALL), 1, now=NOW + timedelta(minutes=1))

    sweep.turn(late, now=NOW)

    assert Chat.objects.count() == 0
    assert Sync.objects.get(part=Part.ALL).pages == 0


def test_a_token_that_market_refuses_begins_the_pass_anew(swept, market):
    turn_of(swept, Part.ALL)
    Sync.objects.filter(part=Part.ALL).update(page_token="nonsense")

    sync = turn_of(swept, Part.ALL)

    assert (sync.pages, sync.page_token, sync.due_at) == (0, "", NOW + timedelta(minutes=1))


def test_a_refusal_or_an_error_leaves_the_pass_where_it_was(swept, market):
    turn_of(swept, Part.ALL)
    before = Sync.objects.values("pages", "page_token", "chats").get(part=Part.ALL)
    Quota.objects.filter(operation=GET_CHATS).update(remaining=0)

    with pytest.raises(NotNow):
        turn_of(swept, Part.ALL)

    assert Sync.objects.values("pages", "page_token", "chats").get(part=Part.ALL) == before


def test_a_dead_key_raises_and_changes_nothing(swept, market):
    market.fail("401", operation="getChats")

    with pytest.raises(KeyRejected):
        turn_of(swept, Part.ALL)


@pytest.mark.parametrize("change", ["inactive", "paused", "no token"])
def test_a_seller_that_is_not_swept_stops_without_a_call(swept, market, change):
    if change == "paused":
        begin.pause(swept)
    elif change == "inactive":
        type(swept).objects.update(active=False)
    else:
        type(swept).objects.update(token=None)

    sync = turn_of(swept, Part.ALL)

    assert market.calls == []
    assert sync.due_at is None


def test_what_was_paused_goes_on_when_it_is_resumed(swept, market):
    turn_of(swept, Part.ALL)
    begin.pause(swept)
    turn_of(swept, Part.ALL)

    begin.resume(swept, now=NOW)

    assert Sync.objects.get(part=Part.ALL).due_at == NOW
    assert turn_of(swept, Part.ALL).chats > 20


def test_chats_that_came_into_doubt_while_it_was_paused_are_asked_for_when_it_is_resumed(swept, market, known_chat):
    begin.pause(swept)
    known_chat(swept, 310001, doubtful_since=NOW)

    begin.resume(swept, now=NOW)

    assert Sync.objects.get(part=Part.DOUBTFUL).due_at == NOW


def test_an_empty_page_ends_a_pass_even_if_a_token_comes_with_it(swept, market):
    sync = Sync(seller=swept, part=Part.ALL, page_token="before", pages=3)
    page = ChatsPage(chats=(), next_page_token="after")

    assert take(sync, page, Merged(new=0, changed=0), now=NOW)


def test_a_sweep_begins_by_itself_for_every_active_seller_and_once(home, tech, market):
    type(tech).objects.filter(pk=tech.pk).update(active=False)

    assert begin.begin_all(now=NOW) == 1
    assert begin.begin_all(now=NOW) == 0
    assert set(Sync.objects.values_list("seller_id", flat=True)) == {home.pk}
