from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import override_settings
from msgspec import structs

from chats.models import Chat
from chats.sandbox.content.chats import CHAT_HERE_ORDER_THERE, ORDER_AND_RETURN, ORDER_AT_BOTH, ORDER_WITH_DISPUTE
from chats.services.lookup import in_parallel
from chats.services.lookup.find import look_up
from chats.services.lookup.identifiers import Identifier, Meaning
from chats.services.lookup.paste import read_paste
from chats.services.sightings import by_subject
from tests.desk_fixture import NOW


@pytest.fixture
def threads(transactional_db, monkeypatch):
    """Lookups side by side, all of them ended before the tables go."""
    with ThreadPoolExecutor(8) as pool:
        monkeypatch.setattr(in_parallel, "executor", pool)
        yield


def found(agent, number, *, seller=None, ask_market=False, **said):
    return look_up(agent, Identifier(number=number, **said), seller=seller, ask_market=ask_market, now=NOW)


def ids(result):
    return [chat.chat_id for chat in result.chats]


def operations(market):
    return [call.operation for call in market.calls]


def test_a_known_chat_costs_no_call(home, agent, market, known_chat):
    known_chat(home, 310001)

    result = found(agent, 310001)

    assert (ids(result), result.known, market.calls) == ([310001], True, [])


@pytest.mark.parametrize("number", [54810000102, 6620106])
def test_a_known_order_or_return_costs_no_call(home, agent, market, known_chat, number):
    known_chat(home, 310006, order_id=54810000102, return_id=6620106)

    assert ids(found(agent, number)) == [310006]
    assert market.calls == []


def test_a_chat_never_seen_costs_one_call(home, agent, market):
    result = found(agent, 310001)

    assert (ids(result), result.known, operations(market)) == ([310001], False, ["getChat"])
    assert Chat.objects.get().seen_at == NOW


@pytest.mark.parametrize(("number", "chat_id"), [(54810000102, 310002), (6620106, 310006)])
def test_an_order_or_a_return_costs_two_calls(home, agent, market, number, chat_id):
    assert ids(found(agent, number)) == [chat_id]
    assert operations(market) == ["getChat", "getChats"]


def test_an_address_that_says_order_costs_one_call(home, agent, market):
    assert ids(found(agent, 54810000102, meaning=Meaning.ORDER)) == [310002]
    assert operations(market) == ["getChats"]


@pytest.mark.parametrize(
    ("number", "chats"), [(ORDER_WITH_DISPUTE, {310017, 310018}), (ORDER_AND_RETURN, {310021, 310022})]
)
def test_a_number_of_several_chats_shows_them_all(home, agent, market, number, chats):
    assert set(ids(found(agent, number))) == chats


def test_what_is_finished_comes_last(home, agent, market, known_chat):
    known_chat(home, 1, order_id=9, status="FINISHED", updated_at=NOW)
    known_chat(home, 2, order_id=9, updated_at=NOW.replace(hour=3))
    known_chat(home, 3, order_id=9, updated_at=NOW.replace(hour=5))

    assert ids(found(agent, 9)) == [3, 2, 1]


def test_market_is_asked_beside_what_is_known_when_the_agent_wants_it(home, agent, market, known_chat):
    known_chat(home, 310017, order_id=ORDER_WITH_DISPUTE)

    assert ids(found(agent, ORDER_WITH_DISPUTE)) == [310017]
    assert set(ids(found(agent, ORDER_WITH_DISPUTE, ask_market=True))) == {310017, 310018}


def test_nothing_found_says_who_was_asked_and_when(home, agent, market):
    result = found(agent, 999)

    assert result.chats == ()
    assert [(asked.seller, asked.at, asked.problem) for asked in result.asked] == [(home, NOW, None)]


def test_an_address_of_this_desk_asks_only_its_seller(home, tech, agent, market):
    identifier = read_paste("http://desk.example/chats/1001/310001/").likely[0]

    result = look_up(agent, identifier, seller=None, ask_market=False, now=NOW)

    assert (ids(result), len(market.calls)) == ([310001], 1)


def test_a_foreign_seller_is_neither_asked_nor_named(home, foreign, agent, market, known_chat):
    known_chat(foreign, 420001)

    result = found(agent, 420001)

    assert result.chats == ()
    assert {asked.seller for asked in result.asked} == {home}
    assert {call.business_id for call in market.calls} == {home.business_id}


def test_an_agent_without_sellers_costs_no_call(agent, market):
    assert (found(agent, 310001).asked, market.calls) == ((), [])


def test_an_inactive_seller_is_not_asked(home, agent, market):
    home.active = False
    home.save()

    assert (found(agent, 310001).asked, market.calls) == ((), [])


