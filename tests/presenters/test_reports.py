"""Reports in words, numbers, plots and files."""

import csv
import io
from datetime import UTC, date, timedelta

import pytest
from django.utils import translation

from chats.presenters.plots import Series, columns, lines, round_span, round_top
from chats.presenters.report_file import file_of, harmless
from chats.presenters.report_page import ranges
from chats.presenters.report_plots import plots_of
from chats.presenters.reports import MOST_ROWS, about, percent, table_of
from chats.services.reports import By, Clock, Counts, Days, Lane, Report, Row, Unit
from chats.services.reports.counts import bucket_lane, one

MINUTE = timedelta(minutes=1)
FIRST = date(2026, 11, 20)
DAYS = Days(first=FIRST, last=date(2026, 11, 22), zone=UTC)


def counts(messages_in: int = 0, *waits: timedelta, within: int = 0) -> Counts:
    packed = messages_in * one(Lane.IN) + within * one(Lane.WITHIN)
    for wait in waits:
        packed += one(Lane.OUT) + one(Lane.REPLIES)
        packed += one(bucket_lane(Clock.WALL, wait)) + one(bucket_lane(Clock.WORKING, wait / 2))
    return Counts(packed=packed)


def report(by: By, *rows: Row, unit=Unit.DAY) -> Report:
    total = Counts(packed=sum(row.counts.packed for row in rows))
    return Report(by=by, days=DAYS, unit=unit, rows=rows, total=total, seller=None, counted=None)


BUSY = counts(3, 10 * MINUTE, 3 * 60 * MINUTE, within=1)
THREE_DAYS = report(By.DAY, *(Row(value=FIRST + number * timedelta(days=1), counts=BUSY) for number in range(3)))


def test_a_row_says_each_count_time_and_share():
    [row] = table_of(report(By.SELLER, Row(value=1, counts=BUSY, name="Дом и сад"))).rows

    assert row.name == "Дом и сад"
    assert [cell.text for cell in row.cells[:3]] == ["3", "2", "2"]
    assert row.cells[3].head == "Half of the replies within"
    assert row.cells[-1].text == "50 %"


def test_what_cannot_be_known_is_a_dash():
    [row] = table_of(report(By.SELLER, Row(value=1, counts=counts(2), name="Дом и сад"))).rows

    assert [cell.text for cell in row.cells] == ["2", "0", "0", "–", "–", "–", "–", "–"]


@pytest.mark.parametrize(
    "by, value, name",
    [
        (By.DAY, FIRST, "Fri, 20 Nov"),
        (By.HOUR, 7, "07:00"),
        (By.STORE, "", "No store"),
        (By.STORE, "48211001", "Store 48211001"),
        (By.AGENT, "0", "Elsewhere than at the desk"),
        (By.AGENT, "17", "Agent 17, who is no longer here"),
        (By.CONTEXT, "ORDER", "About an order"),
        (By.CONTEXT, "NEW_ONE", "Unknown: NEW_ONE"),
    ],
)
def test_each_row_has_a_name(by, value, name):
    [row] = table_of(report(by, Row(value=value, counts=BUSY))).rows

    assert row.name == name


def test_by_agent_buyers_messages_have_no_column_and_nobodys_no_row():
    only_in = Row(value="0", counts=counts(5))

    table = table_of(report(By.AGENT, only_in, Row(value="7", counts=BUSY, name="Анна")))

    assert "Messages in" not in table.heads and [row.name for row in table.rows] == ["Анна"]


def test_a_page_has_fifty_rows_and_says_how_many_more_there_are():
    many = report(By.STORE, *(Row(value=str(number), counts=BUSY) for number in range(1, MOST_ROWS + 4)))

    table = table_of(many)

    assert (len(table.rows), table.left_out) == (MOST_ROWS, 3)
    assert len(file_of(many).splitlines()) == MOST_ROWS + 4


@pytest.mark.parametrize(
    "span, text",
    [(20, "under 1 min"), (90, "2 min"), (47 * 60, "47 min"), (83 * 60, "1 h 20 min"), (11.4 * 3600, "11 h"),
     (49.7 * 3600, "2 d 2 h"), (3 * 86400, "3 d")],
)  # fmt: skip
def test_a_time_has_no_minutes_that_say_nothing(span, text):
    assert about(timedelta(seconds=span)) == text


