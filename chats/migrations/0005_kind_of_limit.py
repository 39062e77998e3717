from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chats", "0004_due")]

    operations = [
        migrations.AddField("quota", "exhausted_kind", models.CharField(blank=True, max_length=32)),
    ]
