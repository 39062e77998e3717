"""What a background worker keeps: how far the lists are read, what Market announces, who is at work."""

import datetime
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chats', '0011_unreadable'),
    ]

    operations = [
        migrations.CreateModel(
            name='Mirror',
            fields=[
                ('seller', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mirror', serialize=False, to='chats.seller')),
                ('paused', models.BooleanField(default=False)),
                ('complete_since', models.DateTimeField(null=True)),
                ('sorted_passes', models.PositiveSmallIntegerField(default=0)),
                ('unsorted_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='NotificationAddress',
            fields=[
                ('seller', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='notification_address', serialize=False, to='chats.seller')),
                ('secret', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('pinged_at', models.DateTimeField(null=True)),
                ('judged_from', models.DateTimeField(null=True)),
                ('last_event_at', models.DateTimeField(null=True)),
                ('verdict', models.CharField(choices=[('NEVER_SEEN', 'Never Seen'), ('WORKING', 'Working'), ('MISSING', 'Missing'), ('SILENT', 'Silent')], default='NEVER_SEEN', max_length=12)),
                ('verdict_at', models.DateTimeField(null=True)),
                ('silent_since', models.DateTimeField(null=True)),
                ('found', models.PositiveSmallIntegerField(default=0)),
                ('announced', models.PositiveSmallIntegerField(default=0)),
                ('distrusted_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='QuotaHour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('operation', models.CharField(max_length=40)),
                ('lane', models.PositiveSmallIntegerField()),
                ('hour', models.DateTimeField()),
                ('calls', models.PositiveIntegerField(default=0)),
                ('held_back', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Sync',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('problem_kind', models.CharField(blank=True, max_length=32)),
                ('problem_at', models.DateTimeField(null=True)),
                ('problem_until', models.DateTimeField(null=True)),
                ('problem_trace', models.CharField(blank=True, max_length=200)),
                ('due_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('part', models.CharField(choices=[('WAITING', 'Waiting'), ('OPEN', 'Open'), ('ALL', 'All'), ('HEAD', 'Head'), ('DOUBTFUL', 'Doubtful'), ('SUBJECTS', 'Subjects')], max_length=10)),
                ('page_token', models.TextField(blank=True)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('chats', models.PositiveIntegerField(default=0)),
                ('began_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('finished_chats', models.PositiveIntegerField(default=0)),
                ('finished_pages', models.PositiveIntegerField(default=0)),
                ('oldest', models.DateTimeField(null=True)),
                ('is_sorted', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Upkeep',
            fields=[
                ('problem_kind', models.CharField(blank=True, max_length=32)),
                ('problem_at', models.DateTimeField(null=True)),
                ('problem_until', models.DateTimeField(null=True)),
                ('problem_trace', models.CharField(blank=True, max_length=200)),
                ('due_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('ran_at', models.DateTimeField(null=True)),
                ('result', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WebhookEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('problem_kind', models.CharField(blank=True, max_length=32)),
                ('problem_at', models.DateTimeField(null=True)),
                ('problem_until', models.DateTimeField(null=True)),
                ('problem_trace', models.CharField(blank=True, max_length=200)),
                ('due_at', models.DateTimeField(null=True)),
                ('leased_until', models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('key', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=100)),
                ('chat_id', models.BigIntegerField(null=True)),
                ('message_id', models.BigIntegerField(null=True)),
                ('order_id', models.BigIntegerField(null=True)),
                ('return_id', models.BigIntegerField(null=True)),
                ('happened_at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('KEPT', 'Kept'), ('KNOWN', 'Known'), ('HEEDED', 'Heeded'), ('FOUND', 'Found'), ('ABSENT', 'Absent'), ('LEFT', 'Left')], max_length=10)),
                ('calls', models.PositiveSmallIntegerField(default=0)),
                ('operation', models.CharField(blank=True, max_length=40)),
                ('allowed_at', models.DateTimeField(null=True)),
                ('body', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Worker',
            fields=[
                ('name', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField()),
                ('beat_at', models.DateTimeField()),
                ('threads', models.PositiveSmallIntegerField()),
                ('busy', models.PositiveSmallIntegerField(default=0)),
                ('version', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='history',
            name='history_due',
        ),
        migrations.AddField(
            model_name='quota',
            name='spent_by_agents',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='quota',
            name='spent_by_background',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='quota',
            name='spent_by_pages',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='quota',
            name='spent_by_replies',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='chat',
            name='doubtful_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='chat',
            name='absences',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='history',
            name='is_news',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='order',
            name='swept_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='return',
            name='swept_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('status', 'FINISHED'), _negated=True), fields=['seller', 'status', 'seen_at'], name='chat_open'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(condition=models.Q(('doubtful_since__isnull', False)), fields=['seller', 'doubtful_since'], name='chat_doubtful'),
        ),
        migrations.AddIndex(
            model_name='chat',
            index=models.Index(fields=['seller', '-message_at'], name='chat_by_message'),
        ),
        migrations.AddIndex(
            model_name='history',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['is_news', 'due_at'], name='history_due_by_news'),
        ),
        migrations.AddField(
            model_name='quotahour',
            name='seller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quota_hours', to='chats.seller'),
        ),
        migrations.AddField(
            model_name='sync',
            name='seller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='syncs', to='chats.seller'),
        ),
        migrations.AddField(
            model_name='webhookevent',
            name='seller',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='chats.seller'),
        ),
        migrations.AddIndex(
            model_name='worker',
            index=models.Index(fields=['beat_at'], name='worker_beat'),
        ),
        migrations.AddIndex(
            model_name='quotahour',
            index=models.Index(fields=['hour'], name='quota_hour_by_time'),
        ),
        migrations.AddConstraint(
            model_name='quotahour',
            constraint=models.UniqueConstraint(fields=('seller', 'operation', 'lane', 'hour'), name='quota_hour_once_per_lane'),
        ),
        migrations.AddIndex(
            model_name='sync',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='sync_due'),
        ),
        migrations.AddConstraint(
            model_name='sync',
            constraint=models.UniqueConstraint(fields=('seller', 'part'), name='sync_once_per_part'),
        ),
        migrations.AddIndex(
            model_name='webhookevent',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='event_due'),
        ),
        migrations.AddIndex(
            model_name='webhookevent',
            index=models.Index(fields=['seller', '-received_at'], name='event_by_time'),
        ),
        migrations.AddIndex(
            model_name='webhookevent',
            index=models.Index(fields=['seller', 'chat_id', 'message_id'], name='event_by_message'),
        ),
        migrations.AddIndex(
            model_name='webhookevent',
            index=models.Index(condition=models.Q(('calls__gt', 0)), fields=['seller', 'allowed_at'], name='event_that_cost_a_call'),
        ),
        migrations.AddConstraint(
            model_name='webhookevent',
            constraint=models.UniqueConstraint(fields=('seller', 'key'), name='event_once_per_key'),
        ),
    ]
