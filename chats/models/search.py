"""The index of the words in messages: an FTS5 table on SQLite, a tsvector with a GIN index on PostgreSQL. Both are made
in migration 0014, and both lose a message's entry in the database itself when the message is deleted."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler


class TermsField(models.TextField):
    """A list of terms, in their order, which `matches` searches. Not meant to be read back.

    PostgreSQL counts 256 positions of a term in one text: of a word that is said more often, a phrase finds the first.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Sequence[str], connection: BaseDatabaseWrapper, prepared: bool = False) -> str:
        if connection.vendor == "postgresql":
            return " ".join(f"'{term}':{position}" for position, term in enumerate(value, start=1))
        return " ".join(value)

    def get_prep_value(self, value: Any) -> Any:
        return value


@TermsField.register_lookup
class Matches(Lookup):
    """`terms__matches`: the right-hand side is an expression of FTS5 or a tsquery, whichever database there is."""

    lookup_name = "matches"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        return "%s", (value,)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return self.joined(compiler, connection, "{} MATCH {}")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return self.joined(compiler, connection, "{} @@ {}::tsquery")

    def joined(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, form: str) -> tuple[str, list[Any]]:
        terms, before = self.process_lhs(compiler, connection)
        query, after = self.process_rhs(compiler, connection)
        return form.format(terms, query), [*before, *after]


@TermsField.register_lookup
class MatchesOneByOne(Matches):
    """`terms__matches_one_by_one`: the same for entries that are few by another condition. The index of terms cannot
    serve it: PostgreSQL's planner would read all entries of a common word, to keep those that the other one keeps."""

    lookup_name = "matches_one_by_one"

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return self.joined(compiler, connection, "({} || '') @@ {}::tsquery")


class SearchEntry(models.Model):
    """One message in the index. `place` puts all messages in the order in which they were written: the hour, then the
    message's own key. FTS5 knows no other order than that of its rowid, so the order is the key; and the closer keys
    lie, the smaller its lists, which would be twice as large by the minute. What narrows a search is kept beside the
    terms, so that a hit that is not wanted costs no join."""

    place = models.BigIntegerField(primary_key=True, db_column="rowid")
    message_id = models.BigIntegerField()  # the key of Message
    seller_id = models.BigIntegerField()
    sender = models.CharField(max_length=100)
    terms = TermsField()

    KEY_BITS: ClassVar[int] = 30  # of a place, for the message's key: enough for a thousand million


class NoteEntry(models.Model):
    """One private note in an index of its own, with the same order of places. Migration 0027 makes it."""

    place = models.BigIntegerField(primary_key=True, db_column="rowid")
    note_id = models.BigIntegerField()  # the key of Note
    seller_id = models.BigIntegerField()
    terms = TermsField()

    KEY_BITS: ClassVar[int] = SearchEntry.KEY_BITS


class SearchBackfill(models.Model):
    """How far older messages are indexed that were stored before there was an index: all whose key is not less than
    `below`. One row, or none: nothing is left to do."""

    below = models.BigIntegerField()
    total = models.BigIntegerField()  # what `below` was at the beginning
