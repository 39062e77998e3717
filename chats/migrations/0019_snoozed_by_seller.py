"""The snoozed chats of some sellers, where they are few among all."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chats', '0018_snooze'),
    ]

    operations = [
        migrations.RenameIndex(
            model_name='chat',
            new_name='inbox_snoozed_all',
            old_name='inbox_snoozed',
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('snoozed_until__isnull', False)), fields=['seller', 'snoozed_until', 'id'], name='inbox_snoozed'),
        ),
    ]
