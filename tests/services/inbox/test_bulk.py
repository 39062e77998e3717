"""Several chats at once, chat by chat, and back again."""

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from chats.models import Chat, Handover, ReadMark
from chats.services import inbox, tags
from chats.services.inbox import Skip, bulk_undo
from tests.conversation_fixture import message
from tests.desk_fixture import NOW, again

HOUR = timedelta(hours=1)


def picked(*chats: Chat) -> dict[int, int | None]:
    return {chat.pk: again(chat).last_message_id for chat in chats}


def skipped(done) -> dict[Skip, int]:
    return dict(+done.skipped)


def back(agent: User, act: str, done, *, now=NOW):
    return inbox.undo_all(agent, inbox.seal(agent, act, done), now=now)


def holders_of(*chats: Chat) -> list[User | None]:
    return [again(chat).assignee for chat in chats]


@pytest.fixture
def theirs(foreign, waiting) -> Chat:
    """A chat of a seller that the agent does not see."""
    return waiting(9, seller=foreign)


def test_those_that_nobody_has_are_taken_and_no_colleague_is_robbed(agent, colleague, waiting, theirs):
    free, own, held = waiting(1), waiting(2, assignee=agent), waiting(3, assignee=colleague)

    done = inbox.take_all(agent, picked(free, own, held, theirs), now=NOW)

    assert holders_of(free, own, held, theirs) == [agent, agent, colleague, None]
    assert (done.count, skipped(done)) == (1, {Skip.NO_ACCESS: 1, Skip.SAME: 1, Skip.HELD: 1})
    assert [line.kind for line in Handover.objects.all()] == [Handover.Kind.TAKEN]


def test_they_are_handed_over_to_who_may_answer_each_whoever_had_them(
    agent, colleague, boss, support, home, foreign, waiting
):
    agent.groups.add(foreign.groups.get())
    one, held, other = waiting(1), waiting(2, assignee=boss), waiting(3, seller=foreign)
    already = waiting(4, assignee=colleague)

    done = inbox.assign_all(agent, picked(one, held, other, already), colleague.pk, now=NOW)

    assert holders_of(one, held, other, already) == [colleague, colleague, None, colleague]
    assert (done.count, skipped(done)) == (2, {Skip.MAY_NOT_ANSWER: 1, Skip.SAME: 1})
    assert again(one).handed_by == agent


def test_they_are_made_nobodys(agent, colleague, waiting, theirs):
    one, held = waiting(1), waiting(2, assignee=colleague)

    done = inbox.assign_all(agent, picked(one, held, theirs), None, now=NOW)

    assert holders_of(one, held) == [None, None]
    assert (done.count, skipped(done)) == (1, {Skip.NO_ACCESS: 1, Skip.SAME: 1})


def test_they_are_snoozed_but_for_those_that_cannot_be(agent, waiting, theirs):
    one, finished = waiting(1), waiting(2, status="FINISHED")
    due, written = waiting(3, deadline_at=NOW + HOUR / 2), waiting(4)
    chosen = picked(one, finished, due, written, theirs)
    Chat.objects.filter(pk=written.pk).update(last_message_id=6, last_sender="CUSTOMER")

    done = inbox.snooze_all(agent, chosen, NOW + HOUR, now=NOW)

    assert [again(chat).snoozed_until for chat in (one, finished, due, written, theirs)] == [NOW + HOUR, *[None] * 4]
    assert done.count == 1
    assert skipped(done) == {Skip.NO_ACCESS: 1, Skip.FINISHED: 1, Skip.DEADLINE: 1, Skip.WRITTEN: 1}


@pytest.fixture
def written(waiting):
    """written(1): a chat with two messages of the buyer's."""

    def make(number: int, **details) -> Chat:
        chat = waiting(number, last_message_id=6, last_sender="CUSTOMER", **details)
        for message_id in (5, 6):
            message(chat, message_id, at=NOW + timedelta(seconds=message_id))
        return chat

    return make


def test_they_are_tagged_where_their_seller_has_the_tag_and_there_is_room(agent, home, foreign, waiting, theirs):
    agent.groups.add(foreign.groups.get())
    theirs_alone = foreign.tags.create(name="Theirs")
    tag = home.tags.create(name="Refund")
    one, tagged, full, other = waiting(1), waiting(2), waiting(3), waiting(4, seller=foreign)
    tags.give(agent, tagged, tag.pk)
    for number in range(tags.MOST_ON_A_CHAT):
        tags.give(agent, full, home.tags.create(name=f"Tag {number}").pk)

    done = inbox.tag_all(agent, picked(one, tagged, full, other), tag.pk)

    assert again(one).tag_keys == str(tag.pk) and not again(other).tag_keys
    assert (done.count, skipped(done)) == (1, {Skip.SAME: 1, Skip.FULL: 1, Skip.NOT_OFFERED: 1})
    assert inbox.tag_all(agent, picked(theirs), theirs_alone.pk).count == 1


def test_no_foreign_chat_is_tagged(agent, foreign, theirs):
    done = inbox.tag_all(agent, picked(theirs), foreign.tags.create(name="Theirs").pk)

    assert (done.count, skipped(done), again(theirs).tag_keys) == (0, {Skip.NO_ACCESS: 1}, "")


