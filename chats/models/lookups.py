"""What agents looked up."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chats.models.constraints import positive
from chats.models.sellers import Seller
from chats.models.sightings import Chat


class Lookup(models.Model):
    """Who asked for which number, when, and what it led to."""

    class Outcome(models.TextChoices):
        KNOWN = "KNOWN", _("known chat")
        FOUND = "FOUND", _("found at Market")
        CHOICES = "CHOICES", _("several chats")
        NO_CHAT = "NO_CHAT", _("order without a chat")
        NOT_FOUND = "NOT_FOUND", _("not found")
        FAILED = "FAILED", _("could not be asked")

    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("agent"), related_name="lookups"
    )
    at = models.DateTimeField(_("time"))
    # NULL for a shop's own number that led to no order: it is text, which is not kept (docs/decisions/0003).
    number = models.BigIntegerField(_("number"), null=True)
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
    """A chat whose page an agent opened lately; the last ten are under the field."""

    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recent_chats")
    chat = models.ForeignKey(Chat, models.CASCADE)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "chat"], name="recent_once_per_agent")]
        indexes = [models.Index(fields=["agent", "-opened_at"], name="recent_by_agent")]