def test_only_all_are_a_hundred_percent():
    assert [percent(share) for share in (1, 0.9999, 0.29, 0)] == ["100 %", "99 %", "29 %", "0 %"]


# ---- plots


def test_in_time_there_are_four_plots_with_a_bar_for_each_value():
    plots = plots_of(THREE_DAYS)

    assert [plot.name for plot in plots] == [
        "Messages",
        "Time until the reply",
        "The same in working time",
        "Replies within the target",
    ]
    assert [len(plot.bars) for plot in plots] == [6, 6, 6, 3]
    assert plots[0].top == "5" and plots[3].top == "100 %"
    assert plots[0].bars[0].title == "Fri, 20 Nov · Messages in: 3"
    assert plots[0].labels == ("Fri, 20 Nov", "Sat, 21 Nov", "Sun, 22 Nov")


def test_what_has_no_order_in_time_lies_line_by_line():
    plots = plots_of(report(By.SELLER, *(Row(value=number, counts=BUSY, name=f"S{number}") for number in range(20))))

    assert [len(plot.lines) for plot in plots] == [12] * 4
    assert plots[0].lines[0].text == "3 / 2" and not plots[0].bars


def series(*values: float | None) -> Series:
    return Series(kind="in", word="In", values=values, texts=[str(value) for value in values])


def test_bars_end_where_their_values_do_and_never_beyond_the_drawing():
    bars = columns([series(50, None, 0, 0.001, 100, 200)], 100, list("abcdef"), beside=True)

    assert [(bar.x, bar.y, bar.height) for bar in bars] == [
        ("1.00", "50.00", "50.00"),
        ("37.00", "99.00", "1.00"),
        ("49.00", "0.00", "100.00"),
        ("61.00", "0.00", "100.00"),
    ]


def test_bars_stand_beside_each_other_or_one_before_the_other():
    two = [series(1), series(1)]

    assert [bar.x for bar in columns(two, 1, ["a"], beside=True)] == ["1.00", "6.00"]
    assert [bar.x for bar in columns(two, 1, ["a"], beside=False)] == ["1.00", "1.00"]
    assert [(bar.y, bar.height) for bar in lines(two, 1, 0, beside=True)] == [("0.00", "50.00"), ("50.00", "50.00")]
    assert [(bar.y, bar.height) for bar in lines(two, 1, 0, beside=False)] == [("0.00", "100.00"), ("25.00", "50.00")]


def test_axes_end_with_round_numbers():
    assert [round_top(most) for most in (1, 3, 5, 6, 11, 51, 100, 101, 4001)] == [1, 5, 5, 10, 20, 100, 100, 200, 5000]
    assert [round_span(most) for most in (20, 61, 3601, 30 * 86400)] == [60, 300, 7200, 30 * 86400]


# ---- files


def rows_of(text: str, delimiter: str = ",") -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=delimiter))


def test_a_file_has_plain_numbers_with_their_units_in_the_head():
    head, *rows = rows_of(file_of(THREE_DAYS))

    assert head[:2] == ["Day", "Messages in"]
    assert head[-2:] == ["9 in 10 within, working time, min", "Within the target, %"]
    assert [row[0] for row in rows] == ["2026-11-20", "2026-11-21", "2026-11-22"]
    assert rows[0][1:4] == ["3", "2", "2"] and rows[0][-1] == "50"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(begin):
    assert harmless(f"{begin}SUM(A1)") == f"'{begin}SUM(A1)"
    assert harmless("1 + 1") == "1 + 1"


def test_a_seller_whose_name_is_a_formula_is_a_name():
    evil = Row(value=1, counts=BUSY, name='=HYPERLINK("http://evil.example";"Press")')

    [_, row] = rows_of(file_of(report(By.SELLER, evil)))

    assert row[0].startswith("'=HYPERLINK")


def test_excel_in_russian_gets_its_semicolons():
    with translation.override("ru"):
        assert rows_of(file_of(THREE_DAYS), ";")[0][1] == "Сообщений получено"


def test_the_ranges_to_choose_from_end_with_today_but_for_the_last_month():
    found = dict(ranges(date(2026, 3, 1)))

    assert found == {
        "7 days": (date(2026, 2, 23), date(2026, 3, 1)),
        "28 days": (date(2026, 2, 2), date(2026, 3, 1)),
        "This month": (date(2026, 3, 1), date(2026, 3, 1)),
        "Last month": (date(2026, 2, 1), date(2026, 2, 28)),
    }