def test_tagging_is_undone_but_for_what_a_colleague_has_given_anew(agent, colleague, home, waiting):
    tag, one, other = home.tags.create(name="Refund"), waiting(1), waiting(2)
    done = inbox.tag_all(agent, picked(one, other), tag.pk)
    tags.take_off(other, tag.pk)
    tags.give(colleague, other, tag.pk)

    undone = back(agent, "tag", done)

    assert (undone.count, skipped(undone)) == (1, {Skip.CHANGED: 1})
    assert [again(chat).tag_keys for chat in (one, other)] == ["", str(tag.pk)]


def test_they_are_read_as_far_as_the_rows_showed_and_by_this_agent_alone(agent, colleague, written, waiting):
    one, half, none = written(1), written(2), waiting(3)

    done = inbox.read_all(agent, {one.pk: 6, half.pk: 5, none.pk: None})

    assert {(mark.agent, mark.chat_id, mark.message_id) for mark in ReadMark.objects.all()} == {
        (agent, one.pk, 6),
        (agent, half.pk, 5),
    }
    assert (done.count, skipped(done)) == (2, {Skip.SAME: 1})


def test_taking_is_undone_where_nobody_has_changed_it_since(agent, colleague, waiting):
    one, retaken = waiting(1), waiting(2)
    done = inbox.take_all(agent, picked(one, retaken), now=NOW)
    inbox.take(colleague, retaken, now=NOW)

    undone = back(agent, "take", done)

    assert holders_of(one, retaken) == [None, colleague]
    assert (undone.count, skipped(undone)) == (1, {Skip.CHANGED: 1})
    assert Handover.objects.latest("pk").kind == Handover.Kind.UNDONE


def test_one_that_came_back_to_the_agent_by_other_hands_is_not_undone(agent, colleague, waiting):
    one = waiting(1)
    done = inbox.take_all(agent, picked(one), now=NOW)
    inbox.take(colleague, one, now=NOW)
    inbox.take(agent, one, now=NOW)

    assert back(agent, "take", done).count == 0
    assert holders_of(one) == [agent]


def test_handing_over_is_undone_to_each_holder_before_with_their_mark(agent, colleague, boss, waiting):
    free, handed = waiting(1), waiting(2)
    inbox.assign(colleague, handed, boss.pk, now=NOW - HOUR)
    done = inbox.assign_all(agent, picked(free, handed), colleague.pk, now=NOW)

    assert back(agent, "assign", done).count == 2

    assert holders_of(free, handed) == [None, boss]
    assert (again(handed).handed_by, again(handed).handed_at) == (colleague, NOW - HOUR)


def test_snoozing_is_undone_to_the_time_before(agent, colleague, waiting):
    one, earlier, changed = waiting(1, 5), waiting(2), waiting(3)
    inbox.snooze(colleague, earlier, NOW + 3 * HOUR, seen={None}, now=NOW)
    done = inbox.snooze_all(agent, picked(one, earlier, changed), NOW + HOUR, now=NOW)
    inbox.bring_back(changed, now=NOW)

    undone = back(agent, "snooze", done)

    assert (again(one).snoozed_until, again(one).queue_at) == (None, NOW - 5 * HOUR)
    assert (again(earlier).snoozed_until, again(earlier).snoozed_by) == (NOW + 3 * HOUR, colleague)
    assert (undone.count, skipped(undone)) == (2, {Skip.CHANGED: 1})


def test_reading_is_undone_to_how_far_it_was_read(agent, written):
    new, half, read_on = written(1), written(2), written(3)
    ReadMark.objects.create(agent=agent, chat=half, message_id=5)
    done = inbox.read_all(agent, {new.pk: 6, half.pk: 6, read_on.pk: 5})
    ReadMark.objects.filter(chat=read_on).update(message_id=6)

    undone = back(agent, "read", done)

    assert {(mark.chat_id, mark.message_id) for mark in ReadMark.objects.all()} == {(half.pk, 5), (read_on.pk, 6)}
    assert (undone.count, skipped(undone)) == (2, {Skip.CHANGED: 1})


def test_nobody_undoes_what_another_did_or_made_up_or_comes_too_late(agent, colleague, waiting, monkeypatch):
    one = waiting(1)
    sealed = inbox.seal(agent, "take", inbox.take_all(agent, picked(one), now=NOW))

    for who, sent in ((colleague, sealed), (agent, sealed[:-2]), (agent, ""), (agent, "[1, 2]")):
        with pytest.raises(inbox.TooLate):
            inbox.undo_all(who, sent, now=NOW)
    monkeypatch.setattr(bulk_undo, "SECONDS", -1)
    with pytest.raises(inbox.TooLate):
        inbox.undo_all(agent, sealed, now=NOW)

    assert holders_of(one) == [agent]


def test_who_has_lost_the_seller_meanwhile_undoes_nothing(agent, waiting):
    one = waiting(1)
    done = inbox.take_all(agent, picked(one), now=NOW)
    agent.groups.clear()

    undone = back(User.objects.get(pk=agent.pk), "take", done)

    assert (undone.count, undone.skipped) == (0, Counter({Skip.CHANGED: 1}))
    assert holders_of(one) == [agent]


def test_fifty_are_done_in_few_queries(agent, waiting, django_assert_max_num_queries):
    fifty = [waiting(number) for number in range(1, 51)]
    list(inbox.all_colleagues(agent))

    with django_assert_max_num_queries(12):
        done = inbox.take_all(agent, picked_now(fifty), now=NOW)

    assert done.count == 50


def picked_now(chats: list[Chat]) -> dict[int, int | None]:
    return dict.fromkeys(chat.pk for chat in chats)
