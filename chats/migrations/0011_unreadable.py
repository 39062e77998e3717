"""Messages that could not be decoded leave a count in their place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chats", "0010_same_subject")]

    operations = [
        migrations.AddField("history", "unreadable", models.PositiveIntegerField(default=0)),
        migrations.AddField("message", "unreadable", models.PositiveIntegerField(default=0)),
    ]