@pytest.mark.parametrize("fault", ["401", "403_scope", "404", "420_hourly", "500", "html", "redirect_302"])
def test_each_fault_is_said_and_never_raised(home, agent, market, fault):
    market.fail(fault=fault)

    result = found(agent, 310001)

    assert result.chats == ()
    assert (result.asked[0].problem is None) == (fault == "404")


def test_all_sellers_are_asked_and_the_number_may_be_two_things(threads, home, tech, agent, market):
    assert set(ids(found(agent, ORDER_AT_BOTH))) == {310024, 420005}
    assert set(ids(found(agent, CHAT_HERE_ORDER_THERE))) >= {CHAT_HERE_ORDER_THERE}


def test_the_first_hit_wins_and_a_slow_seller_does_not_hold_the_page(threads, home, tech, agent, market):
    market.fail(business_id=tech.business_id, fault="silence", delay=20)

    result = found(agent, 310001)

    assert ids(result) == [310001]
    assert {asked.seller: asked.problem and asked.problem.kind for asked in result.asked} == {home: None, tech: "slow"}
    market.reset()


@override_settings(LOOKUP_PATIENCE=3)
def test_without_a_hit_the_page_waits_only_so_long(threads, home, tech, agent, market):
    market.fail(business_id=tech.business_id, fault="silence", delay=20)

    result = found(agent, 999)

    assert [asked.problem and asked.problem.kind for asked in result.asked] == [None, "slow"]
    market.reset()


def test_one_sellers_trouble_does_not_hide_anothers_chat(threads, home, tech, agent, market):
    market.fail(business_id=tech.business_id, fault="401")

    result = found(agent, 310001)

    assert ids(result) == [310001]


ORDER_OF_MANY = 54899999999


def add_chats(market, count):
    return [market.add_chat(1001, order_id=ORDER_OF_MANY).chat_id for _ in range(count)]


def test_p5_all_chats_about_an_order_are_found_however_many_pages_market_puts_them_on(home, agent, market):
    chats = add_chats(market, 45)

    result = found(agent, ORDER_OF_MANY)

    assert sorted(ids(result)) == sorted(chats)
    assert operations(market) == ["getChat", "getChats", "getChats", "getChats"]


def test_p5_all_known_chats_about_an_order_are_shown(home, agent, market, known_chat):
    for chat_id in range(1, 46):
        known_chat(home, chat_id, order_id=ORDER_OF_MANY)

    assert sorted(ids(found(agent, ORDER_OF_MANY))) == list(range(1, 46))


def test_p5_a_failure_on_a_later_page_keeps_what_came_before_and_says_that_it_is_not_all(home, agent, market):
    add_chats(market, 25)
    market.set_quota(home.business_id, "getChats", 1)

    result = found(agent, ORDER_OF_MANY)

    assert len(result.chats) == 20
    assert [asked.problem.kind for asked in result.asked if asked.problem] == ["hourly_limit"]


def test_u21_pages_of_chats_that_go_round_in_a_circle_end(home, agent, market, monkeypatch):
    chats, tokens = add_chats(market, 5), iter("ABAB")
    first = by_subject.page_about

    def in_a_circle(seller, wanted, token, **limits):
        return structs.replace(first(seller, wanted, None, **limits), next_page_token=next(tokens))

    monkeypatch.setattr(by_subject, "page_about", in_a_circle)
    result = found(agent, ORDER_OF_MANY)

    assert sorted(ids(result)) == sorted(chats)
    assert [asked.problem for asked in result.asked] == [None]
    assert operations(market) == ["getChat", "getChats", "getChats", "getChats"]


def test_r3_a_list_with_a_chat_that_cannot_be_read_is_no_empty_list(home, agent, market):
    market.fail("wrong_types", operation="getChats")

    result = found(agent, ORDER_AND_RETURN)

    assert [asked.problem.kind for asked in result.asked if asked.problem] == ["unreadable"]


def test_u21_pages_of_chats_without_end_are_left_after_twenty_and_that_is_said(home, agent, market, monkeypatch):
    add_chats(market, 5)
    first = by_subject.page_about

    def without_end(seller, wanted, token, **limits):
        return structs.replace(first(seller, wanted, None, **limits), next_page_token=f"{token}+")

    monkeypatch.setattr(by_subject, "page_about", without_end)
    result = found(agent, ORDER_OF_MANY)

    assert len(result.chats) == 5
    assert [asked.problem.kind for asked in result.asked if asked.problem] == ["slow"]
    assert operations(market).count("getChats") == by_subject.MOST_PAGES
