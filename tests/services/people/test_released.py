"""Chats of those who may not answer them any more become nobody's."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Chat, Handover
from chats.services import people
from chats.services.holders import release
from chats.services.people import Access, released
from tests.desk_fixture import NOW, again


@pytest.fixture
def held(colleague, home, foreign, known_chat):
    """Two chats of the colleague: of the seller of all, and of one that only the colleague has besides."""
    colleague.groups.add(foreign.groups.get())
    return [known_chat(seller, number, assignee=colleague) for seller, number in ((home, 1), (foreign, 2))]


def holders_now(chats: list[Chat]) -> list[User | None]:
    return [again(chat).assignee for chat in chats]


def test_deactivated_one_has_no_chat_any_more(colleague, boss, held):
    people.deactivate(colleague, by=boss, now=NOW)

    assert holders_now(held) == [None, None]
    assert [again(chat).version for chat in held] == [2, 2]
    told = {(line.kind, line.by, line.before, line.after, line.at) for line in Handover.objects.all()}
    assert told == {(Handover.Kind.LOST, boss, colleague, None, NOW)}


def test_one_who_loses_a_seller_loses_its_chats_and_no_other(colleague, boss, support, held):
    people.change_person(colleague, Access(groups=[support]), ["groups"], by=boss, now=NOW)

    assert holders_now(held) == [colleague, None]
    assert [line.chat_id for line in Handover.objects.all()] == [held[1].pk]


def test_an_administrator_keeps_them_all(colleague, boss, held):
    people.change_person(colleague, Access(administrator=True), ["administrator"], by=boss, now=NOW)

    assert holders_now(held) == [colleague, colleague]
    assert people.release_all_lost(now=NOW) == (0, False)


def test_if_the_person_stays_so_do_the_chats(colleague, held):
    """The only administrator cannot be deactivated."""
    colleague.is_superuser = True
    colleague.save()

    with pytest.raises(people.NoAdministratorLeft):
        people.deactivate(colleague, by=colleague, now=NOW)

    assert holders_now(held) == [colleague, colleague]


def test_one_who_is_deleted_leaves_a_line(colleague, boss, held):
    assert people.delete_person(colleague, by=boss, now=NOW)

    assert holders_now(held) == [None, None]
    assert [(line.kind, line.before) for line in Handover.objects.all()] == [(Handover.Kind.LOST, None)] * 2


@pytest.mark.parametrize("how", ["deactivated", "out of the group", "the group has lost the seller", "no group"])
def test_what_came_about_elsewhere_is_put_right_by_housekeeping(colleague, foreign, held, how):
    group = foreign.groups.get()
    if how == "deactivated":
        User.objects.filter(pk=colleague.pk).update(is_active=False)
    elif how == "out of the group":
        colleague.groups.remove(group)
    elif how == "the group has lost the seller":
        group.sellers.clear()
    else:
        group.delete()

    released_count, more = people.release_all_lost(now=NOW)

    kept = None if how == "deactivated" else colleague
    assert holders_now(held) == [kept, None]
    assert (released_count, more) == (2 if how == "deactivated" else 1, False)
    assert {line.by for line in Handover.objects.all()} == {None}


def test_housekeeping_leaves_a_finished_chat_alone_until_somebody_writes_in_it_again(colleague, held):
    """Most chats are finished and had somebody: to look at each of them every five minutes would cost seconds."""
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    Chat.objects.filter(pk=held[0].pk).update(status="FINISHED")

    assert people.release_all_lost(now=NOW) == (1, False)
    Chat.objects.filter(pk=held[0].pk).update(status="WAITING_FOR_PARTNER")
    assert people.release_all_lost(now=NOW) == (1, False)
    assert holders_now(held) == [None, None]


def test_a_seller_that_is_switched_off_takes_no_chat_from_anybody(colleague, home, held):
    home.active = False
    home.save()

    assert people.release_all_lost(now=NOW) == (0, False)
    assert holders_now(held) == [colleague, colleague]


def test_many_are_released_a_batch_at_a_time(colleague, held, monkeypatch):
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    monkeypatch.setattr(released, "MOST_AT_ONCE", 1)

    assert people.release_all_lost(now=NOW) == (1, True)
    assert people.release_all_lost(now=NOW) == (1, True)
    assert people.release_all_lost(now=NOW) == (0, False)


def test_they_are_locked_in_the_order_of_their_keys_however_many_batches_that_takes(colleague, boss, held):
    """As by whoever does something with several: else PostgreSQL would find the two waiting for each other."""
    with CaptureQueriesContext(connection) as asked:
        people.deactivate(colleague, by=boss, now=NOW)

    batches = [one["sql"] for one in asked if one["sql"].endswith(f"LIMIT {release.__globals__['BATCH']}")]
    assert batches and all(" ORDER BY 1 ASC " in one for one in batches)
