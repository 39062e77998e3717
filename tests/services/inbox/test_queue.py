"""The list of the inbox: which chats, in which order, page by page, for whom."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from chats.models import Chat, Draft, ReadMark
from chats.services import inbox
from chats.services.inbox import Asked, queue
from tests.desk_fixture import NOW

HOUR = timedelta(hours=1)


def shown(agent, asked: Asked | None = None, **more) -> list[int]:
    return [entry.chat.chat_id for entry in inbox.page_of(agent, asked or Asked(), **more).entries]


def of_view(agent, view: str, **filters) -> list[int]:
    return shown(agent, Asked(view=view, **filters))


def test_deadlines_and_disputes_come_first_then_who_has_waited_longest(agent, waiting):
    waiting(1, 1)
    waiting(2, 9)
    waiting(3, 0.5, type="ARBITRAGE")
    waiting(4, 2, deadline_at=NOW + 9 * HOUR)
    waiting(5, 2, status="WAITING_FOR_CUSTOMER", deadline_at=NOW + HOUR)
    waiting(6, 9, status="WAITING_FOR_CUSTOMER")

    assert shown(agent) == [5, 4, 3, 2, 1]


def test_each_view_holds_its_chats(agent, colleague, waiting):
    waiting(1, 5, assignee=agent)
    waiting(2, 4, assignee=colleague)
    waiting(3, 3, status="NEW")
    waiting(4, 2, type="ARBITRAGE", status="WAITING_FOR_ARBITER")
    waiting(5, 1, status="WAITING_FOR_CUSTOMER")
    waiting(6, 2, status="WAITING_FOR_MARKET")
    waiting(7, 3, status="FINISHED", assignee=agent)

    held = {view: of_view(agent, view) for view in inbox.VIEWS}
    assert held == {
        "waiting": [1, 2, 3],
        "mine": [1],
        "nobodys": [3],
        "disputes": [4],
        "new": [3],
        "handed": [],
        "buyer": [5],
        "arbiter": [4],
        "market": [6],
        "finished": [7],
        "snoozed": [],
        "all": [5, 6, 4, 7, 3, 2, 1],
    }


def test_filters_that_leave_nothing_hide_what_the_view_holds(agent, home, waiting):
    waiting(1, 5)
    waiting(2, 4)
    nothing = Asked(seller=home.business_id, context="RETURN")

    assert inbox.page_of(agent, nothing).hidden == 2
    assert inbox.page_of(agent, Asked(view="mine", unread=True)).hidden == 0
    assert inbox.page_of(agent, Asked(seller=home.business_id)).hidden == 0


def test_the_counts_are_those_of_the_lists(agent, colleague, waiting):
    for number in range(1, 8):
        waiting(number, number, assignee=agent if number < 3 else None)
    waiting(8, status="WAITING_FOR_CUSTOMER")

    page = inbox.page_of(agent, Asked())

    counted = {name: len(of_view(agent, name)) for name, view in inbox.VIEWS.items() if view.counted}
    assert page.counts == counted
    assert counted["waiting"] == 7
    assert counted["mine"] == 2


def test_counts_stop_at_a_hundred(agent, waiting):
    for number in range(1, 103):
        waiting(number)

    assert inbox.page_of(agent, Asked()).counts["waiting"] == inbox.MOST_COUNTED == 100


def test_a_filter_narrows_and_has_no_counts(agent, home, tech, waiting):
    waiting(1, 4)
    waiting(2, 3, seller=tech, campaign_id=5)
    waiting(3, 2, context_type="RETURN")
    waiting(4, 1, assignee=agent)

    assert of_view(agent, "waiting", seller=tech.business_id) == [2]
    assert of_view(agent, "waiting", store=5) == [2]
    assert of_view(agent, "waiting", context="RETURN") == [3]
    assert of_view(agent, "waiting", mine=True) == [4]
    assert inbox.page_of(agent, Asked(mine=True)).counts == {}


def test_unread_is_what_others_wrote_and_this_agent_has_not_read(agent, colleague, waiting):
    for number, sender in [(1, "CUSTOMER"), (2, "PARTNER"), (3, "CUSTOMER"), (4, "CUSTOMER"), (5, "")]:
        chat = waiting(number, 9 - number, status="NEW")
        if sender:
            Chat.objects.filter(pk=chat.pk).update(last_message_id=10, last_sender=sender)
    chats = {chat.chat_id: chat for chat in Chat.objects.all()}
    ReadMark.objects.create(agent=agent, chat=chats[3], message_id=10)
    ReadMark.objects.create(agent=agent, chat=chats[4], message_id=9)
    ReadMark.objects.create(agent=colleague, chat=chats[1], message_id=10)

    assert of_view(agent, "new", unread=True) == [1, 4]
    marked = {
        entry.chat.chat_id: bool(entry.chat.is_unread) for entry in inbox.page_of(agent, Asked(view="new")).entries
    }
    assert marked == {1: True, 2: False, 3: False, 4: True, 5: False}


def test_only_the_agents_own_draft_is_shown(agent, colleague, waiting):
    chat = waiting(1)
    Draft.objects.create(agent=agent, chat=chat, text="Добрый день " * 50, updated_at=NOW)
    Draft.objects.create(agent=colleague, chat=chat, text="Чужое", updated_at=NOW)

    (mine,), (theirs,) = (inbox.page_of(person, Asked()).entries for person in (agent, colleague))

    assert mine.chat.own_draft == ("Добрый день " * 50)[: queue.DRAFT_SHOWN]
    assert theirs.chat.own_draft == "Чужое"


@pytest.mark.parametrize("view", ["waiting", "all", "disputes"])
def test_pages_follow_one_another_without_a_gap_or_a_chat_twice(agent, waiting, view):
    for number in range(1, 131):
        # Many at the same time, and some of each urgency.
        deadline = {"deadline_at": NOW + (number % 4) * HOUR + HOUR} if number % 10 == 0 else {}
        waiting(number, number % 7, type="ARBITRAGE" if view == "disputes" or number % 9 == 0 else "CHAT", **deadline)
    everything = shown(agent, Asked(view=view), most=200)

    pages, after = [], ""
    while True:
        page = inbox.page_of(agent, Asked(view=view), after=after)
        pages.append([entry.chat.chat_id for entry in page.entries])
        after = page.after
        if not after:
            break

    assert [len(page) for page in pages] == [50, 50, 30]
    assert [number for page in pages for number in page] == everything


@pytest.mark.parametrize("after", ["x", "1", "1.2", "1.2.3.4", "-1.2.3", "9.9.9", "2." + "9" * 40 + ".1", "1.٣.2"])
def test_a_place_that_nobody_gave_breaks_nothing(agent, waiting, after):
    waiting(1)

    assert shown(agent, after=after) in ([1], [])


def test_nobody_sees_another_sellers_chats(agent, foreign, waiting):
    waiting(1, seller=foreign)

    for view in inbox.VIEWS:
        page = inbox.page_of(agent, Asked(view=view))
        assert (page.entries, set(page.counts.values()) - {0}) == ([], set())
    assert of_view(agent, "waiting", seller=foreign.business_id) == []


def test_whoever_sees_no_seller_gets_an_empty_list(colleague, waiting):
    waiting(1)
    colleague.groups.clear()

    page = inbox.page_of(colleague, Asked())

    assert (page.entries, set(page.counts.values())) == ([], {0})


def test_a_page_costs_the_same_however_many_chats_there_are(agent, home, waiting, django_assert_num_queries):
    for number in range(1, 61):
        waiting(number)
        if number in (1, 60):
            with django_assert_num_queries(3 if number == 1 else 2):  # the sellers, the rows, the counts
                inbox.page_of(agent, Asked())


@pytest.mark.parametrize(
    "query", ["view=mine&seller=1001&store=5&context=RETURN&mine=1&unread=1", "view=finished", "", "seller=7"]
)
def test_an_address_is_read_as_it_was_written(query):
    assert Asked.sent(QueryDict(query)).query() == query


@pytest.mark.parametrize(
    "query", ["view=nothing", "seller=x", "context=REVIEW", "mine=yes", "seller=0", "store=99999999999999999999"]
)
def test_what_names_nothing_counts_as_not_asked_for(query):
    assert Asked.sent(QueryDict(query)) == Asked()


def test_the_address_of_a_chat_names_its_list():
    assert Asked(unread=True).query(view="from") == "from=waiting&unread=1"
    assert Asked.sent(QueryDict("from=mine&view=new"), view="from") == Asked(view="mine")


def test_the_open_chat_has_its_row_though_the_view_does_not_hold_it(agent, waiting):
    waiting(1)
    answered = waiting(2, status="WAITING_FOR_CUSTOMER")

    page = inbox.with_open_chat(agent, inbox.page_of(agent, Asked()), answered)

    assert (page.opened.chat.pk, [entry.chat.chat_id for entry in page.entries]) == (answered.pk, [1])


@pytest.mark.parametrize("view", ["waiting", "disputes", "finished", "all"])
def test_only_the_rows_of_a_page_are_read_whole(agent, waiting, view, django_assert_num_queries):
    waiting(1)
    agent.__dict__.pop("_sellers_seen", None)

    with django_assert_num_queries(2) as caught:
        queue.page_of_chats(agent, Asked(view=view), "", most=50)

    # The place in the order is found by keys alone; what a row shows is fetched for the fifty that are shown.
    listed = caught.captured_queries[1]["sql"]
    keys = listed[listed.index("IN (SELECT") :]
    assert "LIMIT 51" in keys
    assert "own_draft" not in keys
