"""What the lead's board counts, and for whom."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chats.models import Chat, Reply, Role, Seller
from chats.models.sightings import UNTIL_WRITTEN
from chats.services import board as boards
from chats.services import people
from chats.services.board import Board
from chats.services.lookup.recents import add_recent
from chats.services.sightings import place_anew
from tests.desk_fixture import NOW

HOUR = timedelta(hours=1)
MIDNIGHT = NOW.replace(hour=0)  # NOW is at three in the afternoon by Moscow's clock


@pytest.fixture
def lead(home, tech, support) -> User:
    people.set_role(support, Role.LEAD)
    lead = User.objects.create_user("lead", first_name="Лена")
    lead.groups.add(support)
    return lead


@pytest.fixture
def waiting(home, known_chat):
    """waiting(chat_id, hours, …): a chat that has waited for so long."""

    def make(number: int, hours: float = 1, **details) -> Chat:
        since = NOW - hours * HOUR
        return known_chat(details.pop("seller", home), number, **{"updated_at": since, "seen_at": NOW, **details})

    return make


def board_of(lead: User, *, now: datetime = NOW) -> Board:
    return boards.board_of(User.objects.get(pk=lead.pk), now=now, midnight=MIDNIGHT)


def queue_of(lead: User, seller: Seller):
    return next(one for one in board_of(lead).queues if one.seller == seller)


def load_of(lead: User, person: User):
    return next((one for one in board_of(lead).loads if one.person == person), None)


def reply(chat: Chat, agent: User, number: int, *, at: datetime, state: str = "SENT") -> Reply:
    return Reply.objects.create(
        reply_id=f"00000000-0000-0000-0000-{number:012}", chat=chat, agent=agent, state=state, started_at=at,
        leased_until=at,
    )  # fmt: skip


def test_what_waits_is_counted_for_each_seller(lead, home, tech, waiting, colleague):
    waiting(1, 0.5)
    waiting(2, 3, assignee=colleague)
    waiting(3, 2, type="ARBITRAGE")
    waiting(4, 9, status="WAITING_FOR_CUSTOMER")
    waiting(5, 1, seller=tech)

    found = queue_of(lead, home)

    assert (found.waiting, found.overdue, found.past_deadline, found.nobodys) == (3, 2, 0, 2)
    assert found.oldest == NOW - 3 * HOUR
    assert queue_of(lead, tech).waiting == 1


def test_overdue_is_measured_in_working_time_by_each_sellers_own_target(lead, home, tech, waiting):
    morning = NOW.replace(hour=6, minute=30)  # half past nine by Moscow's clock
    Seller.objects.filter(pk=tech.pk).update(answer_within=30, works_from="00:00", works_until="00:00")
    for number, seller in ((1, home), (2, tech)):
        waiting(number, 0, seller=seller, updated_at=morning - timedelta(minutes=45), seen_at=morning)

    found = {one.seller: one.overdue for one in board_of(lead, now=morning).queues}

    assert found == {home: 0, tech: 1}  # of the 45 minutes, 30 are of the working day


def test_a_deadline_that_has_passed_is_counted_by_itself(lead, home, waiting):
    for number, hours in ((1, -2), (2, 2)):
        chat = waiting(number, 5)
        place_anew(chat.pk, now=NOW, deadline_at=NOW + hours * HOUR, deadline_kind="RETURN")

    found = queue_of(lead, home)

    assert (found.waiting, found.past_deadline, found.overdue) == (2, 1, 0)


def test_a_reminder_is_not_overdue_and_what_is_snoozed_does_not_wait(lead, home, waiting):
    back = waiting(1, 5, status="WAITING_FOR_CUSTOMER")
    place_anew(back.pk, now=NOW, returned_at=NOW - 4 * HOUR)
    aside = waiting(2, 5)
    place_anew(aside.pk, now=NOW, snoozed_until=UNTIL_WRITTEN, snoozed_at=NOW)

    found = queue_of(lead, home)

    assert (found.waiting, found.overdue, found.oldest) == (1, 0, None)
    assert board_of(lead).snoozed == 1
    assert board_of(lead).longest == []


def test_the_longest_waits_come_first_whatever_their_urgency(lead, waiting):
    for number in range(1, 13):
        waiting(number, number, type="ARBITRAGE" if number % 2 else "CHAT")

    assert [entry.chat.chat_id for entry in board_of(lead).longest] == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3]


def test_a_persons_load_is_what_they_have_what_of_it_waits_and_what_they_did(lead, waiting, agent):
    chats = [waiting(number, number / 2, assignee=agent) for number in range(1, 5)]
    waiting(5, 1, assignee=agent, status="WAITING_FOR_MARKET")
    waiting(6, 1, assignee=agent, status="FINISHED")
    waiting(7, 1)
    place_anew(chats[0].pk, now=NOW, deadline_at=NOW - HOUR, deadline_kind="KEY")
    reply(chats[0], agent, 1, at=NOW - 2 * HOUR)
    reply(chats[0], agent, 2, at=NOW - 3 * HOUR, state="REFUSED")
    reply(chats[0], agent, 3, at=MIDNIGHT - HOUR)

    found = load_of(lead, agent)

    assert (found.has, found.waiting, found.overdue) == (5, 4, 4)
    assert (found.oldest, found.answered, found.last_at) == (NOW - 2 * HOUR, 1, NOW - 2 * HOUR)
    add_recent(agent, chats[1], now=NOW - HOUR)
    assert load_of(lead, agent).last_at == NOW - HOUR


def test_people_with_nothing_are_there_and_so_is_whoever_left_with_chats(lead, waiting, agent, colleague, boss):
    gone = User.objects.create_user("gone", is_active=False)
    User.objects.create_user("elsewhere")
    waiting(1, 1, assignee=gone)

    found = {one.person.username: (one.has, one.sees) for one in board_of(lead).loads}

    assert found == {"lead": (0, True), "agent": (0, True), "colleague": (0, True), "gone": (1, False)}
    waiting(2, 1, assignee=boss)
    assert load_of(lead, boss).sees


def test_a_reply_whose_outcome_nobody_knows_is_there_until_somebody_decides(lead, waiting, agent):
    chat = waiting(1, 1)
    unknown = reply(chat, agent, 1, at=NOW - HOUR, state="UNKNOWN")
    reply(chat, agent, 2, at=NOW - HOUR, state="SENT")
    Reply.objects.filter(pk=reply(chat, agent, 3, at=NOW, state="SENDING").pk).update(leased_until=NOW + HOUR / 60)

    assert [(one.chat, one.agent, one.at) for one in board_of(lead).open_replies] == [(chat, agent, unknown.started_at)]


@pytest.fixture
def other(lead, known_chat, waiting) -> Seller:
    """A seller that the lead sees as an agent, with a chat of everything that the board counts."""
    seller = Seller.objects.create(name="Чужой", business_id=3003)
    group = Group.objects.create(name="Agents there")
    seller.groups.add(group)
    lead.groups.add(group)
    there = User.objects.create_user("there")
    there.groups.add(group)
    chats = [waiting(100 + number, 9, seller=seller, assignee=there) for number in range(3)]
    place_anew(chats[0].pk, now=NOW, deadline_at=NOW - HOUR, deadline_kind="RETURN")
    place_anew(chats[1].pk, now=NOW, snoozed_until=UNTIL_WRITTEN, snoozed_at=NOW)
    reply(chats[2], there, 100, at=NOW - HOUR, state="UNKNOWN")
    reply(chats[2], there, 101, at=NOW - HOUR)
    return seller


def test_s3_of_a_seller_that_one_does_not_lead_there_is_no_sum_and_no_name(lead, home, tech, other, waiting, agent):
    chat = waiting(1, 1, assignee=agent)
    theirs = Chat.objects.filter(seller=other)[2]
    Chat.objects.filter(pk=theirs.pk).update(assignee=agent)
    reply(theirs, agent, 200, at=NOW - HOUR)
    add_recent(agent, theirs, now=NOW)

    found = board_of(lead)

    assert {queue.seller for queue in found.queues} == {home, tech}
    assert [entry.chat.pk for entry in found.longest] == [chat.pk]
    assert (found.snoozed, found.open_replies, found.sees_more) == (0, [], True)
    assert "there" not in {one.person.username for one in found.loads}
    mine = next(one for one in found.loads if one.person == agent)
    assert (mine.has, mine.waiting, mine.answered, mine.last_at) == (1, 1, 0, None)


def test_the_number_of_queries_depends_on_nothing(lead, support, home, waiting):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            board_of(lead)
        return len(caught)

    queries()  # statements are made by the first
    few = queries()
    for number in range(12):
        seller = Seller.objects.create(name=f"S{number}", business_id=7000 + number, answer_within=10 + number)
        seller.groups.add(support)
        person = User.objects.create_user(f"agent {number}")
        person.groups.add(support)
        waiting(5000 + number, number, seller=seller, assignee=person)

    queries()

    assert queries() == few


def test_the_digest_changes_with_what_is_shown_and_not_with_the_time(lead, waiting):
    chat = waiting(1, 0.2)
    before = board_of(lead).digest

    assert board_of(lead, now=NOW + HOUR / 60).digest == before
    assert board_of(lead, now=NOW + 2 * HOUR).digest != before  # overdue by now
    Chat.objects.filter(pk=chat.pk).update(version=2)
    assert board_of(lead).digest != before
