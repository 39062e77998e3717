"""A group has a role for its sellers. Until now a group with the permission `view_quota` made its people leads of every
seller that any of their groups gave them, so they stay leads of just those."""

import django.db.models.deletion
from django.db import migrations, models

LEAD = 2
MARK = {"codename": "view_quota", "content_type__app_label": "chats"}


def keep_leads(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    leading = list(groups.filter(**{f"permissions__{name}": value for name, value in MARK.items()}).distinct())
    role = apps.get_model("chats", "GroupRole").objects
    role.bulk_create(role.model(group=group, role=LEAD) for group in leading)
    wanted = {}
    for person in apps.get_model("auth", "User").objects.filter(groups__in=leading, is_superuser=False).distinct():
        missing = sellers_of(person.groups.all()) - sellers_of(person.groups.filter(pk__in=[one.pk for one in leading]))
        wanted.setdefault(frozenset(missing), set()).add(person.pk)
    for sellers, people in wanted.items():
        if sellers:
            group = group_without_sellers(leading, people)
            if group is None:
                group = groups.create(name=free_name(groups))
                role.create(group=group, role=LEAD)
                group.user_set.set(people)
            group.sellers.set(sellers)
    for permission in apps.get_model("auth", "Permission").objects.filter(**MARK):
        permission.group_set.clear()


def sellers_of(groups):
    return {pk for pk in groups.values_list("sellers", flat=True) if pk is not None}


def group_without_sellers(leading, people):
    """One of leads that has exactly these people, administrators aside, and no seller yet."""
    for group in leading:
        if not group.sellers.exists() and people == set(group.user_set.filter(is_superuser=False).values_list("pk", flat=True)):
            return group
    return None


def free_name(groups):
    names = set(groups.values_list("name", flat=True))
    return next(name for number in range(1, len(names) + 2) if (name := f"Leads {number}") not in names)


def mark_leads(apps, schema_editor):
    for permission in apps.get_model("auth", "Permission").objects.filter(**MARK):
        permission.group_set.add(*apps.get_model("auth", "Group").objects.filter(desk_role__role=LEAD))


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('chats', '0015_after_sending'),
    ]

    operations = [
        migrations.CreateModel(
            name='GroupRole',
            fields=[
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk_role', serialize=False, to='auth.group')),
                ('role', models.PositiveSmallIntegerField(choices=[(1, 'agent'), (2, 'lead')], default=1, verbose_name='role')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', [1, 2])), name='groups_have_no_higher_role')],
            },
        ),
        migrations.RunPython(keep_leads, mark_leads),
    ]
