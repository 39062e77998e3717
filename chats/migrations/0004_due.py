"""Chats, histories, orders and returns share the columns of `models.Due`; a reply's problem knows when it was noted."""

from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Coalesce

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
LEASED = ("chat", "history", "order", "return")


def date_problems_of_replies(apps, schema_editor):
    noted = apps.get_model("chats", "Reply").objects.exclude(problem_kind="")
    noted.update(problem_at=Coalesce("settled_at", "started_at"))


class Migration(migrations.Migration):
    dependencies = [("chats", "0003_conversation")]

    operations = [
        migrations.RenameModel("Standing", "Circuit"),
        migrations.AlterField(
            "circuit",
            "seller",
            models.OneToOneField(
                on_delete=models.CASCADE, primary_key=True, related_name="circuit", serialize=False, to="chats.seller"
            ),
        ),
        migrations.RenameField("circuit", "shut_until", "open_until"),
        migrations.RenameField("circuit", "quiet_until", "paused_until"),
        migrations.RenameField("quota", "shut_until", "exhausted_until"),
        migrations.RenameField("chat", "next_refresh_at", "due_at"),
        migrations.RenameField("order", "next_refresh_at", "due_at"),
        migrations.RenameField("return", "next_refresh_at", "due_at"),
        migrations.RenameField("history", "next_read_at", "due_at"),
        migrations.RenameField("history", "upto", "complete_upto"),
        migrations.RenameField("history", "whole", "has_first_message"),
        *(
            migrations.AlterField(
                name,
                "seller",
                models.ForeignKey(on_delete=models.CASCADE, related_name="%(class)ss", to="chats.seller"),
            )
            for name in ("chat", "order", "return")
        ),
        *(migrations.AlterField(name, "due_at", models.DateTimeField(null=True)) for name in ("chat", "order", "return")),
        migrations.RemoveField("order", "asking_until"),
        migrations.RemoveField("return", "asking_until"),
        *(migrations.AddField(name, "leased_until", models.DateTimeField(default=LONG_AGO)) for name in LEASED),
        *(migrations.AddField(name, "attempts", models.PositiveIntegerField(default=0)) for name in LEASED),
        migrations.AddIndex(
            "history", models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="history_due")
        ),
        migrations.AddField("reply", "problem_at", models.DateTimeField(null=True)),
        migrations.RunPython(date_problems_of_replies, migrations.RunPython.noop),
    ]
