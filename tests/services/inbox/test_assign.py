"""Who has a chat."""

import threading

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection

from chats.models import Chat, Handover
from chats.services import holders, inbox
from chats.services.inbox import NOBODY, Asked
from chats.services.inbox.began import LATELY
from tests.desk_fixture import NOW, again

KIND = Handover.Kind


def lines(chat: Chat) -> list[tuple[str, User | None, User | None, User | None]]:
    """The history of a chat's holders, the first change first."""
    return [(one.kind, one.by, one.before, one.after) for one in reversed(holders.handovers_of(chat))]


def test_a_chat_is_taken_from_nobody_and_from_a_colleague(agent, colleague, waiting):
    chat = waiting(1)

    assert inbox.take(colleague, chat, now=NOW)
    assert inbox.take(agent, chat, now=NOW)

    assert (again(chat).assignee, again(chat).version) == (agent, 3)
    assert lines(chat) == [
        (KIND.TAKEN, colleague, None, colleague),
        (KIND.TAKEN, agent, colleague, agent),
    ]


def test_taking_what_one_has_is_no_news(agent, waiting):
    chat = waiting(1, assignee=agent)

    assert not inbox.take(agent, chat, had=NOBODY, now=NOW)
    assert again(chat).version == 1
    assert lines(chat) == []


def test_who_was_slower_does_not_take_it_unseen_and_may_with_the_next_press(agent, colleague, waiting):
    chat = waiting(1)
    inbox.take(colleague, chat, had=NOBODY, now=NOW)

    with pytest.raises(inbox.Overtaken):
        inbox.take(agent, chat, had=NOBODY, now=NOW)
    assert again(chat).assignee == colleague
    assert inbox.take(agent, chat, had=colleague.pk, now=NOW)

    assert again(chat).assignee == agent


