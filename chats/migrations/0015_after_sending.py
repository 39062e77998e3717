"""Whether the next chat opens after a reply."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('chats', '0014_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='agentsettings',
            name='next_after_sending',
            field=models.BooleanField(default=False),
        ),
    ]
