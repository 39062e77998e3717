"""The index of the words in private notes, beside that of messages. `reindex_messages` fills it with earlier ones.

SQLite drops a trigger with its table, and Django makes a table anew to change its columns: a later migration that does
so with chats_note has to make this one again (tests/services/search/test_notes.py would tell).
"""

from django.db import migrations, models

import chats.models.search

# As 0014_search.py, with the bit that tells the place of a note from that of a message.
SQLITE = (
    """CREATE VIRTUAL TABLE chats_noteentry USING fts5(
        note_id UNINDEXED, seller_id UNINDEXED, terms, prefix = '3', columnsize = 0, tokenize = 'ascii')""",
    """CREATE TRIGGER note_entry_gone AFTER DELETE ON chats_note BEGIN
        DELETE FROM chats_noteentry WHERE rowid =
            (MAX(CAST(strftime('%s', substr(OLD.written_at, 1, 19)) AS INTEGER), 0) / 3600 << 30)
            | 536870912 | (OLD.id & 536870911);
    END""",
)
SQLITE_BACK = ("DROP TRIGGER IF EXISTS note_entry_gone", "DROP TABLE chats_noteentry")
POSTGRESQL = (
    """CREATE TABLE chats_noteentry (
        rowid bigint PRIMARY KEY,
        note_id bigint NOT NULL UNIQUE REFERENCES chats_note ON DELETE CASCADE,
        seller_id bigint NOT NULL,
        terms tsvector NOT NULL)""",
    "CREATE INDEX note_by_terms ON chats_noteentry USING gin (terms)",
)
POSTGRESQL_BACK = ("DROP TABLE chats_noteentry",)


def run(schema_editor, statements):
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def make(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps, schema_editor):
    run(schema_editor, POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("chats", "0026_holders")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, drop)],
            state_operations=[
                migrations.CreateModel(
                    "NoteEntry",
                    [
                        ("place", models.BigIntegerField(db_column="rowid", primary_key=True, serialize=False)),
                        ("note_id", models.BigIntegerField()),
                        ("seller_id", models.BigIntegerField()),
                        ("terms", chats.models.search.TermsField()),
                    ],
                ),
            ],
        ),
    ]
