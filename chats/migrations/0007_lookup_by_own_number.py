"""A lookup may be of a shop's own number, which is text and not kept; and may lead to an order without a chat."""

from django.db import migrations, models

OUTCOMES = [
    ("KNOWN", "known chat"),
    ("FOUND", "found at Market"),
    ("CHOICES", "several chats"),
    ("NO_CHAT", "order without a chat"),
    ("NOT_FOUND", "not found"),
    ("FAILED", "could not be asked"),
]


class Migration(migrations.Migration):
    dependencies = [("chats", "0006_freshness")]

    operations = [
        migrations.AlterField("lookup", "number", models.BigIntegerField(null=True, verbose_name="number")),
        migrations.AlterField(
            "lookup", "outcome", models.CharField(choices=OUTCOMES, max_length=10, verbose_name="led to")
        ),
    ]
