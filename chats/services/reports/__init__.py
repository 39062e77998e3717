"""Reports: what was written and how soon it was answered, from tallies by day that the worker keeps."""

from chats.services.reports.counting import count_for_a_while

__all__ = ["count_for_a_while"]
