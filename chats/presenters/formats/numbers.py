"""Counts as a person reads them. Never for IDs, which are shown as they are copied."""

from django.utils.formats import number_format


def amount(number: int) -> str:
    """A count, its digits grouped as in the active language."""
    return str(number_format(number, force_grouping=True))
