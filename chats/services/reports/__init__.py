"""Reports: what was written and how soon it was answered, from tallies by day that the worker keeps."""

from chats.services.reports.counting import count_for_a_while
from chats.services.reports.counts import STEP, Clock, Counts, Lane
from chats.services.reports.days import Days, last_days
from chats.services.reports.report import By, Report, Row, Unit, report

__all__ = [
    "STEP",
    "By",
    "Clock",
    "Counts",
    "Days",
    "Lane",
    "Report",
    "Row",
    "Unit",
    "count_for_a_while",
    "last_days",
    "report",
]
