"""Open pages look for news in the history itself, and know the time of the newest message."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chats", "0005_kind_of_limit")]

    operations = [
        migrations.AddField("chat", "message_at", models.DateTimeField(null=True)),
        migrations.AddField("history", "look_at", models.DateTimeField(null=True)),
        migrations.AddIndex("history", models.Index(fields=["look_at"], name="history_look")),
    ]
