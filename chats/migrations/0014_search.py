"""The index of the words in messages. It is empty at first: the background worker fills it, or `reindex_messages`.

SQLite drops a trigger with its table, and Django makes a table anew to change its columns: a later migration that does
so with chats_message has to make this one again (tests/services/search/test_index.py would tell).
"""

from django.db import migrations, models

import chats.models.search

# An FTS5 table finds a row to delete by its rowid alone, so that is put together as `place_of` does. Django stores times
# in UTC, with microseconds or without; strftime would round them up. Only the shortest prefixes have an index: those of
# four letters and more are put together from few terms, and their lists would take another half of the space.
SQLITE = (
    """CREATE VIRTUAL TABLE chats_searchentry USING fts5(
        message_id UNINDEXED, seller_id UNINDEXED, sender UNINDEXED, terms,
        prefix = '3', columnsize = 0, tokenize = 'ascii')""",
    """CREATE TRIGGER search_entry_gone AFTER DELETE ON chats_message BEGIN
        DELETE FROM chats_searchentry WHERE rowid =
            (MAX(CAST(strftime('%s', substr(OLD.created_at, 1, 19)) AS INTEGER), 0) / 3600 << 30)
            | (OLD.id & 1073741823);
    END""",
)
SQLITE_BACK = ("DROP TRIGGER IF EXISTS search_entry_gone", "DROP TABLE chats_searchentry")
POSTGRESQL = (
    """CREATE TABLE chats_searchentry (
        rowid bigint PRIMARY KEY,
        message_id bigint NOT NULL UNIQUE REFERENCES chats_message ON DELETE CASCADE,
        seller_id bigint NOT NULL,
        sender varchar(100) NOT NULL,
        terms tsvector NOT NULL)""",
    "CREATE INDEX search_by_terms ON chats_searchentry USING gin (terms)",
)
POSTGRESQL_BACK = ("DROP TABLE chats_searchentry",)


def run(schema_editor, statements):
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def make(apps, schema_editor):
    run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps, schema_editor):
    run(schema_editor, POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


def note_what_is_there(apps, schema_editor):
    alias = schema_editor.connection.alias
    newest = apps.get_model("chats", "Message").objects.using(alias).order_by("-pk").values_list("pk", flat=True).first()
    if newest is not None:
        apps.get_model("chats", "SearchBackfill").objects.using(alias).create(below=newest + 1, total=newest + 1)


class Migration(migrations.Migration):
    dependencies = [("chats", "0013_inbox")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make, drop)],
            state_operations=[
                migrations.CreateModel(
                    "SearchEntry",
                    [
                        ("place", models.BigIntegerField(db_column="rowid", primary_key=True, serialize=False)),
                        ("message_id", models.BigIntegerField()),
                        ("seller_id", models.BigIntegerField()),
                        ("sender", models.CharField(max_length=100)),
                        ("terms", chats.models.search.TermsField()),
                    ],
                ),
            ],
        ),
        migrations.CreateModel(
            "SearchBackfill",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("below", models.BigIntegerField()),
                ("total", models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(note_what_is_there, migrations.RunPython.noop),
    ]
