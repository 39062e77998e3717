"""Fills the index of the words in messages and notes, for whoever does not want to wait for the background worker."""

from typing import Any

from django.core.management.base import CommandParser

from chats.management.row_command import RowCommand
from chats.services import search


class Command(RowCommand):
    help = (
        "Index the messages that were stored before there was an index of their words. May be stopped at any time, and "
        "goes on where it was; the desk may run meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--afresh", action="store_true", help="empty the index first: until this is done, less is found"
        )

    def handle(self, **options: Any) -> None:
        if options["afresh"]:
            search.begin_afresh()
        total, told = 0, 0
        more = True
        while more:
            count, more = search.index_one_batch()
            total += count
            if (rest := search.backfill()) and int(100 * rest.share) > told:
                told = int(100 * rest.share)
                self.stdout.write(f"{total} messages indexed, {told} %")
        notes = index_all_notes()
        self.stdout.write(f"{total} messages indexed, and {notes} notes. All are in the index.")


def index_all_notes() -> int:
    total, after = search.reindex_notes()
    while after is not None:
        count, after = search.reindex_notes(after)
        total += count
    return total
