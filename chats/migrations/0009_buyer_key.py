import unicodedata

from django.db import migrations, models

BATCH = 5_000


def fill(apps, schema_editor):
    """By keys, a batch at a time: there may be a million chats."""
    chats, last = apps.get_model("chats", "Chat").objects.exclude(customer_name="").order_by("pk"), 0
    while batch := list(chats.filter(pk__gt=last).values_list("pk", "customer_name")[:BATCH]):
        last = batch[-1][0]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE chats_chat SET buyer_key = %s WHERE id = %s", [(key_of(name), pk) for pk, name in batch]
            )


def key_of(name):
    folded = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return " ".join(folded.split())[:100]


class Migration(migrations.Migration):
    dependencies = [("chats", "0008_draft_versions")]

    operations = [
        migrations.AddField("chat", "buyer_key", models.TextField(blank=True, default=""), preserve_default=False),
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
