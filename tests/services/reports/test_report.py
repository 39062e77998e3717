"""Reports: what is compared, of whom, and in which days."""

from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from chats.models import Chat, Role, Tally
from chats.services import people
from chats.services.reports import By, Days, Lane, report
from chats.services.reports.counts import one, to_bytes
from tests.desk_fixture import NOW

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)
MOSCOW = ZoneInfo("Europe/Moscow")
BREAKDOWNS = list(By)


@pytest.fixture
def lead(agent, support):
    people.set_role(support, Role.LEAD)
    return agent


def days(first=TODAY, last=TODAY, zone=UTC) -> Days:
    return Days(first=first, last=last, zone=zone)


def said(found) -> dict:
    """Messages in and out by what is compared, without what has none."""
    counts = {row.name or row.value: (row.counts.of(Lane.IN), row.counts.of(Lane.OUT)) for row in found.rows}
    return {name: both for name, both in counts.items() if any(both)}


@pytest.fixture
def written(chat, say, home, tech, known_chat, colleague, counted, agent):
    """Two chats, of two sellers, on two days."""
    other = known_chat(tech, 420001, campaign_id=None, context_type="DIRECT")
    say("CUSTOMER", 0)
    say("PARTNER", 7, by=agent)
    say("CUSTOMER", 0, at=NOW - DAY)
    say("CUSTOMER", 0, to=other)
    say("PARTNER", 90, to=other, by=colleague)
    say("PARTNER", 91, to=other)
    counted()


def test_it_compares_whatever_it_is_asked_to(lead, written, home, tech, agent, colleague):
    two = days(TODAY - DAY, TODAY)

    assert said(report(lead, By.DAY, two)) == {TODAY - DAY: (1, 0), TODAY: (2, 3)}
    assert said(report(lead, By.HOUR, two)) == {12: (3, 1), 13: (0, 2)}
    assert said(report(lead, By.SELLER, two)) == {home.name: (2, 1), tech.name: (1, 2)}
    assert said(report(lead, By.CONTEXT, two)) == {"ORDER": (2, 1), "DIRECT": (1, 2)}
    assert said(report(lead, By.STORE, two)) == {home.campaigns.get(campaign_id=48211001).name: (2, 1), "": (1, 2)}
    assert said(report(lead, By.AGENT, two)) == {"agent": (0, 1), "colleague": (0, 1), "0": (3, 1)}


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_all_of_them_have_the_same_total(lead, written, by):
    total = report(lead, by, days(TODAY - DAY, TODAY)).total

    assert [total.of(lane) for lane in Lane] == [3, 3, 2, 0]  # one had waited since the day before


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_a_lead_gets_what_is_written_at_the_sellers_that_they_lead(lead, written, foreign_talk, by, support, home):
    support.sellers.set([home])

    assert report(lead, by, days()).total.of(Lane.IN) == 1


@pytest.fixture
def foreign_talk(foreign_of_tech, say, known_chat, counted):
    say("CUSTOMER", 0, to=known_chat(foreign_of_tech, 777))
    counted()


@pytest.fixture
def foreign_of_tech(home):
    return type(home).objects.create(name="Чужой", business_id=9009)


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_whoever_sees_all_sellers_gets_the_same_from_fewer_rows(boss, written, foreign_talk, by):
    total = report(boss, by, days()).total.of(Lane.IN)
    Tally.objects.filter(seller__isnull=False).delete()

    from_all = report(boss, by, days()).total.of(Lane.IN)

    assert (total, from_all) == (3, 0 if by is By.SELLER else 3)


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_sellers_that_are_switched_off_are_no_longer_in_it(boss, written, tech, by):
    tech.active = False
    tech.save()

    assert report(boss, by, days()).total.of(Lane.IN) == 1


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_it_can_be_about_one_seller(lead, written, tech, by):
    assert [report(lead, by, days(), seller=tech).total.of(lane) for lane in (Lane.IN, Lane.OUT)] == [1, 2]


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_a_day_is_one_of_the_zone(lead, chat, say, counted, by):
    say("CUSTOMER", 0, at=NOW + timedelta(hours=8, minutes=59))  # 23:59 in Moscow
    say("CUSTOMER", 0, at=NOW + timedelta(hours=9))
    say("CUSTOMER", 0, at=NOW + timedelta(hours=33))
    counted()

    found = [
        report(lead, by, days(day, day, MOSCOW)).total.of(Lane.IN) for day in (TODAY, TODAY + DAY, TODAY + 2 * DAY)
    ]

    assert found == [1, 1, 1]


def test_hours_are_those_of_the_zone(lead, chat, say, counted):
    say("CUSTOMER", 0)
    counted()

    found = report(lead, By.HOUR, days(zone=MOSCOW))

    assert said(found) == {15: (1, 0)}
    assert [row.value for row in found.rows] == list(range(24))


@pytest.mark.parametrize(
    "count, rows, second",
    [(62, 62, date(2026, 1, 2)), (63, 10, date(2026, 1, 5)), (401, 14, date(2026, 2, 1))],
)
def test_many_days_are_put_together_by_weeks_and_months(lead, home, count, rows, second):
    first = date(2026, 1, 1)  # a Thursday
    for number in range(count):
        day = first + number * DAY
        Tally.objects.create(
            key=str(number), seller=home, facet=0, day=day, total=to_bytes(one(0)), hours="[[12, 0, 1]]"
        )

    found = report(lead, By.DAY, days(first, first + (count - 1) * DAY))

    assert (len(found.rows), found.rows[0].value, found.rows[1].value) == (rows, first, second)
    assert found.total.of(Lane.IN) == sum(row.counts.of(Lane.IN) for row in found.rows) == count


def test_those_with_the_most_messages_come_first(lead, written, home, tech):
    found = report(lead, By.SELLER, days())

    assert [row.name for row in found.rows] == [tech.name, home.name]


def test_it_asks_nothing_of_the_messages(lead, written, django_assert_max_num_queries):
    Chat.objects.all().delete()

    with django_assert_max_num_queries(7) as queries:
        found = report(lead, By.AGENT, days())

    assert found.total.of(Lane.OUT) == 3
    assert not [one for one in queries.captured_queries if "chats_message" in one["sql"]]


def test_it_says_how_much_of_the_older_chats_is_counted(lead, known_chat, home):
    known_chat(home, 320001)

    assert report(lead, By.DAY, days()).counted == 0
