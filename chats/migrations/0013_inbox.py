"""Where each chat stands in the inbox, repeated from other rows so that a page of the list is one query."""

import datetime
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NEWEST = {
    "sqlite": """UPDATE chats_chat SET last_message_id = new.message_id, last_sender = new.sender,
        last_text = substr(trim(new.text), 1, 200), last_files = min(json_array_length(new.files), 99)
        FROM chats_message AS new WHERE new.id = (SELECT id FROM chats_message WHERE chat_id = chats_chat.id
            ORDER BY created_at DESC, message_id DESC LIMIT 1)""",
    "postgresql": """UPDATE chats_chat SET last_message_id = new.message_id, last_sender = new.sender,
        last_text = substr(trim(new.text), 1, 200), last_files = least(jsonb_array_length(new.files), 99)
        FROM (SELECT one.id AS chat_id, message.* FROM chats_chat AS one CROSS JOIN LATERAL (
            SELECT message_id, sender, text, files FROM chats_message WHERE chat_id = one.id
            ORDER BY created_at DESC, message_id DESC LIMIT 1) AS message) AS new
        WHERE new.chat_id = chats_chat.id""",
}
WAITING = """UPDATE chats_chat SET waiting_since = coalesce(
    (SELECT min(created_at) FROM chats_message AS asked WHERE asked.chat_id = chats_chat.id
        AND asked.sender <> 'PARTNER' AND NOT EXISTS (SELECT 1 FROM chats_message AS later
            WHERE later.chat_id = chats_chat.id AND later.sender = 'PARTNER' AND later.created_at > asked.created_at)),
    CASE WHEN message_at > updated_at THEN message_at ELSE updated_at END)
    WHERE status IN ('NEW', 'WAITING_FOR_PARTNER')"""
QUEUED = """UPDATE chats_chat SET queue_at = waiting_since, urgency = CASE WHEN type = 'ARBITRAGE' THEN 1 ELSE 2 END
    WHERE waiting_since IS NOT NULL"""
DISPUTED = "UPDATE chats_chat SET disputed_at = updated_at WHERE type = 'ARBITRAGE' AND status <> 'FINISHED'"


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for statement in (NEWEST[schema_editor.connection.vendor], WAITING, QUEUED, DISPUTED):
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('chats', '0012_mirror'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('shared', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='agentsettings',
            name='notices',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='agentsettings',
            name='quiet_from',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agentsettings',
            name='quiet_until',
            field=models.TimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='agentsettings',
            name='sound',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='chat',
            name='assignee',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_chats', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chat',
            name='deadline_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='chat',
            name='deadline_kind',
            field=models.CharField(blank=True, choices=[('RETURN', 'Return'), ('CANCEL', 'Cancellation'), ('KEY', 'Key')], max_length=10),
        ),
        migrations.AddField(
            model_name='chat',
            name='disputed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='chat',
            name='last_files',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='chat',
            name='last_message_id',
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='chat',
            name='last_sender',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='chat',
            name='last_text',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='chat',
            name='queue_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='chat',
            name='urgency',
            field=models.PositiveSmallIntegerField(choices=[(0, 'Deadline'), (1, 'Dispute'), (2, 'Waits')], null=True),
        ),
        migrations.AddField(
            model_name='chat',
            name='waiting_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='seller',
            name='answer_within',
            field=models.PositiveSmallIntegerField(default=60, help_text='Minutes of working time. A chat that waits longer is marked in the inbox.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10080)], verbose_name='answer within'),
        ),
        migrations.AddField(
            model_name='seller',
            name='works_from',
            field=models.TimeField(default=datetime.time(9, 0), help_text='Moscow time.', verbose_name='works from'),
        ),
        migrations.AddField(
            model_name='seller',
            name='works_until',
            field=models.TimeField(default=datetime.time(21, 0), help_text='Moscow time. The same as “works from”: around the clock.', verbose_name='works until'),
        ),
        migrations.AlterField(
            model_name='chat',
            name='seller',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='chats', to='chats.seller'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['seller', 'status', 'updated_at', 'id', 'context_type'], name='inbox_seller'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['status', 'updated_at', 'id', 'seller'], name='inbox_status'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['seller', 'updated_at', 'id'], name='inbox_all'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['updated_at', 'id', 'seller'], name='inbox_newest'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['campaign_id', 'status', 'updated_at', 'id'], name='inbox_store'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('queue_at__isnull', False)), fields=['seller', 'urgency', 'queue_at', 'id', 'status', 'assignee', 'context_type', 'campaign_id'], name='inbox_queue'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('queue_at__isnull', False)), fields=['urgency', 'queue_at', 'id', 'seller', 'status', 'assignee', 'context_type', 'campaign_id'], name='inbox_queue_all'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('assignee__isnull', False)), fields=['assignee', 'urgency', 'queue_at', 'id'], name='inbox_mine'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('assignee__isnull', False)), fields=['assignee', 'status', 'updated_at', 'id'], name='inbox_assignee'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('disputed_at__isnull', False)), fields=['seller', 'disputed_at', 'id'], name='inbox_disputes'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('disputed_at__isnull', False)), fields=['disputed_at', 'id', 'seller'], name='inbox_disputes_all'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='agent',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('agent', 'name'), name='view_once_per_name'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