def test_one_that_was_given_back_meanwhile_is_simply_taken(agent, colleague, waiting):
    assert inbox.take(agent, waiting(1), had=colleague.pk, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
def test_of_two_at_the_same_moment_exactly_one_has_it(agent, colleague, waiting, round_):
    chat, together = waiting(1), threading.Barrier(2)
    told: list[User] = []

    def press(person: User) -> None:
        together.wait()
        try:
            inbox.take(person, chat, had=NOBODY, now=NOW)
        except inbox.Overtaken:
            told.append(person)
        connection.close()

    pressing = [threading.Thread(target=press, args=[person]) for person in (agent, colleague)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()

    assert len(told) == 1
    assert {again(chat).assignee, *told} == {agent, colleague}
    assert lines(chat) == [(KIND.TAKEN, again(chat).assignee, None, again(chat).assignee)]


def test_only_ones_own_is_given_back(agent, colleague, waiting):
    chat = waiting(1, assignee=agent)

    assert not inbox.give_back(colleague, chat, now=NOW)
    assert inbox.give_back(agent, chat, now=NOW)

    assert again(chat).assignee is None
    assert lines(chat) == [(KIND.GIVEN_BACK, agent, agent, None)]


def test_an_answer_takes_only_what_nobody_has(agent, colleague, waiting):
    mine, theirs = waiting(1), waiting(2, assignee=colleague)

    assert inbox.take_if_nobodys(agent, mine, now=NOW)
    assert not inbox.take_if_nobodys(agent, theirs, now=NOW)

    assert (again(mine).assignee, again(theirs).assignee) == (agent, colleague)
    assert lines(mine) == [(KIND.ANSWERED, agent, None, agent)]


def test_an_answer_takes_nothing_where_the_seller_does_not_want_it(agent, home, waiting):
    home.answering_takes = False
    chat = waiting(1, seller=home)

    assert not inbox.take_if_nobodys(agent, chat, now=NOW)
    assert again(chat).assignee is None


def test_a_colleague_gets_it_with_a_mark_until_they_have_opened_it(agent, colleague, waiting):
    chat = waiting(1)

    assert inbox.assign(agent, chat, colleague.pk, had=NOBODY, now=NOW)

    given = again(chat)
    assert (given.assignee, given.handed_by, given.handed_at) == (colleague, agent, NOW)
    assert lines(chat) == [(KIND.ASSIGNED, agent, None, colleague)]
    inbox.note_opened(agent, given)
    assert again(chat).handed_by == agent
    inbox.note_opened(colleague, given)
    assert (again(chat).handed_by, again(chat).handed_at, again(chat).version) == (None, None, 3)


def test_what_one_takes_or_frees_has_no_mark(agent, colleague, waiting):
    chat = waiting(1)
    inbox.assign(agent, chat, colleague.pk, now=NOW)

    assert inbox.assign(agent, chat, agent.pk, had=colleague.pk, now=NOW)
    assert (again(chat).assignee, again(chat).handed_at) == (agent, None)
    assert inbox.assign(agent, chat, None, had=agent.pk, now=NOW)

    assert again(chat).assignee is None
    assert [line[0] for line in lines(chat)] == [KIND.ASSIGNED, KIND.TAKEN, KIND.FREED]


def test_one_is_not_handed_over_over_the_head_of_who_has_just_taken_it(agent, colleague, boss, waiting):
    chat = waiting(1, assignee=colleague)

    with pytest.raises(inbox.Overtaken):
        inbox.assign(agent, chat, boss.pk, had=NOBODY, now=NOW)

    assert again(chat).assignee == colleague


@pytest.mark.parametrize("who", ["stranger", "gone", "no one"])
def test_only_who_may_answer_gets_it(agent, waiting, support, who):
    stranger = User.objects.create_user("stranger")
    stranger.groups.add(Group.objects.create(name="Elsewhere"))
    gone = User.objects.create_user("gone", is_active=False)
    gone.groups.add(support)
    chat = waiting(1)

    with pytest.raises(inbox.MayNotAnswer):
        inbox.assign(agent, chat, {"stranger": stranger.pk, "gone": gone.pk, "no one": 2**63 - 1}[who], now=NOW)

    assert (again(chat).assignee, lines(chat)) == (None, [])


def test_the_colleagues_come_by_name_with_how_much_they_have(agent, colleague, boss, foreign, waiting):
    User.objects.filter(pk=boss.pk).update(first_name="Анна")
    waiting(1, assignee=colleague)
    waiting(2, assignee=colleague)
    waiting(3, assignee=colleague, status="FINISHED")
    waiting(4, assignee=boss, seller=foreign)

    found = inbox.colleagues_for(agent, waiting(5))

    assert [(one.person, one.waiting) for one in found] == [(colleague, 2), (boss, 0)]


def test_what_was_handed_over_has_a_view_of_its_own_whatever_its_status(agent, colleague, waiting):
    for number, status in enumerate(["WAITING_FOR_PARTNER", "WAITING_FOR_CUSTOMER", "FINISHED"], start=1):
        inbox.assign(agent, waiting(number, status=status), colleague.pk, now=NOW)
    waiting(4, assignee=colleague)

    page = inbox.page_of(colleague, Asked(view="handed"))

    assert [entry.chat.chat_id for entry in page.entries] == [1, 2, 3]
    assert page.entries[0].chat.handed_by.username == "agent"
    assert page.counts["handed"] == 3
    assert inbox.page_of(agent, Asked(view="handed")).counts["handed"] == 0


def test_the_receiver_is_told_of_what_they_have_not_opened(agent, colleague, waiting):
    told, old, opened = waiting(1, 9), waiting(2), waiting(3)
    inbox.assign(agent, told, colleague.pk, now=NOW)
    inbox.assign(agent, old, colleague.pk, now=NOW - LATELY)
    inbox.assign(agent, opened, colleague.pk, now=NOW)
    inbox.note_opened(colleague, again(opened))

    assert [(chat, chat.handed_by) for chat in inbox.handed_to(colleague, now=NOW)] == [(told, agent)]
    assert inbox.handed_to(agent, now=NOW) == []


@pytest.mark.parametrize(("view", "top"), [("waiting", 1), ("mine", 2), ("nobodys", 1), ("finished", 1)])
def test_the_next_chat_is_the_top_of_its_view(agent, waiting, view, top):
    waiting(1, 9)
    waiting(2, 5, assignee=agent)
    waiting(3, 1, assignee=agent)
    waiting(4, 1, status="FINISHED")

    assert inbox.first_of(agent, Asked(view=view)).chat_id == top


def test_the_next_chat_is_not_the_one_that_is_open(agent, waiting):
    waiting(1, 9)

    assert inbox.first_of(agent, Asked(), but=1) is None
