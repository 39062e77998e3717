import unicodedata

from django.db import migrations, models, transaction

BATCH = 5_000


ONE_STATEMENT = """UPDATE chats_chat SET buyer_key = new.buyer_key
    FROM (SELECT unnest(%s::bigint[]) AS id, unnest(%s::text[]) AS buyer_key) AS new WHERE chats_chat.id = new.id"""


class AddFieldOnce(migrations.AddField):
    """In a transaction of its own, and not again where the migration was interrupted after it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        with schema_editor.connection.cursor() as cursor:
            columns = schema_editor.connection.introspection.get_table_description(cursor, "chats_chat")
        if self.name not in [column.name for column in columns]:
            with transaction.atomic(schema_editor.connection.alias):
                super().database_forwards(app_label, schema_editor, from_state, to_state)


def fill(apps, schema_editor):
    """By keys, a batch at a time, each in a transaction of its own: there may be a million chats."""
    connection, last = schema_editor.connection, 0
    chats = apps.get_model("chats", "Chat").objects.using(connection.alias).exclude(customer_name="").order_by("pk")
    while batch := list(chats.filter(pk__gt=last).values_list("pk", "customer_name")[:BATCH]):
        last = batch[-1][0]
        keys = [(key_of(name), pk) for pk, name in batch]
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(ONE_STATEMENT, [[pk for _, pk in keys], [key for key, _ in keys]])
            else:
                cursor.executemany("UPDATE chats_chat SET buyer_key = %s WHERE id = %s", keys)


def key_of(name):
    folded = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return " ".join(folded.split())[:100]


class Migration(migrations.Migration):
    # In one transaction, PostgreSQL would keep everybody from the table for minutes.
    atomic = False
    dependencies = [("chats", "0008_draft_versions")]

    operations = [
        AddFieldOnce("chat", "buyer_key", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            "chat",
            models.Index(
                fields=["seller", "buyer_key", "-updated_at"],
                name="chat_by_buyer",
                opclasses=["int8_ops", "text_pattern_ops", "timestamptz_ops"],
            ),
        ),
    ]
