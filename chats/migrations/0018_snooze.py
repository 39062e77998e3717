"""Chats that are set aside until a time, or until somebody writes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chats', '0017_invitations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='chat',
            name='returned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='chat',
            name='snoozed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='chat',
            name='snoozed_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chat',
            name='snoozed_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('snoozed_until__isnull', False)), fields=['snoozed_until', 'id', 'seller'], name='inbox_snoozed'),
        ),
    ]
