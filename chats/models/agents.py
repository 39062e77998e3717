"""The people at the desk: how they want it, and what they looked up."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.models.chats import Chat
from chats.models.constraints import positive
from chats.models.sellers import Seller


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


class Lookup(models.Model):
    """Who asked for which number, when, and what it led to."""

    class Outcome(models.TextChoices):
        KNOWN = "KNOWN", _("known chat")
        FOUND = "FOUND", _("found at Market")
        CHOICES = "CHOICES", _("several chats")
        NOT_FOUND = "NOT_FOUND", _("not found")
        FAILED = "FAILED", _("could not be asked")

    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("agent"), related_name="lookups"
    )
    at = models.DateTimeField(_("time"))
    number = models.BigIntegerField(_("number"))
    seller = models.ForeignKey(
        Seller, models.SET_NULL, null=True, verbose_name=_("seller asked"), help_text=_("Empty: all of the agent's.")
    )
    outcome = models.CharField(_("led to"), max_length=10, choices=Outcome)
    chat = models.ForeignKey(Chat, models.SET_NULL, null=True, verbose_name=_("chat"))
    problem_kind = models.CharField(_("problem"), max_length=32, blank=True)

    class Meta:
        verbose_name = _("lookup")
        verbose_name_plural = _("lookups")
        constraints = [positive("number")]
        indexes = [
            models.Index(fields=["number"], name="lookup_by_number"),
            models.Index(fields=["agent", "-at"], name="lookup_by_agent"),  # how fast a person looks up
            models.Index(fields=["outcome", "-id"], name="lookup_by_outcome"),  # keeps the admin's filter flat
        ]


class RecentChat(models.Model):
    """A chat an agent looked up lately; the last ten are under the field."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recent_chats")
    chat = models.ForeignKey(Chat, models.CASCADE)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="recent_once_per_agent")]
        indexes = [models.Index(fields=["agent", "-opened_at"], name="recent_by_agent")]


class SetupLink(models.Model):
    """A one-time way to make the first administrator; the secret itself is printed on the console, never kept."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
