"""The people at the desk: their roles, how each wants it, and the links by which they come to it."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class AgentSettings(models.Model):
    """How an agent wants the desk. A missing row means the defaults."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    agent = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="desk_settings"
    )
    language = models.CharField(max_length=10, choices=settings.LANGUAGES, blank=True)  # empty: as the browser says
    time_zone = models.CharField(max_length=64, blank=True)  # empty: the desk's
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(default=True)
    auto_refresh = models.BooleanField(default=True)
    next_after_sending = models.BooleanField(default=False)  # the next chat of the list opens once a reply has arrived
    # What tells of chats that begin to wait: the agent's own, and those of nobody.
    sound = models.BooleanField(default=False)
    notices = models.BooleanField(default=False)  # the browser's notices on the desktop
    quiet_from = models.TimeField(null=True, blank=True)  # in the agent's time zone; NULL: no quiet hours
    quiet_until = models.TimeField(null=True, blank=True)


class Role(models.IntegerChoices):
    """What a person is to a seller; each may do what the ones before it may (`services/people/roles.py`)."""

    AGENT = 1, _("agent")
    LEAD = 2, _("lead")
    ADMINISTRATOR = 3, _("administrator")  # to all sellers: Django's superusers, never a group


class GroupRole(models.Model):
    """What its people are to the sellers of a group. A missing row: agents."""

    OF_GROUPS = [(Role.AGENT.value, Role.AGENT.label), (Role.LEAD.value, Role.LEAD.label)]

    group = models.OneToOneField(Group, models.CASCADE, primary_key=True, related_name="desk_role")
    role = models.PositiveSmallIntegerField(_("role"), choices=OF_GROUPS, default=Role.AGENT)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(role__in=[1, 2]), name="groups_have_no_higher_role")]


class SetupLink(models.Model):
    """A one-time way to make the first administrator; the secret itself is printed on the console, never kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class Invitation(models.Model):
    """The one link by which a person sets a password, their first or a new one. It has a secret, of which this has only
    a digest, and works once."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="invitation")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
