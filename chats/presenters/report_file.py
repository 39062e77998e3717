"""A report as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.utils.translation import get_language, pgettext

from chats.presenters.reports import Value, columns_of, head_of, name_of, rows_of
from chats.services.reports import Report

# A spreadsheet takes a cell that begins so for a formula, and runs it.
# https://owasp.org/www-community/attacks/CSV_Injection
OF_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")


def file_of(report: Report) -> str:
    """All rows. Times are in minutes and shares in percent, as plain numbers. Begins with the mark by which Excel knows
    UTF-8; Excel in Russian expects semicolons."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if get_language() == "ru" else ",")
    writer.writerows([harmless(cell) for cell in line] for line in lines_of(report))
    return "\ufeff" + written.getvalue()


def lines_of(report: Report) -> Iterator[list[str]]:
    columns = columns_of(report.by)
    example = [column.value(report.total) for column in columns]
    names = [f"{column.name}{unit_of(value)}" for column, value in zip(columns, example, strict=True)]
    yield [str(head_of(report)), *names]
    for row in rows_of(report):
        name = row.value.isoformat() if isinstance(row.value, date) else name_of(row, report)
        yield [name, *(number(column.value(row.counts)) for column in columns)]


def unit_of(value: Value) -> str:
    if isinstance(value, timedelta):
        return pgettext("unit in the head of a column", ", min")
    return ", %" if isinstance(value, float) else ""


def number(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, timedelta):
        return str(round(value / timedelta(minutes=1)))
    return str(value if isinstance(value, int) else int(100 * value + 1e-9))


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(OF_FORMULAS) else cell
