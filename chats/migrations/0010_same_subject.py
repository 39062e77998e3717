"""When Market is asked again which other chats there are about the order or the return of a chat."""

from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chats", "0009_buyer_key")]

    operations = [
        migrations.CreateModel(
            "SameSubject",
            [
                ("problem_kind", models.CharField(blank=True, max_length=32)),
                ("problem_at", models.DateTimeField(null=True)),
                ("problem_until", models.DateTimeField(null=True)),
                ("problem_trace", models.CharField(blank=True, max_length=200)),
                ("due_at", models.DateTimeField(null=True)),
                ("leased_until", models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC))),
                ("attempts", models.PositiveIntegerField(default=0)),
                (
                    "chat",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="same_subject",
                        serialize=False,
                        to="chats.chat",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
