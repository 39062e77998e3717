"""Two agents reply in one chat at the same time: the second is held back once, and learns of the first."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from chats.models import Reply
from chats.services import presence, replies
from chats.services.replies import Seen, send
from tests.desk_fixture import NOW
from tests.services.sending import TEXT, sends

THEIRS = UUID(int=7)
SECOND = timedelta(seconds=1)


@pytest.fixture
def theirs(chat, colleague):
    """theirs("SENDING", …): a reply of the colleague's that the history does not show."""

    def make(state: str, **details) -> Reply:
        usual = {"agent": colleague, "started_at": NOW, "leased_until": NOW + timedelta(seconds=40)}
        return Reply.objects.create(reply_id=THEIRS, chat=chat, text="Уже", state=state, **{**usual, **details})

    return make


@pytest.mark.parametrize("state", ["SENDING", "SENT", "UNKNOWN"])
def test_a_colleagues_reply_that_is_in_no_history_yet_holds_mine_back_once(submit, theirs, market, state):
    theirs(state)

    held = submit(seconds=2)
    sent = submit(seconds=3, colleagues=Seen(replies=frozenset([THEIRS])))

    assert (held.kind, held.draft.text) == ("held", TEXT)
    assert [(one.pk, one.state, one.agent.username) for one in held.news.replies] == [(THEIRS, state, "colleague")]
    assert (sent.kind, sends(market)) == ("sent", 1)


@pytest.mark.parametrize("state", ["REFUSED", "DROPPED"])
def test_a_colleagues_reply_that_did_not_go_out_holds_nothing_back(submit, theirs, market, state):
    theirs(state)

    assert submit(seconds=2).kind == "sent"


def test_the_reply_of_a_process_that_died_is_told_as_unknown(submit, theirs, market):
    theirs("SENDING", leased_until=NOW)

    assert submit(seconds=2).news.replies[0].state == "UNKNOWN"


def test_ones_own_reply_under_way_in_another_window_is_no_news(submit, agent, theirs, market):
    theirs("SENT", agent=agent)

    assert submit(seconds=2).kind == "sent"


def test_who_has_seen_a_reply_on_its_way_has_seen_its_message_too(submit, colleague, market):
    first = submit("Уже", by=colleague, seconds=1)
    shown = submit(seconds=2, seen=None).news.messages[-2].message_id  # the page shows what was there before

    held = submit(seconds=2, seen=shown)
    sent = submit(seconds=3, seen=shown, colleagues=Seen(replies=frozenset([first.reply.pk])))

    assert (held.kind, [one.text for one in held.news.messages]) == ("held", ["Уже"])
    assert sent.kind == "sent"


def test_a_colleague_who_writes_holds_a_reply_back_once(submit, chat, colleague, market):
    presence.note_writing(colleague, chat, writes=True, now=NOW)

    held = submit(seconds=2)
    sent = submit(seconds=3, colleagues=Seen(writers=frozenset([colleague.pk])))

    assert (held.kind, [one.username for one in held.news.writers]) == ("held", ["colleague"])
    assert (held.draft.text, sent.kind, sends(market)) == (TEXT, "sent", 1)


def test_leave_to_send_beside_one_colleague_is_none_to_overlook_another(submit, chat, colleague, boss, market):
    presence.note_writing(colleague, chat, writes=True, now=NOW)
    presence.note_writing(boss, chat, writes=True, now=NOW)

    held = submit(seconds=2, colleagues=Seen(writers=frozenset([colleague.pk])))

    assert [one.username for one in held.news.writers] == ["boss"]


@pytest.mark.parametrize("how", ["reads", "wrote long ago", "is oneself", "has sent"])
def test_nobody_else_holds_a_reply_back(submit, agent, chat, colleague, market, how):
    match how:
        case "reads":
            presence.keep_up(colleague, chat, looking=True, now=NOW)
        case "wrote long ago":
            presence.note_writing(colleague, chat, writes=True, now=NOW - 30 * SECOND)
        case "is oneself":
            presence.note_writing(agent, chat, writes=True, now=NOW)
        case "has sent":
            presence.note_writing(colleague, chat, writes=True, now=NOW)
            assert submit("Уже", by=colleague, seconds=1).kind == "sent"

    outcome = submit(seconds=20)
    assert outcome.kind == "sent" or (how == "has sent" and outcome.news.messages)
    assert not outcome.news.writers


def test_a_reply_that_is_held_back_still_counts_as_being_written(submit, agent, chat, colleague, market):
    presence.note_writing(colleague, chat, writes=True, now=NOW)

    submit(seconds=2)

    assert [one.username for one in presence.others_at(colleague, chat, now=NOW + 2 * SECOND).writers] == ["agent"]


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_one_moment_one_goes_out_and_the_other_is_held(submit, agent, colleague, market, monkeypatch):
    both = threading.Barrier(2, timeout=20)
    newest = send.newest_message
    # Both have looked at the history by then, and neither has a row.
    monkeypatch.setattr(send, "newest_message", lambda chat: (newest(chat), both.wait())[0])
    writing = Seen(writers=frozenset([agent.pk, colleague.pk]))
    outcomes: list[replies.Outcome] = []

    def press(person) -> None:
        try:
            outcomes.append(submit(f"От {person.username}", by=person, seconds=1, colleagues=writing))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[one]) for one in (agent, colleague)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)

    assert sorted(one.kind for one in outcomes) == ["held", "sent"]
    [held] = [one for one in outcomes if one.kind == "held"]
    assert [one.text for one in held.news.replies] or [one.text for one in held.news.messages]
    assert held.draft.text.startswith("От ")
    assert (sends(market), Reply.objects.count()) == (1, 1)
